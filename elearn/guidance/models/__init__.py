from .care import CareProvider, CareReport, CareRequest, CareService
from .care_import import CareChange, CareImport
from .case import (
    Appointment,
    Case,
    CaseCheck,
    CaseEntry,
    CaseMessage,
    CaseNote,
    CaseReferral,
)
from .case_file import Attachment, DraftFile
from .counsel import AnswerHand, CaseReminder, DayOff, PublicAnswer, Readiness
from .criteria import CriteriaPage
from .page import (
    GlossaryPage,
    GlossaryTermPage,
    GuidanceIndexPage,
    GuidanceTopicPage,
    GuideKind,
    GuidePage,
)
from .reader import Change, Correction, Follow, Mistake, MistakeState
from .reading import ReadingDay
from .review import Expert, ExpertKind, Review, ReviewAnswer, ReviewState, SourceCheck, SourceVerdict, Verdict
from .source import LinkState, Source, SourceKind, SourceUse
from .standing import MONTHS, Reminder, ReminderStep, Rendering, Standing

__all__: list[str] = [
    "AnswerHand",
    "CaseReminder",
    "DayOff",
    "PublicAnswer",
    "Readiness",
    "Change",
    "Correction",
    "CriteriaPage",
    "Follow",
    "MONTHS",
    "Mistake",
    "MistakeState",
    "ReadingDay",
    "Reminder",
    "ReminderStep",
    "Rendering",
    "Review",
    "ReviewAnswer",
    "ReviewState",
    "SourceCheck",
    "SourceVerdict",
    "Standing",
    "Verdict",
    "CareChange",
    "CareImport",
    "CareProvider",
    "CareReport",
    "CareRequest",
    "CareService",
    "CaseReferral",
    "CaseNote",
    "CaseMessage",
    "CaseEntry",
    "CaseCheck",
    "Case",
    "Attachment",
    "Appointment",
    "DraftFile",
    "Expert",
    "ExpertKind",
    "GlossaryPage",
    "GlossaryTermPage",
    "GuidanceIndexPage",
    "GuidanceTopicPage",
    "GuideKind",
    "GuidePage",
    "LinkState",
    "Source",
    "SourceKind",
    "SourceUse",
]
