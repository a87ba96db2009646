"""A teacher gives a film: begun, recorded or uploaded, described, sent for review, taken back.

The film itself is the media pipeline's; here is what the teacher does with it and what they are told.
"""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

import media_pipeline.api as films
from courses.errors import MayNotHelp, NotReadyToSend, TooYoungToTeach
from courses.models import UNLISTED, Contribution, ContributionState, TopicPage
from elearn.history.api import Kind, note
from elearn.notices.api import tell
from elearn.people.api import is_minor, needs_somebody_else, withdraw_consent
from elearn.people.models import Account, ConsentState, Did, Person
from media_pipeline.models import FilmState, Refusal, Take

from . import helped, succession
from .answers import ask_if_due
from .consents import Seen, agree, ask_own, ask_seen, own_consent, settle_captions, subject_of
from .withdrawal import take_down

# What of a film may be told, in this order; the later replaces the earlier.
PLAYABLE, READY, REFUSED, FAILED = "playable", "ready", "refused", "failed"
_EARLIER = {
    PLAYABLE: [""],
    READY: ["", PLAYABLE, FAILED],
    REFUSED: ["", PLAYABLE, FAILED],
    FAILED: ["", PLAYABLE],
}


def contributions_of(person: Person) -> QuerySet[Contribution]:
    """A teacher's films, newest first, without those taken back."""
    mine = Contribution.objects.filter(person=person).exclude(state__in=UNLISTED)
    return mine.select_related("film", "topic", "lesson").order_by("-created_at", "-pk")


def begun_by(person: Person, *, by: Account | None = None) -> QuerySet[Contribution]:
    """The films whose recording somebody may go on with: a teacher's own, or those `by` recorded for them."""
    if by is not None:
        return helped.recorded_for(person, by=by)
    return contributions_of(person).filter(is_helped=False)


def unfinished(person: Person, *, is_recording: bool, by: Account | None = None) -> list[Contribution]:
    """Drafts whose film has not come in, newest first."""
    drafts = begun_by(person, by=by).filter(
        state=ContributionState.DRAFT, is_recording=is_recording, film__state=FilmState.RECEIVING
    )
    return [draft for draft in drafts if not films.has_come_in(draft.film)]


@transaction.atomic
def begin_contribution(
    person: Person, *, is_recording: bool, language: str = "", is_check: bool = False, by: Account | None = None
) -> Contribution:
    """Begin a film of a teacher; an empty draft that lies there already is used again. `by` records it for them.

    Raises TooYoungToTeach and MayNotHelp.
    """
    if is_minor(person):
        raise TooYoungToTeach
    if by is not None:
        helped.check(by, person)
    for draft in unfinished(person, is_recording=is_recording, by=by):
        if not films.has_begun(draft.film) and draft.film.is_check == is_check:
            return draft
    film = films.open_film(is_check=is_check)
    contribution = Contribution.objects.create(
        person=person,
        film=film,
        is_recording=is_recording,
        language=language or person.language,
        is_helped=by is not None,
        recorded_by=by.person if by else None,
    )
    if by is not None:
        ask_own(contribution)  # a question without an answer: whatever becomes of the film, it is not shown
        helped.note_act(by, person, Did.RECORDED, contribution)
    return contribution


@transaction.atomic
def begin_take(person: Person, *, key: UUID, mime: str, by: Account | None = None) -> tuple[Contribution, Take]:
    """Begin a take with the key its recorder chose, or give the one begun before. `by` records it for the person.

    Raises media_pipeline.api.TakeClosed when the key is somebody else's, and MayNotHelp.
    """
    if by is not None:
        helped.check(by, person)
    for draft in begun_by(person, by=by).filter(film__takes__pk=key):
        if take := films.take_of(draft.film, key):
            return draft, take
    draft = begin_contribution(person, is_recording=True, by=by)
    return draft, films.open_take(draft.film, mime=mime, key=key)


@transaction.atomic
def send_take(contribution: Contribution, take: Take, expected: dict[int, int], *, by: Account | None = None) -> None:
    """Say that a take is complete. Raises what media_pipeline.api.send_take raises, and MayNotHelp."""
    if by is not None:
        helped.check(by, contribution.person)
    if films.send_take(take, expected):
        _note(Kind.RECORDED, contribution)


@transaction.atomic
def describe(
    contribution: Contribution,
    *,
    title: str,
    language: str,
    topic: TopicPage | None,
    uses: Sequence[str] = (),
    seen: Iterable[Seen] = (),
    by: Account | None = None,
) -> Contribution:
    """Note what a film is about, what its teacher allows (nothing: no consent), and who else is in it; these are asked.

    Raises elearn.people.errors.ConsentProblem for somebody who cannot be asked so.
    """
    contribution.title, contribution.language, contribution.topic = title, language, topic
    contribution.save(update_fields=["title", "language", "topic", "changed_at"])
    films.name_film(contribution.film, title)
    if uses:
        agree(contribution, list(uses), by=by)
    for one in seen:
        ask_seen(contribution, one, by=by)
    settle_captions(subject_of(contribution.film))
    films.set_language(contribution.film, language)
    return contribution


@transaction.atomic
def discard_take(contribution: Contribution, take: Take, *, by: Account | None = None) -> None:
    """Give up a take that is to be recorded again. Raises MayNotHelp."""
    if by is not None:
        helped.note_act(by, contribution.person, Did.DISCARDED, contribution)
    films.discard_take(take)


