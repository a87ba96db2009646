"""Forms of the school’s own pages."""
