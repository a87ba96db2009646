"""What each kind of event says besides its time: read strictly, because it comes from outside."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from ..enums import EventKind, Way
from ..models import Unit
from .rules import CHECKLIST, all_ticked, without_codes

LONGEST = 4000  # characters of a note


class BadFacts(Exception):
    """An event makes no sense. `words` say it to the trainer."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


@dataclass(frozen=True)
class NotedFacts:
    """What is kept of an event; the code that was typed is tried and not kept. `words` warn the trainer."""

    kept: dict[str, Any] = field(default_factory=dict)
    code: str | None = None
    words: str = ""


def read_facts(kind: EventKind, said: Any) -> NotedFacts:
    """Read what an event says. Raises BadFacts."""
    facts = said if isinstance(said, dict) else {}
    reader = _READERS.get(kind)
    if reader is None:
        raise BadFacts(_("This could not be read."))
    return reader(facts)


def _nothing(facts: dict[str, Any]) -> NotedFacts:
    return NotedFacts()


def _arrived(facts: dict[str, Any]) -> NotedFacts:
    rules = facts.get("rules")
    if not isinstance(rules, list) or not all_ticked(rules):
        raise BadFacts(_("Please read the rules of the house and tick each of them."))
    return NotedFacts({"rules": sorted({str(rule) for rule in rules})})


def _checklist(facts: dict[str, Any]) -> NotedFacts:
    done = facts.get("done")
    if not isinstance(done, list):
        raise BadFacts(_("This could not be read."))
    return NotedFacts({"done": [name for name in CHECKLIST if name in done]})


def _note(facts: dict[str, Any]) -> NotedFacts:
    text = _text(facts)
    kept, had_codes = without_codes(text)
    words = _("A number of a card, or a PIN or password, was left out of your note: we never keep these.")
    return NotedFacts({"text": kept}, words=words if had_codes else "")


def _incident(facts: dict[str, Any]) -> NotedFacts:
    kept, _had_codes = without_codes(_text(facts))
    return NotedFacts({"text": kept, "in_danger": facts.get("in_danger") is True})


def _unit(facts: dict[str, Any]) -> NotedFacts:
    code = _sound(str(facts.get("unit", "")))[:40]
    if not Unit.objects.filter(code=code).exists():
        raise BadFacts(_("This could not be read."))
    return NotedFacts({"unit": code})


def _confirmed(facts: dict[str, Any]) -> NotedFacts:
    way = facts.get("way")
    if way == Way.SHEET:
        return NotedFacts({"way": Way.SHEET.value})
    code = "".join(sign for sign in str(facts.get("code", "")) if sign.isdigit())
    if way != Way.CODE or not 1 <= len(code) <= 12:
        raise BadFacts(_("Enter the four digits that the elder gives you."))
    return NotedFacts({"way": Way.CODE.value}, code=code)


def _text(facts: dict[str, Any]) -> str:
    text = facts.get("text")
    if not isinstance(text, str) or not text.strip():
        raise BadFacts(_("Please write a few words."))
    return _sound(text.strip()[:LONGEST])


def _sound(text: str) -> str:
    """Take out what no database keeps: NUL, and half a sign, which a tablet leaves where it cuts a text."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode()


_READERS = {
    EventKind.ON_THE_WAY: _nothing,
    EventKind.ARRIVED: _arrived,
    EventKind.LEFT: _nothing,
    EventKind.CHECKLIST: _checklist,
    EventKind.NOTE: _note,
    EventKind.UNIT: _unit,
    EventKind.CONFIRMED: _confirmed,
    EventKind.NO_SHOW: _nothing,
    EventKind.INCIDENT: _incident,
}
