"""Guidance and counselling: what families need to know about care, and somebody to ask."""
