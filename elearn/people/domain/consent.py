"""Ask for a consent, give it, refuse it, take it back. Every step is kept, with the words as they were shown.

Silence is no. Nobody answers for somebody who can answer: a click is the person's own (or that of the relative or
guardian who decides for them), paper and voice lie here as evidence, and a phone call is written down by staff.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from elearn.history import api as history

from ..consent_words import VERSION, full_words, ordered
from ..errors import ConsentProblem
from ..models import Account, Consent, ConsentKind, ConsentState, ConsentStep, ConsentWay, Person, Role, Use
from ..policies import has_role, is_helper_of
from ..signals import consent_given, consent_refused, consent_withdrawn
from .age import is_minor
from .ask import present
from .standing import decider_of

# Without the first of its uses, a consent would allow nothing.
NEEDED = {ConsentKind.GUARDIAN: Use.LEARN}
ALL_FILM_USES = (Use.SITE, Use.SOCIAL, Use.DOWNLOAD, Use.CAPTIONS, Use.ABROAD)
_BY_PHONE = (Role.COORDINATOR, Role.OPERATOR)
_MAY_END = (Role.COORDINATOR, Role.OPERATOR, Role.SAFEGUARDING)


@transaction.atomic
def ask_consent(
    person: Person,
    *,
    subject: str,
    purpose: str,
    uses: Iterable[str],
    by: Account | None = None,
    kind: ConsentKind = ConsentKind.FILM,
    title: str = "",
    is_own: bool = False,
    until: date | None = None,
) -> Consent:
    """Write down that a person is asked about a subject ("film:<uuid>"); asked again, the row there is.

    Telling them is the asker's to do. A use abroad is asked for only where settings name a service abroad.
    """
    person = present(person)
    consent, is_new = Consent.objects.get_or_create(
        person=person, subject=subject, kind=kind,
        defaults={
            "purpose": purpose, "asked_uses": offered(uses), "title": title[:200], "is_own": is_own, "until": until,
            "organisation": settings.ORGANISATION, "noted_by": by,
        },
    )  # fmt: skip
    if is_new:
        _step(consent, history.Kind.CONSENT_ASKED)
    elif title and consent.title != title[:200] and consent.state == ConsentState.ASKED:
        consent.title = title[:200]
        consent.save(update_fields=["title"])
    return consent


def offered(uses: Iterable[str]) -> list[str]:
    """Give the uses that can be asked for here, in order."""
    wanted = {str(Use(use)) for use in uses}
    if not settings.SERVICES_ABROAD:
        wanted.discard(Use.ABROAD)
    return ordered(wanted)


def draft(person: Person, *, is_own: bool, purpose: str, uses: Iterable[str], title: str = "") -> Consent:
    """Give a consent that is not kept, to show what would be asked."""
    return Consent(
        person=person, is_own=is_own, title=title, purpose=purpose, asked_uses=offered(uses),
        organisation=settings.ORGANISATION,
    )  # fmt: skip


def needed_use(consent: Consent) -> str:
    """Give the use without which the consent would allow nothing."""
    return str(NEEDED.get(ConsentKind(consent.kind), Use.SITE))


@transaction.atomic
def give_consent(
    consent: Consent,
    *,
    way: ConsentWay,
    uses: Sequence[str] | None = None,
    by: Account | None = None,
    evidence: str = "",
    speaker: str = "",
) -> Consent:
    """Record a yes to some of the uses asked for (all that are needed, if none are named), in the active language.

    A yes given again replaces the earlier one, so uses are narrowed and widened by it. `by` is who is signed in: the
    person themself for a click (None for the link in their message), the writer-down for the other ways. Raises
    ConsentProblem.
    """
    consent = _locked(consent)
    if consent.state == ConsentState.WITHDRAWN and consent.kind != ConsentKind.GUARDIAN:
        raise ConsentProblem(_("This consent was taken back, and that holds. Please ask for a new one."))
    chosen = _chosen(consent, uses)
    _check_way(consent, way, by=by, evidence=evidence)
    consent.uses, consent.way, consent.evidence = chosen, way, evidence
    consent.state, consent.given_at, consent.ended_at, consent.reason = ConsentState.GIVEN, timezone.now(), None, ""
    _sign(consent, way, by=by, speaker=speaker)
    consent.save()
    _step(consent, history.Kind.CONSENT_GIVEN)
    consent_given.send(sender=Consent, consent=consent)
    return consent


@transaction.atomic
def refuse_consent(
    consent: Consent, *, way: ConsentWay = ConsentWay.CLICK, by: Account | None = None, reason: str = "",
    speaker: str = "",
) -> Consent:  # fmt: skip
    """Record a no. It needs no proof; a yes that was given before is taken back by it."""
    consent = _locked(consent)
    if consent.state == ConsentState.GIVEN:
        return withdraw_consent(consent, by=by, reason=reason, way=way)
    if consent.state == ConsentState.WITHDRAWN:
        return consent
    _check_may_end(consent, by)
    consent.state, consent.uses, consent.way, consent.evidence = ConsentState.REFUSED, [], way, ""
    consent.given_at, consent.ended_at, consent.reason = None, timezone.now(), reason.strip()
    _sign(consent, way, by=by, speaker=speaker)
    consent.save()
    _step(consent, history.Kind.CONSENT_REFUSED)
    consent_refused.send(sender=Consent, consent=consent)
    return consent


@transaction.atomic
def withdraw_consent(
    consent: Consent, *, by: Account | None, reason: str = "", way: ConsentWay = ConsentWay.CLICK
) -> Consent:
    """Take a consent back; what rested on it ends through `consent_withdrawn`. A second time changes nothing.

    `by` is who is signed in; None for the link in the person's own message, and for a time that is over.
    """
    consent = _locked(consent)
    if consent.state == ConsentState.WITHDRAWN:
        return consent
    if consent.state != ConsentState.GIVEN:
        return refuse_consent(consent, way=way, by=by, reason=reason)
    _check_may_end(consent, by)
    consent.state, consent.ended_at, consent.reason = ConsentState.WITHDRAWN, timezone.now(), reason.strip()
    consent.uses, consent.way = [], way
    consent.save()
    _step(consent, history.Kind.CONSENT_WITHDRAWN)
    consent_withdrawn.send(sender=Consent, consent=consent)
    return consent


def ask_no_more(subject: str) -> None:
    """Forget the questions about something that went before they were answered. What was answered stays."""
    Consent.objects.filter(subject=subject, state=ConsentState.ASKED).delete()


@transaction.atomic
def cut_out(consent: Consent, *, by: Account, reason: str) -> Consent:
    """Note that somebody is not recognisable any more, by a coordinator who says how. Raises ConsentProblem."""
    consent = _locked(consent)
    if not has_role(by, Role.COORDINATOR) or consent.is_own or by.person_id == consent.person_id:
        raise ConsentProblem(_("Only a coordinator can write this down."))
    if not reason.strip():
        raise ConsentProblem(_("Please write how the person was made unrecognisable."))
    if consent.state not in (ConsentState.ASKED, ConsentState.REFUSED):
        raise ConsentProblem(_("This person has answered already. Please call them."))
    consent.state, consent.noted_by, consent.reason = ConsentState.CUT_OUT, by, reason.strip()
    consent.save()
    _step(consent, history.Kind.CONSENT_CUT_OUT)
    return consent


def consents_of(person: Person) -> QuerySet[Consent]:
    """Give everything a person was asked, newest first."""
    return Consent.objects.filter(person=person).select_related("person", "answered_by")


def consents_for(subject: str) -> QuerySet[Consent]:
    """Give everybody who was asked about a subject: who made it first."""
    return Consent.objects.filter(subject=subject).select_related("person").order_by("-is_own", "asked_at", "pk")


def wanting(subject: str) -> list[Consent]:
    """Give the consents about a subject that nobody has given, those of who was made unrecognisable left out."""
    return [one for one in consents_for(subject) if not one.is_valid and one.state != ConsentState.CUT_OUT]


def all_agreed(subject: str) -> bool:
    """Whether somebody was asked about a subject, and everybody asked agrees today."""
    asked = list(consents_for(subject))
    return any(one.is_valid for one in asked) and not wanting(subject)


def end_consents() -> int:
    """Take back what was agreed to for a time that is over; says how many."""
    over = Consent.objects.filter(state=ConsentState.GIVEN, until__lt=timezone.localdate())
    for consent in over:
        withdraw_consent(consent, by=None, reason="over")
    return len(over)


def _locked(consent: Consent) -> Consent:
    return Consent.objects.select_for_update(of=("self",)).select_related("person").get(pk=consent.pk)


def _chosen(consent: Consent, uses: Sequence[str] | None) -> list[str]:
    needed = needed_use(consent)
    chosen = [needed] if uses is None else ordered(set(uses))
    if needed not in chosen:
        raise ConsentProblem(_("Without this consent we cannot show it. You may also say no."))
    allowed = set(offered(consent.asked_uses))
    if not set(chosen) <= allowed:
        raise ConsentProblem(_("One of these uses was not asked for."))
    return chosen


def _check_way(consent: Consent, way: ConsentWay, *, by: Account | None, evidence: str) -> None:
    """Raise ConsentProblem unless an answer given this way can be believed."""
    decider = decider_of(consent.person)
    if way == ConsentWay.CLICK:
        if decider is None or (by is not None and by.person_id != decider.pk):
            raise ConsentProblem(_("Only the person themself, or who decides for them, can agree here."))
        return
    if by is None:
        raise ConsentProblem(_("It must be known who writes the answer down."))
    if is_helper_of(by.person_id, consent.person_id):
        raise ConsentProblem(_("A helper cannot answer for the person they help."))
    if way in (ConsentWay.PAPER, ConsentWay.VOICE) and not evidence:
        raise ConsentProblem(_("Please add the signed paper or the recorded voice."))
    if way == ConsentWay.PHONE and not any(has_role(by, role) for role in _BY_PHONE):
        raise ConsentProblem(_("Only an operator or a coordinator can write down a phone call."))
    if way == ConsentWay.PHONE and by.person_id in (consent.person_id, decider.pk if decider else None):
        raise ConsentProblem(_("Nobody can take their own call."))


def _check_may_end(consent: Consent, by: Account | None) -> None:
    """Raise ConsentProblem unless somebody signed in is the person, decides for them, or is staff who was told."""
    if by is None or by.person_id == consent.person_id:
        return
    decider = decider_of(consent.person)
    if (decider is None or by.person_id != decider.pk) and not any(has_role(by, role) for role in _MAY_END):
        raise ConsentProblem(_("Only the person themself, or who decides for them, can say no here."))


def _sign(consent: Consent, way: ConsentWay, *, by: Account | None, speaker: str) -> None:
    """Note who answered, who wrote it down, and the words as they are in the active language."""
    decider = decider_of(consent.person)
    for_another = decider is not None and decider.pk != consent.person_id
    consent.answered_by = decider if for_another and way == ConsentWay.CLICK else None
    consent.noted_by = None if way == ConsentWay.CLICK else by
    consent.speaker = speaker.strip()[:200]
    consent.text_version, consent.language = VERSION, translation.get_language() or consent.person.language
    consent.words = full_words(consent, consent.uses)


def _step(consent: Consent, kind: history.Kind) -> None:
    kept: dict[str, Any] = {
        name: getattr(consent, name)
        for name in (
            "state", "way", "uses", "text_version", "language", "words", "evidence", "answered_by", "speaker",
            "noted_by", "reason",
        )
    }  # fmt: skip
    ConsentStep.objects.create(consent=consent, **kept)
    history.note(
        kind, who=consent.person.key, subject=consent.subject, is_check=consent.person.is_check,
        consent=consent.kind, way=consent.way, uses=",".join(consent.uses),
    )  # fmt: skip


def needs_somebody_else(person: Person) -> bool:
    """Whether somebody else answers in a person's place: a relative, or a parent or guardian."""
    return not person.speaks_for_themself or is_minor(person)


def settle_merge(keep: Person, absorb: Person) -> None:
    """Two records asked about the same thing: a no stays a no, else what was answered stands."""
    rank: list[str] = [
        ConsentState.ASKED,
        ConsentState.CUT_OUT,
        ConsentState.GIVEN,
        ConsentState.REFUSED,
        ConsentState.WITHDRAWN,
    ]
    for other in Consent.objects.filter(person=absorb):
        mine = Consent.objects.filter(person=keep, subject=other.subject, kind=other.kind).first()
        if mine is None:
            continue
        stays, goes = (other, mine) if rank.index(other.state) > rank.index(mine.state) else (mine, other)
        ConsentStep.objects.filter(consent=goes).update(consent=stays)
        is_own, goes_pk = stays.is_own or goes.is_own, goes.pk
        Consent.objects.filter(pk=goes_pk).delete()
        Consent.objects.filter(pk=stays.pk).update(person=keep, is_own=is_own)
