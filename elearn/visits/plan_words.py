"""A draft in words: why each visit is where it is, what stands against it, and how it differs from today's plan."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .domain.doubts import Doubt, is_as_before
from .models import PlannedVisit

Names = Mapping[int, str]
"""Trainers by their primary key."""

_WHY = {
    "agreed": gettext_lazy("They have said yes to this time."),
    "pinned": gettext_lazy("It is held here."),
    "as_today": gettext_lazy("It stays as it is in today’s plan."),
    "stranded": gettext_lazy("%(was)s cannot come then, so %(trainer)s goes."),
    "stranded_time": gettext_lazy("%(was)s cannot come at the time of today’s plan, and comes at this one."),
    "only_one": gettext_lazy("Only %(trainer)s has all of what they asked for."),
    "usual_trainer": gettext_lazy("%(trainer)s has come to them before."),
    "same_trainer": gettext_lazy("%(trainer)s makes %(visits)s of their visits in this plan."),
    "preferred": gettext_lazy("%(trainer)s and they go well together."),
    "urgent": gettext_lazy("It is urgent and went before others."),
    "only_time": gettext_lazy("It is the only one of their times at which anybody can come."),
    "nearest": gettext_lazy("Nobody with room for it has a shorter way than %(trainer)s: %(extra)s minutes more."),
    "fits": gettext_lazy(
        "%(nearer)s would have a shorter way, but the whole plan is better so: %(extra)s minutes more for %(trainer)s."
    ),
    "kept": gettext_lazy("It does not fit with the rest of the day, and stays as it was promised. Please look at it."),
}
_WHY_NOT = {
    "no_address": gettext_lazy("We have no address."),
    "no_times": gettext_lazy("They have told us no times."),
    "no_windows": gettext_lazy("None of their times lies in these days, early enough to tell them."),
    "pinned_unable": gettext_lazy("It was held for %(trainer)s, who cannot come then."),
    "no_skills": gettext_lazy("No trainer knows all the skills that they asked for."),
    "no_languages": gettext_lazy("No trainer speaks their language."),
    "no_gender": gettext_lazy("They asked for a woman, and no woman can come."),
    "incompatible": gettext_lazy("Whoever could come must not meet them."),
    "no_fit": gettext_lazy("No trainer has all of what they asked for."),
    "no_shift": gettext_lazy("Nobody who could come works at their times: %(trainers)s."),
    "too_far": gettext_lazy("Whoever could come cannot get there and back within their hours: %(trainers)s."),
    "same_day": gettext_lazy("On every day on which it could be, they have another visit already."),
    "full": gettext_lazy("Whoever could come has as many visits as they may: %(trainers)s."),
    "no_room": gettext_lazy("Whoever could come has no time left between other visits: %(trainers)s."),
    "costly": gettext_lazy("%(trainer)s could come, but the way is very long: %(extra)s minutes more."),
}
_ASK = gettext_lazy("Ask them for another time, or the trainers for more hours.")
_HELPS = {
    "no_address": gettext_lazy("Call them and write the address down."),
    "no_times": gettext_lazy("Call them and ask when they are glad to be visited."),
    "no_windows": gettext_lazy("Plan more days, or ask them for another time."),
    "pinned_unable": gettext_lazy("Choose somebody else for it."),
    "no_skills": gettext_lazy("Note the skill with a trainer who has it, or ask for fewer skills at first."),
    "no_languages": gettext_lazy("Note the language with a trainer who speaks it."),
    "no_gender": gettext_lazy("Look at the hours and checks of the women among the trainers."),
    "incompatible": gettext_lazy("Another trainer is needed for them."),
    "no_fit": gettext_lazy("Ask which of their wishes matters most."),
    "no_shift": _ASK,
    "too_far": _ASK,
    "same_day": gettext_lazy("Plan more days, or ask them for another day."),
    "full": gettext_lazy("Move another visit, or ask them for another time."),
    "no_room": gettext_lazy("Move another visit, or ask them for another time."),
    "costly": gettext_lazy("Place it by hand, or ask them for another time."),
}
_DOUBTS = {
    "not_sent": gettext_lazy("This trainer cannot go there."),
    "incompatible": gettext_lazy("These two must not meet."),
    "no_shift": gettext_lazy("This trainer does not work that day, or may not be sent to anybody then."),
    "too_soon": gettext_lazy("That is too soon: there would be no time to tell them."),
    "outside": gettext_lazy("That day is not part of this plan."),
    "does_not_fit": gettext_lazy("This trainer does not have all of what they asked for."),
    "no_address": gettext_lazy("We have no address yet."),
    "same_day": gettext_lazy("They have another visit on the same day."),
    "at_once": gettext_lazy("At the same time the trainer is with %(who)s."),
    "not_reachable": gettext_lazy(
        "The trainer cannot be there in time, have lunch, and be back within their hours; or has too many visits."
    ),
    "not_glad": gettext_lazy("It is not one of the times they gave us."),
    "was_agreed": gettext_lazy("They had said yes to another time and are asked again."),
    "two_people": gettext_lazy("Two people must go: please arrange who goes along."),
    "other_trainer": gettext_lazy("%(trainer)s came to them before."),
}


def why(row: PlannedVisit, names: Names) -> str:
    """Give the sentence that says why a visit is where it is, or nowhere."""
    if row.is_moved:
        return _("It was put here by hand.") if row.starts_at else _("It was taken out by hand.")
    return _filled(_WHY if row.starts_at else _WHY_NOT, row.reason, row.facts, names)


def helps(row: PlannedVisit, names: Names) -> str:
    """Say what would help a visit that is not placed; "" where that was somebody's wish."""
    return "" if row.is_moved else _filled(_HELPS, row.reason, row.facts, names)


def doubt_words(doubt: Doubt, names: Names) -> str:
    return _filled(_DOUBTS, doubt.code, doubt.facts, names)


def _filled(words: Mapping[str, Any], code: str, facts: Mapping[str, Any], names: Names) -> str:
    if code not in words:
        return ""
    said = {name: _said(name, fact, names) for name, fact in facts.items()}
    return str(words[code]) % {"trainer": "–", "trainers": "–", **said}


def _said(name: str, fact: Any, names: Names) -> Any:
    if name in ("trainer", "was", "nearer"):
        return names.get(fact, "–")
    if name == "trainers":
        return ", ".join(names[pk] for pk in fact if pk in names) or "–"
    return fact


# Differences ---------------------------------------------------------------------------------------
def difference(row: PlannedVisit) -> str:
    """Say how a row of a draft differs from the plan in force."""
    visit = row.visit
    if visit is None:
        return _("New visit") if row.starts_at else _("Not placed")
    if row.starts_at is None:
        return _("Is cancelled; today it is %(when)s with %(trainer)s") % _today(row)
    if is_as_before(row):
        return _("As today")
    is_other = row.trainer_id != visit.trainer_id
    if row.starts_at == visit.starts_at:
        return _("Other trainer; today it is %(trainer)s") % _today(row)
    if is_other:
        return _("Other time and trainer; today it is %(when)s with %(trainer)s") % _today(row)
    return _("Other time; today it is %(when)s") % _today(row)


def _today(row: PlannedVisit) -> dict[str, str]:
    assert row.visit  # noqa: S101 - asked by `difference`
    return {"when": when(row.visit.starts_at), "trainer": row.visit.trainer.person.name}


def when(moment: datetime) -> str:
    """Say a day and a time: "Monday 23 November, 10:00"."""
    local = timezone.localtime(moment)
    return f"{date_format(local, 'l j E')}, {local:%H:%M}"
