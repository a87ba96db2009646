"""Papers of home visits: words in, PDF out. Pure: no Django, no database."""
