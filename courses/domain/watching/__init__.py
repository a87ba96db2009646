"""Evidence that a film was watched, or that a lesson was done in another way."""
