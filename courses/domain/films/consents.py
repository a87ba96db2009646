"""Who agrees to a film being shown: its teacher, and everybody who can be seen or heard in it.

Each is asked for themself. Nothing is published while one of them has not said yes; silence is no.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

import media_pipeline.api as films
from courses.errors import ConsentWanting
from courses.models import UNLISTED, Contribution, LessonPage
from elearn.notices.api import tell
from elearn.people.api import (
    ask_consent,
    consents_for,
    create_person,
    decider_of,
    give_consent,
    has_role,
    known_as,
    public_name,
    reaches,
    wanting,
)
from elearn.people.errors import ConsentProblem
from elearn.people.models import (
    Account,
    Consent,
    ConsentState,
    ConsentStep,
    ConsentWay,
    ContactPoint,
    Person,
    Role,
    Use,
)
from media_pipeline.models import Film

PURPOSE = "teach"  # elearn.people.consent_words says it in words
USES = (Use.SITE, Use.SOCIAL, Use.DOWNLOAD, Use.CAPTIONS, Use.ABROAD)
MOST_SEEN = 20  # people named in one film
MOST_A_DAY = 20  # people that somebody who is no coordinator has us write to
AGAIN_AFTER = timedelta(hours=1)


@dataclass(frozen=True)
class Seen:
    """Somebody who can be seen or heard in a film; without an address they are asked on paper."""

    name: str
    kind: ContactPoint.Kind | None = None
    value: str = ""


def subject_of(film: Film) -> str:
    """Name a film as the subject of consents. A part of a recording is that recording: one answer is for both."""
    return f"film:{film.cut_of_id or film.pk}"


def film_id_of(subject: str) -> UUID | None:
    """Read which film a subject names; None for another subject."""
    prefix, _colon, key = subject.partition(":")
    try:
        return UUID(key) if prefix == "film" else None
    except ValueError:
        return None


def own_consent(contribution: Contribution) -> Consent | None:
    """Give the teacher's own consent, if they were asked."""
    mine = consents_for(subject_of(contribution.film)).filter(person=contribution.person, is_own=True)
    return mine.first()


@transaction.atomic
def agree(contribution: Contribution, uses: list[str], *, by: Account | None) -> Consent:
    """Record what the teacher ticked. A minor's tick is no consent: their parent or guardian is asked."""
    consent = _asked(contribution, contribution.person, is_own=True)
    decider = decider_of(contribution.person)
    if decider is None or decider.pk != contribution.person_id:
        return consent if consent.is_valid else send_question(consent, contribution)
    return give_consent(consent, way=ConsentWay.CLICK, uses=uses, by=by)


@transaction.atomic
def ask_own(contribution: Contribution) -> Consent:
    """Write down that a teacher is asked, before they answer: until they do, nothing of the film is shown."""
    return _asked(contribution, contribution.person, is_own=True)


@transaction.atomic
def ask_seen(contribution: Contribution, seen: Seen, *, by: Account | None) -> Consent:
    """Ask somebody who can be seen or heard in a film. The same name and address again changes nothing.

    Raises ConsentProblem for the teacher's own address (nobody answers for somebody else), and for too many.
    """
    if seen.value and reaches(contribution.person, seen.value):
        raise ConsentProblem(
            _("This is your own address or number. Write theirs, or leave it empty and ask them on paper.")
        )
    Contribution.objects.select_for_update(of=("self",)).get(pk=contribution.pk)  # two taps: one after the other
    others = consents_for(subject_of(contribution.film)).filter(is_own=False)
    for one in others:
        if one.person.name == seen.name and (not seen.value or reaches(one.person, seen.value)):
            return one
    if len(others) >= MOST_SEEN:
        raise ConsentProblem(_("So many people are more than we can ask here. Please call us."))
    _check_not_many(by)
    person = known_as(seen.name, kind=seen.kind, value=seen.value) if seen.kind else None
    person = person or create_person(
        seen.name,
        language=contribution.person.language,
        with_account=False,
        is_check=contribution.person.is_check,
        email=seen.value if seen.kind == ContactPoint.Kind.EMAIL else "",
        phone=seen.value if seen.kind == ContactPoint.Kind.PHONE else "",
    )
    if person.pk == contribution.person_id:
        raise ConsentProblem(_("That is you. You agree for yourself with the tick."))
    consent = _asked(contribution, person, is_own=False, by=by)
    if not consent.is_valid and LessonPage.objects.live().filter(film=contribution.film_id).exists():
        films.block_film(contribution.film, for_good=False)  # shown again as soon as they have said yes
    return send_question(consent, contribution) if consent.state == ConsentState.ASKED else consent


