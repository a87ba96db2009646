"""Soil: home page, base page, forms, template tags and the look that every room shares."""