@transaction.atomic
def describe_for(
    contribution: Contribution,
    *,
    title: str,
    language: str,
    topic: TopicPage | None,
    seen: Iterable[Seen],
    by: Account,
) -> Contribution:
    """Note what a film shows that somebody recorded for an elder, and send it; the elder is asked when it is ready.

    Nothing is agreed to by this. Raises MayNotHelp, NotReadyToSend and ConsentProblem.
    """
    if contribution.state != ContributionState.DRAFT:
        raise MayNotHelp
    contribution.title = title
    helped.note_act(by, contribution.person, Did.DESCRIBED, contribution)
    ask_own(contribution)
    describe(contribution, title=title, language=language, topic=topic, seen=seen, by=by)
    return send_for_review(contribution)


@transaction.atomic
def send_for_review(contribution: Contribution) -> Contribution:
    """Hand a described film to the coordinators. A second time changes nothing. Raises NotReadyToSend."""
    if contribution.state == ContributionState.SENT:
        return contribution
    if wanting := _wanting(contribution):
        raise NotReadyToSend(wanting)
    sent = Contribution.objects.filter(pk=contribution.pk, state=ContributionState.DRAFT).update(
        state=ContributionState.SENT, sent_at=timezone.now()
    )
    contribution.refresh_from_db()
    if sent:
        _note(Kind.SENT_FOR_REVIEW, contribution)
        if not ask_if_due(contribution) and not contribution.is_helped:
            _tell("film_received", contribution)
    return contribution


def _wanting(contribution: Contribution) -> str:
    """What keeps a film from being sent, in words; "" when nothing does."""
    if not contribution.title.strip():
        return _("Please give the video a title.")
    if not _is_answered(contribution):
        return _("We can show the video only with your permission.")
    contribution.film.refresh_from_db()
    if contribution.film.state == FilmState.REFUSED:
        return str(Refusal(contribution.film.refusal).label)
    if not films.has_come_in(contribution.film):
        return _("The video has not come in completely. Please finish sending it first.")
    return ""


def _is_answered(contribution: Contribution) -> bool:
    """Whether the teacher agrees; a minor's parent, or an elder somebody helped, may still answer meanwhile."""
    if contribution.is_helped:
        return True
    consent = own_consent(contribution)
    if consent is None:
        return False
    return consent.is_valid or (consent.state == ConsentState.ASKED and needs_somebody_else(contribution.person))


@transaction.atomic
def withdraw(contribution: Contribution, *, by: Account | None = None) -> Contribution:
    """Take a film back, published or not: at once nobody can watch it. A second time changes nothing."""
    consent = own_consent(contribution)
    if consent is not None:
        withdraw_consent(consent, by=by)
    take_down(contribution.film)
    contribution.refresh_from_db()
    return contribution


@transaction.atomic
def film_changed(film_id: UUID, state: str) -> bool:
    """Note and tell what has become of a film, each thing once; says whether there was news."""
    mine = Contribution.objects.filter(film_id=film_id).exclude(state=ContributionState.WITHDRAWN)
    contribution = mine.select_related("person", "film").first()
    if contribution is None or state not in _EARLIER:
        return False
    if not mine.filter(told__in=_EARLIER[state]).update(told=state):
        return False
    if contribution.film.cut_of_id:
        has_come = succession.cut_changed(contribution, state)
        contribution.refresh_from_db(fields=["state", "instead_of"])
        ask_if_due(contribution)  # a yes is to the film that was seen: the shorter one needs its own
        if state == READY:
            _tell("film_ready", contribution)
        return has_come
    if contribution.told == "" and not contribution.is_recording:
        _note(Kind.UPLOADED, contribution)
    ask_if_due(contribution)
    if state == READY:
        _note(Kind.FILM_READY, contribution)
        if contribution.recorded_by_id or not contribution.is_helped:
            _tell("film_ready", contribution)  # a webinar’s speaker is asked for their yes, which says the same
    elif state == REFUSED:
        _note(Kind.FILM_REFUSED, contribution, reason=contribution.film.refusal)
        with translation.override(contribution.person.language):
            words = str(Refusal(contribution.film.refusal).label)
        _tell("film_refused", contribution, reason=words)
    return True


def tell_what_was_missed() -> int:
    """Tell what a crash between a film's change and its signal left untold; says how much that was."""
    finished = {READY: FilmState.READY, REFUSED: FilmState.REFUSED}
    missed = 0
    for state, film_state in finished.items():
        untold = Contribution.objects.filter(film__state=film_state, told__in=_EARLIER[state])
        for film_id in untold.exclude(state=ContributionState.WITHDRAWN).values_list("film", flat=True):
            missed += film_changed(film_id, state)
    return missed


def _note(kind: Kind, contribution: Contribution, **facts: str) -> None:
    note(
        kind,
        who=contribution.person.key,
        subject=f"film:{contribution.film_id}",
        is_check=contribution.film.is_check,
        language=contribution.language,
        **facts,
    )


def _tell(kind: str, contribution: Contribution, **facts: str) -> None:
    """Tell who has to do something: the teacher, or who recorded it for them."""
    helper = contribution.recorded_by if contribution.is_helped else None
    tell(
        helper or contribution.person,
        kind,
        key=f"{kind}:{contribution.pk}",
        facts={
            "title": contribution.title,
            "address": reverse("courses:helped_film" if helper else "courses:film", args=[contribution.pk]),
            **facts,
        },
    )
