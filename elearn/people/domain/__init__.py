"""Deeds and questions of people."""
