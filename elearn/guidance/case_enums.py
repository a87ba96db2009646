"""The words that a private question to a counsellor is in: its state, topic, how soon, who asked, what is attached."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CaseState(models.TextChoices):
    """How it stands with a question. Which step leads to which is in `domain.case_states`."""

    WAITING = "waiting", _("waiting for a counsellor")
    ASSIGNED = "assigned", _("with a counsellor")
    CHECKING = "checking", _("a second counsellor reads the answer")
    ANSWERED = "answered", _("answered")
    CLOSED = "closed", _("closed")


# Somebody here has to do something about these.
OPEN_STATES = (CaseState.WAITING, CaseState.ASSIGNED, CaseState.CHECKING)


class CaseTopic(models.TextChoices):
    """What a question is about, in the words of who asks. Counsellors are chosen by it."""

    HOME_CARE = "home_care", _("Care at home")
    INSTITUTION = "institution", _("Care in a home or institution")
    BENEFITS = "benefits", _("Benefits and pensions")
    DISABILITY = "disability", _("Disability, aids and equipment")
    CARERS_REST = "carers_rest", _("I care for somebody and am tired")
    MEMORY = "memory", _("Memory, dementia, confusion")
    CAPACITY = "capacity", _("Who decides for somebody: guardianship, papers")
    FRAUD = "fraud", _("Fraud, money, signatures")
    LONELY = "lonely", _("Being alone, sadness, quarrels")
    OTHER = "other", _("Something else, or I do not know")


# An answer about these does not go before a second counsellor has agreed to it.
SENSITIVE_TOPICS = frozenset({CaseTopic.CAPACITY, CaseTopic.FRAUD, CaseTopic.LONELY})


class Urgency(models.TextChoices):
    """How soon an answer is needed. What cannot wait a day is no question for us: the page says whom to call."""

    SOON = "soon", _("In the next days: something is about to happen")
    WEEK = "week", _("This week would be good")
    CALM = "calm", _("There is no hurry")


class CaseChannel(models.TextChoices):
    """Who asked, and how."""

    CODE = "code", _("on this site, without an account")
    ACCOUNT = "account", _("on this site, signed in")
    COMPANION = "companion", _("by their helper")
    PHONE = "phone", _("by phone, written down by us")


class Side(models.TextChoices):
    """Whose words a message holds."""

    ASKER = "asker", _("from who asked")
    COUNSELLOR = "counsellor", _("from the counsellor")


class FileKind(models.TextChoices):
    JPEG = "jpeg", _("picture")
    PDF = "pdf", _("PDF document")


class Scan(models.TextChoices):
    """What the virus scanner said. A file in which it found something is never kept."""

    NOT_SCANNED = "not_scanned", _("not scanned for viruses")
    CLEAN = "clean", _("scanned, nothing found")


class Helped(models.TextChoices):
    YES = "yes", _("Yes, it helped")
    PARTLY = "partly", _("A little")
    NO = "no", _("No, not really")


class AppointmentState(models.TextChoices):
    ASKED = "asked", _("a call is asked for")
    SET = "set", _("a time is set")
    DONE = "done", _("we have spoken")
    MISSED = "missed", _("nobody answered")
    CANCELLED = "cancelled", _("cancelled")


OPEN_APPOINTMENTS = (AppointmentState.ASKED, AppointmentState.SET)


class CheckState(models.TextChoices):
    """What the second counsellor said about an answer."""

    ASKED = "asked", _("to be read")
    AGREED = "agreed", _("agreed")
    CHANGES = "changes", _("asked for changes")
    WITHDRAWN = "withdrawn", _("withdrawn")


class CheckReason(models.TextChoices):
    """Why a second counsellor reads an answer before it goes."""

    TOPIC = "topic", _("sensitive topic")
    MINOR = "minor", _("who asks is under age")
    REFERRED = "referred", _("the safeguarding officer was told")
    COUNSELLOR = "counsellor", _("the counsellor asked for it")


class ReferralReason(models.TextChoices):
    """Why the safeguarding officer was told of a question."""

    CHOICE = "choice", _("who asks says that somebody is hurt or left without care")
    WORDS = "words", _("the words of the question")
    COUNSELLOR = "counsellor", _("the counsellor passed it on")


class MayPublish(models.TextChoices):
    """Whether others may learn from a question, without anything that says who asked. Empty: nobody has asked."""

    YES = "yes", _("Yes")
    NO = "no", _("No")


class ReminderKind(models.TextChoices):
    """What was said, and to whom, when a question waits."""

    SOON = "soon", _("the day has come: the counsellor")
    PAST = "past", _("the day has passed: the counsellor and the coordinators")
    LATE = "late", _("a working day more has passed: the coordinators")
    NOBODY = "nobody", _("nobody can take it: the coordinators")
    CHECK = "check", _("an answer waits for the second counsellor")


class CaseDid(models.TextChoices):
    """What happened with a question, and every look at it."""

    ASKED = "asked", _("asked")
    WROTE = "wrote", _("wrote more")
    ATTACHED = "attached", _("attached a file")
    CODE_MADE = "code_made", _("made a new code")
    CALL_ASKED = "call_asked", _("asked for a call")
    CALL_CANCELLED = "call_cancelled", _("cancelled a call")
    CLOSED = "closed", _("closed")
    REOPENED = "reopened", _("opened again")
    HELPED = "helped", _("said whether it helped")
    SHARED = "shared", _("let a helper read it")
    UNSHARED = "unshared", _("stopped a helper reading it")
    REFERRED = "referred", _("passed it to the safeguarding officer")
    LOOKED = "looked", _("read it")
    FILE_OPENED = "file_opened", _("opened a file")
    CALL_ENDED = "call_ended", _("ended the call")
    ASSIGNED = "assigned", _("was given it")
    HANDED_OVER = "handed_over", _("handed it over")
    NOTED = "noted", _("made a note")
    CHECK_ASKED = "check_asked", _("asked a second counsellor")
    CHECKED = "checked", _("said what to think of the answer")
    ANSWERED = "answered", _("answered")
    CALL_SET = "call_set", _("set a time for a call")
    CALLED = "called", _("called")
    PROPOSED = "proposed", _("proposed it as a public answer")
    REMINDED = "reminded", _("was reminded")
    TAKEN_BACK = "taken_back", _("took the answer back")
    CALL_OFFERED = "call_offered", _("offered times for a call")
    CALL_CHOSEN = "call_chosen", _("chose a time for a call")
    MISSED = "missed", _("called, nobody answered")
    MAY_PUBLISH = "may_publish", _("said that others may learn from it")
    NOT_PUBLISH = "not_publish", _("said that it is not to be used for others")
