"""Roof: commands that run, fill, check and measure an installation."""
