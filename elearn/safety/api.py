"""The door of safety: concerns, what is hidden because of them, and moderation of what people write to each other."""

from .contacts import contacts_in
from .domain.escalate import sweep
from .domain.figures import Line, Row, also_counted, statistics
from .domain.follow import note_looked
from .domain.hide import hidden_among, hidden_rows, hide, is_hidden, keep_hidden, restore
from .domain.moderate import appeal, decide, reword, rewordable, submit, withdraw
from .domain.officer import Officer, named_officer
from .domain.prepare import prepare
from .domain.queue import count_open_concerns, waiting
from .domain.reasons import reason_in_words
from .domain.report import report
from .errors import (
    AnotherMustDecide,
    AppealClosed,
    ContactsInWords,
    DecidedMeanwhile,
    NotTheirs,
    ReasonMissing,
    SafetyError,
    WordsMissing,
)
from .kinds import name_kind, show_words
from .policies import may_moderate
from .signals import concern_reported, hiding_changed, submission_decided
from .subjects import Found, find_subject, register_subject

__all__ = [
    "AnotherMustDecide",
    "AppealClosed",
    "ContactsInWords",
    "DecidedMeanwhile",
    "Found",
    "Line",
    "NotTheirs",
    "Officer",
    "ReasonMissing",
    "Row",
    "SafetyError",
    "WordsMissing",
    "also_counted",
    "appeal",
    "concern_reported",
    "contacts_in",
    "count_open_concerns",
    "decide",
    "find_subject",
    "hidden_among",
    "hidden_rows",
    "hiding_changed",
    "hide",
    "is_hidden",
    "keep_hidden",
    "may_moderate",
    "name_kind",
    "named_officer",
    "prepare",
    "reason_in_words",
    "register_subject",
    "note_looked",
    "report",
    "restore",
    "reword",
    "rewordable",
    "show_words",
    "statistics",
    "submission_decided",
    "submit",
    "sweep",
    "waiting",
    "withdraw",
]
