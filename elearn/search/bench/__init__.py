"""How well and how fast search finds, on both databases, beside Wagtail's own search. Never part of the tests."""
