"""A small living world to look at: invented people, drawn scenes, spoken by a synthetic voice."""