@transaction.atomic
def ask_known(contribution: Contribution, person: Person, *, by: Account) -> Consent:
    """Ask somebody we know who can be seen or heard in a film; asked again, nothing changes."""
    consent = _asked(contribution, person, is_own=False, by=by)
    return send_question(consent, contribution) if consent.state == ConsentState.ASKED else consent


def _check_not_many(by: Account | None) -> None:
    """Raise ConsentProblem when somebody has us write to very many people: this is no way to send messages."""
    if by is None or has_role(by, Role.COORDINATOR):
        return
    since = timezone.now() - timedelta(days=1)
    asked = ConsentStep.objects.filter(noted_by=by, state=ConsentState.ASKED, at__gt=since)
    if asked.count() >= MOST_A_DAY:
        raise ConsentProblem(_("So many people are more than we can ask here. Please call us."))


def _asked(contribution: Contribution, person: Person, *, is_own: bool, by: Account | None = None) -> Consent:
    consent = ask_consent(
        person, subject=subject_of(contribution.film), purpose=PURPOSE, uses=USES, by=by,
        title=contribution.title, is_own=is_own,
    )  # fmt: skip
    settle_captions(consent.subject)
    return consent


def settle_captions(subject: str) -> None:
    """Let a machine write captions of a teacher's film only while everybody in it was asked and agrees to that."""
    film_id = film_id_of(subject)
    recording = Film.objects.filter(pk=film_id).first() if film_id else None
    if recording is None:
        return
    asked = list(consents_for(subject).exclude(state=ConsentState.CUT_OUT))
    films.allow_machine_captions(recording, bool(asked) and all(one.allows(Use.CAPTIONS) for one in asked))


@transaction.atomic
def send_question(consent: Consent, contribution: Contribution) -> Consent:
    """Write to who decides, at most once an hour. Without an address nothing is sent: there is paper."""
    decider, now, before = decider_of(consent.person), timezone.now(), consent.sent_at
    is_soon = before is not None and now < before + AGAIN_AFTER
    if decider is None or is_soon or not decider.contact_points.exists():
        return consent
    if not Consent.objects.filter(pk=consent.pk, sent_at=before).update(sent_at=now):  # another tap was faster
        return consent
    consent.sent_at = now
    tell(
        decider, "consent_asked", key=f"consent_asked:{consent.pk}:{now:%Y%m%d%H%M%S%f}",
        facts={
            "consent": str(consent.key),
            "teacher": public_name(contribution.person),
            "about": public_name(consent.person) if decider.pk != consent.person_id else "",
            "is_own": consent.is_own,
        },
    )  # fmt: skip
    return consent


def refuse_unagreed(contribution: Contribution) -> None:
    """Raise ConsentWanting, with the names for the coordinator, while somebody has not said yes."""
    missing = wanting(subject_of(contribution.film))
    own = own_consent(contribution)
    if own is None:
        raise ConsentWanting([contribution.person.name])
    if missing:
        raise ConsentWanting([consent.person.name for consent in missing])


def is_unagreed(film: Film) -> bool:
    """Whether somebody who was asked about a film does not agree: by whatever way it was published, it is not shown."""
    return bool(wanting(subject_of(film)))


def tell_teacher_of_no(consent: Consent) -> None:
    """Tell the teacher, without a reason, that somebody does not agree: a coordinator speaks with them."""
    recording = film_id_of(consent.subject)
    shown = Contribution.objects.filter(Q(film=recording) | Q(film__cut_of=recording)).exclude(state__in=UNLISTED)
    contribution = shown.select_related("person").first() if recording else None
    if contribution is None or consent.is_own:
        return
    tell(
        contribution.person, "consent_refused", key=f"consent_refused:{consent.pk}:{consent.steps.count()}",
        facts={"title": contribution.title, "address": reverse("courses:film", args=[contribution.pk])},
    )  # fmt: skip
