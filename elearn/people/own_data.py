"""What is held of a person: each app says it here, for "My data", for the copy people ask for, and for removal.

An app registers, in a small `own_data.py` that its `ready()` imports,

- what it holds (`holds`): a function from a person to plain rows, under a name and in words;
- what it does when a person's data are removed (`forgets`), in the transaction of the removal;
- and, for each relation to a person or account, which of these looks after it (`of=`), or why none has to
  (`not_given`, `stays`).

A test walks every relation there is and fails when one is covered by nothing, so that nothing new is forgotten.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from django.utils.functional import Promise

from .models import Person

Row = dict[str, Any]
Give = Callable[[Person], Iterable[Row]]
Forget = Callable[[Person], None]


@dataclass(frozen=True)
class Holding:
    """One kind of thing held: its name in the file, its name in words, and what gives the rows of a person."""

    name: str
    words: str | Promise
    give: Give
    of: frozenset[str]
    for_machines: bool = False  # codes and no words: in the file for computers alone


@dataclass(frozen=True)
class Forgetting:
    """What one app does when a person's data are removed."""

    name: str
    forget: Forget
    of: frozenset[str]
    order: int


_holdings: dict[str, Holding] = {}
_forgettings: dict[str, Forgetting] = {}
_not_given: dict[str, str] = {}
_stays: dict[str, str] = {}


def holds(
    name: str, *, words: str | Promise, of: Iterable[str] = (), for_machines: bool = False
) -> Callable[[Give], Give]:
    """Register what gives the rows of a person. `of` names relations as "app.Model.field".

    Rows are dicts of plain values: texts, numbers, dates, lists of them. Their keys are explained in own_data_words.
    """

    def register(give: Give) -> Give:
        _holdings[name] = Holding(name, words, give, frozenset(of), for_machines)
        return give

    return register


def forgets(name: str, *, of: Iterable[str] = (), order: int = 0) -> Callable[[Forget], Forget]:
    """Register what is done when a person's data are removed, in its order. It may be run twice."""

    def register(forget: Forget) -> Forget:
        _forgettings[name] = Forgetting(name, forget, frozenset(of), order)
        return forget

    return register


def not_given(why: str, *relations: str) -> None:
    """Say why relations (patterns allowed) are in nobody's copy."""
    _not_given.update(dict.fromkeys(relations, why))


def stays(why: str, *relations: str) -> None:
    """Say why relations (patterns allowed) stay as they are, or go by themselves, when a person's data are removed."""
    _stays.update(dict.fromkeys(relations, why))


def holdings() -> list[Holding]:
    """Give everything held: what is about the person first, then app by app."""
    return sorted(_holdings.values(), key=lambda holding: not holding.name.startswith("people."))


def forgettings() -> list[Forgetting]:
    """Give everything to be done on removal, in order; the person's own record comes last."""
    return sorted(_forgettings.values(), key=lambda one: one.order)


def is_given(relation: str) -> bool:
    """Say whether a relation is in the copy, or exempt for a reason."""
    return any(relation in holding.of for holding in _holdings.values()) or _matches(relation, _not_given)


def is_forgotten(relation: str) -> bool:
    """Say whether removal looks after a relation, or it is exempt for a reason."""
    return any(relation in one.of for one in _forgettings.values()) or _matches(relation, _stays)


def _matches(relation: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(relation, pattern) for pattern in patterns)


def records_of(person: Person) -> list[Person]:
    """Give a person's record and those it has absorbed."""
    return [person, *Person.objects.filter(merged_into=person)]


def plain(row: Any, *fields: str) -> Row:
    """Give fields of a model's row; a choice is given in words, a related row by its name."""
    return {field.split("__")[-1]: _plain(row, field) for field in fields}


def _plain(row: Any, field: str) -> Any:
    display = getattr(row, f"get_{field}_display", None)
    value = display() if display else getattr(row, field)
    return str(value) if hasattr(value, "_meta") or isinstance(value, Promise) else value
