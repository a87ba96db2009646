"""Receivers only register: what is announced, here or in other rooms, is passed on to the domain."""

from . import films  # first: others build on what it settles

# isort: split
from . import afterwards, building, captioning, filmed, practice, talk, webinars

__all__ = ["afterwards", "building", "captioning", "filmed", "films", "practice", "talk", "webinars"]
