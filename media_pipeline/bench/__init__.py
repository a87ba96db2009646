"""Measurements of the engine, for `manage.py bench`. Never part of a request or of work on a film."""
