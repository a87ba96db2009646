from .answer import AnswerWay, ElderAnswer, ElderQuestion
from .certificate import Certificate, ReplacedPaper
from .contribution import Contribution, ContributionState
from .course import CataloguePage, CoursePage, TopicPage
from .enrolment import Enrolment, EnrolmentState, LessonProgress
from .lesson import LessonPage
from .progress import FilmProgress, PlaybackSession, WatchClock, WatchReport
from .quiz import QuizAttempt
from .taught import Taught
from .thanks import Thanks

__all__ = [
    "AnswerWay",
    "CataloguePage",
    "Certificate",
    "Contribution",
    "ContributionState",
    "CoursePage",
    "ElderAnswer",
    "ElderQuestion",
    "Enrolment",
    "EnrolmentState",
    "FilmProgress",
    "LessonPage",
    "LessonProgress",
    "PlaybackSession",
    "QuizAttempt",
    "ReplacedPaper",
    "Taught",
    "Thanks",
    "TopicPage",
    "WatchClock",
    "WatchReport",
]
