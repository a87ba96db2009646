"""Ground: telling one person one thing, once."""
