"""How a webinar comes about: a teacher offers one or staff prepare it, the speaker says yes, and it is announced.

Nothing is announced without the speaker's own yes to this day and hour: given on their page, by the link sent to their
contact, or by phone to somebody who is not their helper. A yes is to what was shown: `version` refuses an older page.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from courses.errors import NoTimeYet, SpeakerCannot, TimeIsPast, TooYoungToTeach, WebinarMovedOn
from courses.models import TopicPage, Webinar, WebinarState
from elearn.history.api import Kind, note
from elearn.people.api import is_helper_of, is_minor
from elearn.people.models import Account, Person

from . import telling

OWN, LINK, PHONE = "own", "link", "phone"
BEFORE_YES = (WebinarState.OFFERED, WebinarState.DRAFT, WebinarState.ASKED)


def refuse_speaker(person: Person) -> None:
    """Raise where somebody cannot speak: the young are not shown in public, nor who can no longer decide."""
    if person.guarded or is_minor(person):
        raise TooYoungToTeach
    if person.removed_at or person.merged_into_id or not person.speaks_for_themself:
        raise SpeakerCannot


@transaction.atomic
def offer(
    person: Person, *, title: str, about: str, language: str, wish: str, minutes: int = 45,
    topic: TopicPage | None = None,
) -> Webinar:  # fmt: skip
    """Keep what a teacher offers, with when it suits them in their own words. Raises TooYoungToTeach, SpeakerCannot."""
    refuse_speaker(person)
    webinar = Webinar.objects.create(
        title=title.strip(), about=about.strip(), language=language, wish=wish.strip(), minutes=minutes, topic=topic,
        speaker=person, state=WebinarState.OFFERED,
    )  # fmt: skip
    _note(Kind.WEBINAR_OFFERED, webinar, who=person)
    return webinar


@transaction.atomic
def prepare_webinar(
    *, by: Account, hosts: Iterable[Person] = (), captioners: Iterable[Person] = (), **facts: Any
) -> Webinar:
    """Begin a webinar as a draft that only its makers see. `facts` are fields of its row."""
    refuse_speaker(facts["speaker"])
    webinar = Webinar.objects.create(**facts, created_by=by, state=WebinarState.DRAFT)
    webinar.hosts.set(hosts)
    webinar.captioners.set(captioners)
    return webinar


@transaction.atomic
def ask_speaker(webinar: Webinar, *, by: Account, now: datetime | None = None) -> Webinar:
    """Ask the speaker for their yes to the day and hour. Raises NoTimeYet, TimeIsPast, WebinarMovedOn."""
    webinar = _locked(webinar)
    refuse_time(webinar, now=now)
    refuse_speaker(webinar.speaker)
    if webinar.state not in BEFORE_YES:
        raise WebinarMovedOn
    webinar.state, webinar.sequence = WebinarState.ASKED, webinar.sequence + 1
    webinar.created_by = webinar.created_by or by
    webinar.save(update_fields=["state", "sequence", "created_by", "changed_at"])
    _note(Kind.WEBINAR_ASKED, webinar, who=by.person)
    telling.tell_speaker(webinar, "webinar_asked")
    return webinar


def refuse_time(webinar: Webinar, *, now: datetime | None = None) -> None:
    """Raise NoTimeYet or TimeIsPast where a webinar has no day that can be agreed to."""
    if webinar.starts_at is None:
        raise NoTimeYet
    if webinar.starts_at <= (now or timezone.now()):
        raise TimeIsPast


@transaction.atomic
def agree(
    webinar: Webinar, *, by: Account | None, way: str = OWN, version: int | None = None, now: datetime | None = None
) -> Webinar:
    """Say the speaker's yes: the webinar is announced. By `by`, or by the link sent to the speaker (way LINK).

    Raises WebinarMovedOn when it is no longer asked, or `version` is not the one there is; SpeakerCannot for who may
    not answer for the speaker; TimeIsPast.
    """
    webinar = _locked(webinar)
    now = now or timezone.now()
    _refuse_answer(webinar, by=by, way=way, version=version)
    refuse_time(webinar, now=now)
    webinar.state, webinar.agreed_at, webinar.announced_at = WebinarState.ANNOUNCED, now, now
    webinar.save(update_fields=["state", "agreed_at", "announced_at", "changed_at"])
    _note(Kind.WEBINAR_ANNOUNCED, webinar, who=webinar.speaker, way=way)
    telling.tell_preparer(webinar, "webinar_agreed", yes=True)
    return webinar


@transaction.atomic
def decline(
    webinar: Webinar, *, by: Account | None, way: str = OWN, version: int | None = None, words: str = ""
) -> Webinar:
    """Say that the day does not suit: the webinar is a draft again, and who prepared it is told. Raises as `agree`."""
    webinar = _locked(webinar)
    _refuse_answer(webinar, by=by, way=way, version=version)
    webinar.state, webinar.wish = WebinarState.DRAFT, words.strip() or webinar.wish
    webinar.save(update_fields=["state", "wish", "changed_at"])
    _note(Kind.WEBINAR_DECLINED, webinar, who=webinar.speaker, way=way)
    telling.tell_preparer(webinar, "webinar_agreed", yes=False, words=words.strip())
    return webinar


def _refuse_answer(webinar: Webinar, *, by: Account | None, way: str, version: int | None) -> None:
    """Raise unless this is the speaker's own answer to what is asked now."""
    if webinar.state != WebinarState.ASKED or (version is not None and version != webinar.sequence):
        raise WebinarMovedOn
    refuse_speaker(webinar.speaker)
    if way == LINK and by is None:
        return
    if by is None or (way == OWN and by.person_id != webinar.speaker_id):
        raise SpeakerCannot
    if way == PHONE:
        refuse_phone_yes(webinar, by=by)


def refuse_phone_yes(webinar: Webinar, *, by: Account) -> None:
    """Raise SpeakerCannot where somebody may not write down the speaker's answer: who may not by role, or helps them.

    The speaker answers on their own page; their helper never answers for them.
    """
    may = by.has_perm("courses.run_webinar") or by.has_perm("courses.take_answer")
    if not may or by.person_id == webinar.speaker_id or is_helper_of(by.person_id, webinar.speaker_id):
        raise SpeakerCannot


def _locked(webinar: Webinar) -> Webinar:
    return (
        Webinar.objects.select_for_update(no_key=True, of=("self",))
        .select_related("speaker", "created_by")
        .get(pk=webinar.pk)
    )


def _note(kind: Kind, webinar: Webinar, *, who: Person, **facts: Any) -> None:
    note(kind, who=who.key, subject=f"webinar:{webinar.pk}", is_check=webinar.speaker.is_check, **facts)
