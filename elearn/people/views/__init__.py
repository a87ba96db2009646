"""Pages of sign-in, sign-up and a person's own details."""
