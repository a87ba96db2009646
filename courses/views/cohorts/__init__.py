"""Pages of partner institutions, of the students they invite, and of who asks for a place."""
