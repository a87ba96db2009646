"""How long things are kept: one table of rules, shown on the privacy page and kept by a daily job.

Each app registers its rules, in its `own_data.py`, with `@keeps`. The function is given the moment before which things
are too old, and how many to take at most, and gives what it would delete as a queryset or list; `clear` does the deed.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import ngettext

from elearn.history import api as history

MOST_AT_ONCE = 500
DAYS_A_YEAR = 365

Find = Callable[[datetime, int], Sequence[Any]]
Clear = Callable[[Sequence[Any]], object]

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Rule:
    """One line of the table. `find` gives what is too old; without it something else keeps the rule."""

    name: str
    what: str | Promise
    days: int
    why: str | Promise
    find: Find | None = None
    clear: Clear | None = None

    @property
    def how_long(self) -> str:
        """The time in words, in the active language."""
        if self.days % DAYS_A_YEAR:
            return ngettext("%(number)s day", "%(number)s days", self.days) % {"number": self.days}
        years = self.days // DAYS_A_YEAR
        return ngettext("%(number)s year", "%(number)s years", years) % {"number": years}


_rules: dict[str, Rule] = {}


def keep(
    name: str,
    *,
    what: str | Promise,
    days: int,
    why: str | Promise,
    find: Find | None = None,
    clear: Clear | None = None,
) -> None:
    """Register how long something is kept, why so long, what is too old, and how it is cleared."""
    _rules[name] = Rule(name, what, days, why, find, clear)


def rules() -> list[Rule]:
    """Give the table, the shortest time first."""
    return sorted(_rules.values(), key=lambda rule: (rule.days, rule.name))


def tidy(*, dry_run: bool = False, now: datetime | None = None) -> dict[str, int]:
    """Keep every rule once, so many rows at most; give what was cleared, or would be. A rule that fails is logged."""
    now = now or timezone.now()
    cleared: dict[str, int] = {}
    for rule in rules():
        if rule.find is None or rule.clear is None:
            continue
        try:
            cleared[rule.name] = _keep(rule, now, dry_run=dry_run)
        except Exception:
            logger.exception("The rule %s could not be kept; it is tried again tomorrow.", rule.name)
    return cleared


def _keep(rule: Rule, now: datetime, *, dry_run: bool) -> int:
    if rule.find is None or rule.clear is None:
        return 0
    with transaction.atomic():
        found = rule.find(now - timedelta(days=rule.days), MOST_AT_ONCE)
        count = len(found)
        if count and not dry_run:
            rule.clear(found)
            history.note(history.Kind.TIDIED, subject=f"rule:{rule.name}", count=count)
    return count
