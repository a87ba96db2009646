from .certificate import Certificate, ReplacedPaper
from .contribution import Contribution, ContributionState
from .course import CataloguePage, CoursePage, TopicPage
from .enrolment import Enrolment, EnrolmentState, LessonProgress
from .lesson import LessonPage
from .progress import FilmProgress, PlaybackSession, WatchClock, WatchReport
from .quiz import QuizAttempt

__all__ = [
    "CataloguePage",
    "Certificate",
    "Contribution",
    "ContributionState",
    "CoursePage",
    "Enrolment",
    "EnrolmentState",
    "FilmProgress",
    "LessonPage",
    "LessonProgress",
    "PlaybackSession",
    "QuizAttempt",
    "ReplacedPaper",
    "TopicPage",
    "WatchClock",
    "WatchReport",
]
