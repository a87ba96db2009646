"""Deeds of safety."""
