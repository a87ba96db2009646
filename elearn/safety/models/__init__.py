from .concern import Concern, ConcernEntry, ConcernState, Hidden, HiddenState
from .moderation import Decision, Submission, SubmissionState

__all__ = [
    "Concern",
    "ConcernEntry",
    "ConcernState",
    "Decision",
    "Hidden",
    "HiddenState",
    "Submission",
    "SubmissionState",
]
