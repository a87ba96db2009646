"""The evidence that was kept with a certificate, in words for a coordinator: as it was on the day it was issued.

What was recorded since is not in it. It accuses nobody, and it is neither printed on the paper nor public.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.enums import NotCounted
from courses.models import Certificate, LessonWay, Taught

from ..watching.evidence import Confidence
from ..watching.evidence_words import unchecked_words
from ..watching.watching_words import as_clock

Teller = Callable[[Mapping[str, Any]], Iterable[str]]
_TELLERS: dict[str, Teller] = {}


@dataclass(frozen=True)
class Kept:
    """A lesson, or what was taught at home, and what was known of it, a sentence each."""

    title: str
    lines: tuple[str, ...]


def tell_kept(room: str, teller: Teller) -> None:
    """Let the room that taught say in words what it kept of a subject that begins with its name ("visits:12")."""
    _TELLERS[room] = teller


def kept_with(certificate: Certificate) -> list[Kept]:
    """Say what was kept of each lesson; empty where nothing was, or where it went with its holder's data."""
    if certificate.taught and not certificate.holder_is_removed:
        return [Kept(certificate.claims["course"], tuple(_told(certificate.taught)))]
    lessons = certificate.evidence.get("lessons", ())
    return [Kept(lesson["title"], tuple(_lines(lesson))) for lesson in lessons]


def _told(taught: Taught) -> Iterator[str]:
    yield _("Done on %(date)s.") % {"date": _day(taught.completed_at)}
    teller = _TELLERS.get(taught.subject.partition(":")[0])
    if teller and taught.evidence:
        yield from teller(taught.evidence)


def _lines(facts: Mapping[str, Any]) -> Iterator[str]:
    yield _done(facts)
    if facts["needed_seconds"]:
        yield _("%(seen)s of the video were watched; %(needed)s were needed.") % {
            "seen": as_clock(facts["watched_seconds"] * 1000), "needed": as_clock(facts["needed_seconds"] * 1000),
        }  # fmt: skip
        yield from _played(facts)
    if facts["live_seconds"] is not None:
        minutes = facts["live_seconds"] // 60
        yield ngettext(
            "%(minutes)d minute was watched live.", "%(minutes)d minutes were watched live.", minutes
        ) % {"minutes": minutes}  # fmt: skip
    if facts["attempts"]:
        yield ngettext(
            "The questions were answered %(count)d time.", "The questions were answered %(count)d times.",
            facts["attempts"],
        ) % {"count": facts["attempts"]}  # fmt: skip
    if facts["adjusted"]:
        yield _("A coordinator had recorded that it is done.")


def _done(facts: Mapping[str, Any]) -> str:
    if not facts["completed_at"]:
        return _("It was not done.")
    moment = datetime.fromisoformat(facts["completed_at"])
    told = {"date": _day(moment), "way": LessonWay(facts["way"]).label if facts["way"] else ""}
    return (_("Done on %(date)s: %(way)s.") if told["way"] else _("Done on %(date)s.")) % told


def _day(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "DATE_FORMAT")


def _played(facts: Mapping[str, Any]) -> Iterator[str]:
    if facts["sessions"]:
        opened = ngettext("It was opened %(count)d time", "It was opened %(count)d times", facts["sessions"])
        days = ngettext("watched on %(count)d day", "watched on %(count)d days", facts["days"])
        yield f"{opened % {'count': facts['sessions']}}, {days % {'count': facts['days']}}."
    for reason, count in sorted(facts["refused"].items()):
        yield ngettext(
            "%(count)d report of the player did not count: %(reason)s.",
            "%(count)d reports of the player did not count: %(reason)s.", count,
        ) % {"count": count, "reason": NotCounted(reason).label}  # fmt: skip
    if facts["watched_seconds"] and facts["sessions"]:
        yield from _loaded(facts["confidence"], facts["checks"])


def _loaded(confidence: str, checks: Mapping[str, int]) -> Iterator[str]:
    if not any(checks.values()):
        yield unchecked_words()
        return
    yield (
        _("Checks that the video was really loaded: %(right)d right, %(wrong)d wrong, %(without)d without an answer.")
        % checks
    )
    if confidence == Confidence.DOUBTFUL:
        yield _("The player had shown wrong things. Please ask the person before you rely on it.")
    elif checks["without"] and not checks["wrong"]:
        yield _("A check without an answer says nothing: some devices cannot.")
