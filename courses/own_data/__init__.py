"""What the school holds of a person: each module says it of its own part, by registering itself."""

from . import school  # first in what a person is given

# isort: split
from . import asks, attendance, captioning, cohorts, evidence, papers, practice, quiz, talk, webinars

__all__ = [
    "asks",
    "attendance",
    "captioning",
    "cohorts",
    "evidence",
    "papers",
    "practice",
    "quiz",
    "school",
    "talk",
    "webinars",
]
