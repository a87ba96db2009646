from .answer import AnswerWay, ElderAnswer, ElderQuestion
from .badge import ReplacedCredential
from .bank import BankImport, BankPage
from .captions import CaptionExcuse
from .certificate import Certificate, ReplacedPaper
from .cohort import (
    Cohort,
    CohortImport,
    CohortMember,
    CohortMemberState,
    EnrolmentRequest,
    ImportState,
    Institution,
    InstitutionContact,
    LearningMail,
    RequestState,
)
from .contribution import UNLISTED, Contribution, ContributionState
from .course import CataloguePage, CoursePage, EnrolBy, LessonOrder, ModulePage, Prerequisite, TopicPage
from .design import CertificateDesign, DesignPartner, DesignSignatory
from .enrolment import Enrolment, EnrolmentState, LessonProgress, LessonWay
from .events import Audience, EventLog, LiveEvent
from .evidence import Adjustment, CheckVerdict, LoadCheck
from .lesson import LessonKind, LessonPage
from .notes import Note
from .papers import STATUS_LIST_SIZE, Contributed, IssueRun, IssueRunState, StatusList
from .practice import Gallery, Practice, PracticeDraft, PracticeReply, PracticeState, Verdict, Volunteer
from .presence import Attendance, Presence, PresenceReport
from .progress import FilmProgress, PlaybackSession, WatchClock, WatchReport
from .quiz import ExtraAttempt, QuizAttempt
from .rendering import Rendering
from .talk import (
    AnswerForm,
    Ask,
    AskState,
    FilmedAnswer,
    FilmedState,
    LiveQuestion,
    LiveQuestionState,
    Poll,
    PollAnswer,
    PollOption,
    PollState,
    QuestionVote,
    SpokenAnswer,
    SpokenState,
)
from .taught import Taught
from .thanks import Thanks
from .webinar import (
    LiveCaptions,
    Registration,
    RegistrationState,
    Webinar,
    WebinarSeries,
    WebinarSlide,
    WebinarState,
)

__all__ = [
    "Adjustment",
    "AnswerForm",
    "AnswerWay",
    "Ask",
    "AskState",
    "Attendance",
    "Audience",
    "BankImport",
    "BankPage",
    "CaptionExcuse",
    "CataloguePage",
    "Certificate",
    "CertificateDesign",
    "CheckVerdict",
    "Cohort",
    "CohortImport",
    "CohortMember",
    "CohortMemberState",
    "Contributed",
    "Contribution",
    "ContributionState",
    "CoursePage",
    "DesignPartner",
    "DesignSignatory",
    "ElderAnswer",
    "ElderQuestion",
    "EnrolBy",
    "Enrolment",
    "EnrolmentRequest",
    "EnrolmentState",
    "EventLog",
    "ExtraAttempt",
    "FilmProgress",
    "FilmedAnswer",
    "FilmedState",
    "Gallery",
    "ImportState",
    "Institution",
    "InstitutionContact",
    "IssueRun",
    "IssueRunState",
    "LearningMail",
    "LessonKind",
    "LessonOrder",
    "LessonPage",
    "LessonProgress",
    "LessonWay",
    "LiveCaptions",
    "LiveEvent",
    "LiveQuestion",
    "LiveQuestionState",
    "LoadCheck",
    "ModulePage",
    "Note",
    "PlaybackSession",
    "Poll",
    "PollAnswer",
    "PollOption",
    "PollState",
    "Practice",
    "PracticeDraft",
    "PracticeReply",
    "PracticeState",
    "Prerequisite",
    "Presence",
    "PresenceReport",
    "QuestionVote",
    "QuizAttempt",
    "Registration",
    "RegistrationState",
    "ReplacedCredential",
    "Rendering",
    "ReplacedPaper",
    "RequestState",
    "STATUS_LIST_SIZE",
    "SpokenAnswer",
    "SpokenState",
    "StatusList",
    "Taught",
    "Thanks",
    "TopicPage",
    "UNLISTED",
    "Verdict",
    "Volunteer",
    "WatchClock",
    "WatchReport",
    "Webinar",
    "WebinarSeries",
    "WebinarSlide",
    "WebinarState",
]
