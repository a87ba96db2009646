"""Groups of partner institutions: their students, contacts and invitations."""
