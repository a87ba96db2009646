"""Questions and attempts: what a lesson asks, what was given, what is granted, and banks of questions."""
