"""Finding: guidance, courses, films and care services behind one search, in three languages."""
