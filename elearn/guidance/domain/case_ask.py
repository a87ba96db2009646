"""Ask a counsellor: signed in, with a code alone, by a helper, or by an operator for a caller."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from elearn.history.api import Kind, note
from elearn.people import api as people
from elearn.people.models import Account, Companionship, ContactPoint, Did, District, Person

from ..case_enums import SENSITIVE_TOPICS, CaseChannel, CaseDid, CheckReason, ReferralReason, Side
from ..case_signals import Signal, signals_in
from ..errors_cases import NotYours
from ..models import Case, CaseMessage, DraftFile
from ..policies_cases import takes_calls
from .case_acting import act_for
from .case_assign import take_up
from .case_code import make_code, mark_of
from .case_files import attach
from .case_log import log
from .case_refer import refer
from .case_telling import make_reach, tell_code, tell_noted


@dataclass(frozen=True)
class Said:
    """What somebody told us. `hurt` is "now", "yes" or "no": whether somebody is hurt or left without care."""

    text: str
    topic: str
    language: str
    urgency: str
    district: District | None = None
    name: str = ""
    hurt: str = "no"
    is_minor: bool = False
    may_publish: str = ""  # what they say to others learning from it; "" when they were not asked


Reach = tuple[ContactPoint.Kind, str]


@transaction.atomic
def ask(
    said: Said,
    *,
    by: Account | None = None,
    helps: Companionship | None = None,
    reach: Reach | None = None,
    files: Sequence[DraftFile] = (),
    once: UUID | None = None,
) -> Case:
    """Ask on this site: as the person signed in, for the person one helps, or, signed out, with a code.

    With `once`, the key that the question gets: sent again, also at the same moment, it is the one that was asked.
    The code is in `code_kept` for a day. Raises NotYours for a helper who may not, and ValueError without words.
    """
    return _once(once, by, partial(_ask, said=said, by=by, helps=helps, reach=reach, files=files))


def asked_with(once: UUID | None, by: Account | None) -> Case | None:
    """Give the question that somebody has asked with a one-time key; None when they have not."""
    return Case.objects.filter(key=once, asked_by=by).first() if once else None


def _once(once: UUID | None, by: Account | None, make: Callable[[Case], Case]) -> Case:
    """Make a question with a one-time key, or give the one that was made with it."""
    if asked := asked_with(once, by):
        return asked
    try:
        with transaction.atomic():
            return make(Case(key=once) if once else Case())
    except IntegrityError:
        if asked := asked_with(once, by):  # the other of two sendings was quicker
            return asked
        raise


def _ask(
    case: Case,
    said: Said,
    *,
    by: Account | None,
    helps: Companionship | None,
    reach: Reach | None,
    files: Sequence[DraftFile],
) -> Case:
    if helps is not None:
        return _ask_for(case, said, by=by, helps=helps, files=files)
    if by is not None:
        case.channel, case.person, case.asked_by = CaseChannel.ACCOUNT, by.person, by
        return _make(case, said, files=files)
    case.channel = CaseChannel.CODE
    return _make(_with_code(case, said, reach), said, files=files)


@transaction.atomic
def ask_by_phone(
    said: Said, *, by: Account, person: Person | None = None, reach: Reach | None = None, once: UUID | None = None
) -> Case:
    """Write a question down for a caller: into the account of a person we know, or with a code. Raises NotYours.

    `once` as in `ask`.
    """
    is_own = person is not None and (by.person_id == person.pk or people.is_helper_of(by.person_id, person.pk))
    if not takes_calls(by) or is_own or (person is not None and not person.speaks_for_themself):
        raise NotYours
    return _once(once, by, partial(_write_down, said=said, by=by, person=person, reach=reach))


def _write_down(case: Case, *, said: Said, by: Account, person: Person | None, reach: Reach | None) -> Case:
    case.channel, case.person, case.asked_by = CaseChannel.PHONE, person, by
    case.call_until = timezone.now() + timedelta(minutes=settings.CASE_CALL_MINUTES)
    case = _make(_with_code(case, said, reach) if person is None else case, said)
    tell_noted(case)
    return case


def _ask_for(case: Case, said: Said, *, by: Account | None, helps: Companionship, files: Sequence[DraftFile]) -> Case:
    if by is None or helps.companion_id != by.person_id:
        raise NotYours
    act_for(helps.elder, by=by, did=Did.ASKED_COUNSEL)
    case.channel, case.person, case.helper, case.asked_by = CaseChannel.COMPANION, helps.elder, helps, by
    case = _make(case, said, files=files)
    tell_noted(case)
    return case


def _with_code(case: Case, said: Said, reach: Reach | None) -> Case:
    code = make_code()
    case.code_mark, case.code_kept = mark_of(code), code
    if reach is not None:
        case.reach = make_reach(*reach, language=said.language, is_check=case.is_check)
    return case


def _make(case: Case, said: Said, *, files: Sequence[DraftFile] = ()) -> Case:
    """Keep the case, its first message and its files; tell the officer where the words or the choice ask for it."""
    text = said.text.strip()
    if not text:
        raise ValueError("A question needs words.")
    case.is_check = case.person.is_check if case.person else False
    case.name, case.topic, case.language = said.name.strip(), said.topic, said.language
    case.urgency, case.district, case.may_publish = said.urgency, said.district, said.may_publish
    case.is_minor = said.is_minor or (case.person is not None and people.is_minor(case.person))
    case.check_reason = _check_reason(case)
    case.save()
    message = CaseMessage.objects.create(
        case=case, side=Side.ASKER, text=text, by=case.asked_by, sent_at=case.asked_at, written_at=case.asked_at
    )
    attach(message, files)
    log(case, CaseDid.ASKED, by=case.asked_by)
    refer_if_needed(case, text, hurt=said.hurt)
    tell_code(case)
    take_up(case)
    note(
        Kind.CASE_ASKED, who=case.person.key if case.person else None, subject=f"case:{case.pk}",
        is_check=case.is_check, channel=case.channel, topic=case.topic, language=case.language, urgency=case.urgency,
        district=case.district.name if case.district else "",
    )  # fmt: skip
    return case


def _check_reason(case: Case) -> str:
    if case.is_minor:
        return CheckReason.MINOR
    return CheckReason.TOPIC if case.topic in SENSITIVE_TOPICS else ""


def refer_if_needed(case: Case, text: str, *, hurt: str = "no") -> bool:
    """Tell the officer when who asks says so, or their words do, once for each message; say whether it was so."""
    signals = signals_in(text)
    if hurt in ("now", "yes"):
        refer(case, reason=ReferralReason.CHOICE, in_danger=hurt == "now" or Signal.SELF_HARM in signals)
    elif signals:
        refer(case, reason=ReferralReason.WORDS, in_danger=Signal.SELF_HARM in signals)
    return hurt in ("now", "yes") or bool(signals)
