"""Attic: a person's own pages. Reads every room's door and is read by none."""
