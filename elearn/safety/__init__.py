"""Ground: concerns, and who looks after them."""
