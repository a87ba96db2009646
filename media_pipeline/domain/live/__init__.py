"""Broadcasts: what comes in, what is made of it while it comes, and what viewers are given."""
