from .captions import CaptionRevision, CaptionState, CaptionTrack, MadeBy
from .film import Film, FilmState, Refusal, Removal, Rendition
from .live import Broadcast, BroadcastState, LiveCue, LiveRun, LiveSegment
from .reception import Piece, Take, TakeState, Upload, UploadPart
from .tracks import Track, TrackKind
from .work import Work, WorkKind, WorkState

__all__ = [
    "Broadcast",
    "BroadcastState",
    "LiveCue",
    "LiveRun",
    "LiveSegment",
    "CaptionRevision",
    "CaptionState",
    "CaptionTrack",
    "Film",
    "FilmState",
    "MadeBy",
    "Piece",
    "Refusal",
    "Removal",
    "Rendition",
    "Take",
    "TakeState",
    "Track",
    "TrackKind",
    "Upload",
    "UploadPart",
    "Work",
    "WorkKind",
    "WorkState",
]
