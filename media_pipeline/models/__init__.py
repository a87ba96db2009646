from .film import Film, FilmState, Refusal, Removal, Rendition
from .reception import Piece, Take, TakeState, Upload

__all__ = [
    "Film",
    "FilmState",
    "Piece",
    "Refusal",
    "Removal",
    "Rendition",
    "Take",
    "TakeState",
    "Upload",
]
