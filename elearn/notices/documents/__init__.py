"""Letters on paper: words in, a PDF out. Knows nothing of people or notices."""
