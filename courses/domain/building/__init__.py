"""Building the school’s pages: where they lie, how they are made, moved, copied and proposed."""
