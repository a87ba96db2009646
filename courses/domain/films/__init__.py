"""Teachers’ films: given, agreed to, captioned, reviewed, replaced, taken back."""
