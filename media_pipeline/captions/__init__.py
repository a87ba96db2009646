"""Captions as plain values: cues, the files they come in, what is done to them, how two people's work is joined."""
