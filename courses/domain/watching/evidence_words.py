"""Why a lesson counts or does not, in words for a coordinator. They speak of what was seen, and accuse nobody."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.enums import NotCounted
from courses.models import CheckVerdict, Enrolment, LessonPage, LessonWay
from elearn.people.api import person_of
from elearn.people.models import Account

from ..learning.complete import Part, may_read_instead, parts_of
from .evidence import Evidence, gathered
from .watching_words import as_clock

Words = str | Promise


@dataclass(frozen=True)
class Line:
    """A sentence. `counts`: it is a part that is done (True) or wanting (False); None for what only explains."""

    words: Words
    counts: bool | None = None


def why(enrolment: Enrolment, lesson: LessonPage) -> list[Line]:
    """Say why a lesson counts or not. The first line is the sum of it; empty for a lesson of another course."""
    return next((lines_of(one) for one in gathered(enrolment) if one.lesson.pk == lesson.pk), [])


def lines_of(one: Evidence) -> list[Line]:
    """Say it of what was gathered; asks the database nothing."""
    parts = parts_of(one.lesson)
    told: list[Line] = [_sum(one)]
    for part, speak in _SPEAK.items():
        if part in parts:
            told += speak(one)
    told += _adjusted(one)
    return told


def _sum(one: Evidence) -> Line:
    if one.is_complete and one.progress:
        return Line(_WAYS.get(one.progress.way, _WAYS[""])(), counts=True)
    if not one.is_needed:
        return Line(_("This lesson is not needed now: its video was taken back, or it stays hidden."))
    return Line(_("This lesson does not count yet."), counts=False)


_WAYS: dict[str, Callable[[], str]] = {
    LessonWay.WATCHED: lambda: _("This lesson counts: it was watched."),
    LessonWay.LIVE: lambda: _("This lesson counts: it was watched live."),
    LessonWay.READ: lambda: _("This lesson counts: it was read."),
    LessonWay.PRACTICE: lambda: _("This lesson counts: what was made in it was accepted."),
    LessonWay.ADJUSTED: lambda: _("This lesson counts by a coordinator’s word."),
    "": lambda: _("This lesson counts."),
}


# The video ----------------------------------------------------------------------------------------------
def _watched(one: Evidence) -> Iterator[Line]:
    was_read = one.progress is not None and one.progress.read_at is not None and may_read_instead(one.lesson)
    is_done = was_read or bool(one.progress and one.progress.watched_at)
    if one.live_ms is not None:
        minutes = one.live_ms // 60_000
        yield Line(
            ngettext("%(minutes)d minute was watched live.", "%(minutes)d minutes were watched live.", minutes)
            % {"minutes": minutes}
        )
    if not one.opened and not one.watched_ms:
        yield Line(_("The video was never opened."), counts=None if is_done else False)
    else:
        yield Line(_how_much(one), counts=None if was_read else is_done)
    yield from _how(one)
    yield from _loaded(one)
    yield from _read_instead(one)


def _how_much(one: Evidence) -> str:
    facts = {"seen": as_clock(one.watched_ms), "total": as_clock(one.duration_ms), "needed": as_clock(one.needed_ms)}
    if not one.days:
        return _("%(seen)s of %(total)s were watched; %(needed)s are needed.") % facts
    words = ngettext(
        "%(seen)s of %(total)s were watched, on %(days)d day; %(needed)s are needed.",
        "%(seen)s of %(total)s were watched, on %(days)d days; %(needed)s are needed.", one.days,
    )  # fmt: skip
    return words % (facts | {"days": one.days})


def _how(one: Evidence) -> Iterator[Line]:
    if one.watched_ms and not one.days:
        yield Line(_("It was watched in another course, or in another part of the same recording."))
    if one.of_other_films:
        yield Line(_("The video was replaced since. What was done before stays done."))
    if one.slowest is not None and one.fastest is not None and (one.slowest, one.fastest) != (1, 1):
        facts = {"slowest": _rate(one.slowest), "fastest": _rate(one.fastest)}
        is_one = one.slowest == one.fastest
        words = (
            _("It was played at %(slowest)s× speed.") if is_one else _("It was played at %(slowest)s× to %(fastest)s×.")
        )
        yield Line(words % facts)
    for reason, count in sorted(one.refused.items()):
        words = ngettext(
            "%(count)d report of the player did not count: %(reason)s.",
            "%(count)d reports of the player did not count: %(reason)s.",
            count,
        )
        yield Line(words % {"count": count, "reason": NotCounted(reason).label})


def _loaded(one: Evidence) -> Iterator[Line]:
    if one.watched_ms and one.opened and not any(one.checks.values()):
        yield Line(unchecked_words())
        return
    said = {
        CheckVerdict.RIGHT: lambda count: ngettext(
            "Once we checked that the video was really loaded, and it was.",
            "%(count)d times we checked that the video was really loaded, and it was.", count,
        ),
        CheckVerdict.WRONG: lambda count: ngettext(
            "Once the player could not show that the video was loaded. Please look at the times, and ask the person.",
            "%(count)d times the player could not show that the video was loaded. Please look at the times, and ask "
            "the person.", count,
        ),
    }  # fmt: skip
    for verdict, say in said.items():
        if count := one.checks.get(verdict, 0):
            yield Line(say(count) % {"count": count})
    without = one.checks.get(CheckVerdict.OPEN, 0) + one.checks.get(CheckVerdict.UNANSWERABLE, 0)
    if without:
        words = ngettext(
            "%(count)d check was not answered. That says nothing: some devices cannot.",
            "%(count)d checks were not answered. That says nothing: some devices cannot.", without,
        )  # fmt: skip
        yield Line(words % {"count": without})


def unchecked_words() -> str:
    """Say of a video that was watched without a single check that nobody knows more than its times."""
    return _(
        "It was never checked that the video was really loaded: only the times speak for it. Short videos often have "
        "no check."
    )


def _read_instead(one: Evidence) -> Iterator[Line]:
    progress = one.progress
    if progress is None or progress.reading_since is None:
        return
    facts = {"since": _moment(progress.reading_since)}
    if progress.read_at is None:
        yield Line(_("The words of the video were opened to be read on %(since)s.") % facts)
        return
    facts |= {"until": _moment(progress.read_at)}
    yield Line(_("The words of the video were read in its place, from %(since)s to %(until)s.") % facts, counts=True)


def _rate(rate: float) -> str:
    return number_format(round(rate, 2)).rstrip("0").rstrip(",.") if rate % 1 else str(int(rate))


# Everything else ----------------------------------------------------------------------------------------
def _answered(one: Evidence) -> Iterator[Line]:
    if one.progress and one.progress.quiz_passed_at:
        words = ngettext(
            "The questions were passed on %(date)s, at the first attempt.",
            "The questions were passed on %(date)s, after %(count)d attempts.", max(one.attempts, 1),
        )  # fmt: skip
        yield Line(words % {"date": _day(one.progress.quiz_passed_at), "count": one.attempts}, counts=True)
    elif one.attempts:
        words = ngettext(
            "The questions were answered %(count)d time and are not passed yet.",
            "The questions were answered %(count)d times and are not passed yet.", one.attempts,
        )  # fmt: skip
        yield Line(words % {"count": one.attempts}, counts=False)
    else:
        yield Line(_("The questions were not answered yet."), counts=False)


def _practised(one: Evidence) -> Iterator[Line]:
    if one.progress and one.progress.practised_at:
        yield Line(
            _("What was made was accepted on %(date)s.") % {"date": _day(one.progress.practised_at)}, counts=True
        )
    else:
        yield Line(_("Nothing that was made has been accepted yet."), counts=False)


def _read(one: Evidence) -> Iterator[Line]:
    if one.progress and one.progress.read_at:
        yield Line(
            _("The learner said on %(date)s that they read it.") % {"date": _day(one.progress.read_at)}, counts=True
        )
    elif not one.is_complete:
        yield Line(_("The learner has not said yet that they read it."), counts=False)


def _adjusted(one: Evidence) -> Iterator[Line]:
    for adjustment in one.adjustments:
        facts = {"who": _name(adjustment.by), "date": _day(adjustment.at), "reason": adjustment.reason}
        yield Line(_("%(who)s recorded on %(date)s that it is done: “%(reason)s”") % facts)
        if adjustment.undone_at:
            facts = {"who": _name(adjustment.undone_by), "date": _day(adjustment.undone_at)}
            yield Line(_("%(who)s took that back on %(date)s.") % facts)


_SPEAK: dict[Part, Callable[[Evidence], Iterator[Line]]] = {
    Part.WATCH: _watched, Part.QUIZ: _answered, Part.PRACTICE: _practised, Part.READ: _read,
}  # fmt: skip


def _name(account: Account | None) -> str:
    person = person_of(account) if account else None
    return person.name if person else _("Somebody who is no longer here")


def _day(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "DATE_FORMAT")


def _moment(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT")
