"""Slides: a PDF becomes pictures and words, in a process of its own."""
