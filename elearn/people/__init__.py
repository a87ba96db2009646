"""Ground: who is who, how we reach them, and what they sign in with."""
