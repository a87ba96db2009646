"""What the reader of a guide is led by: its contents, its sources by number, and the words in it that are explained."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from ..models import GlossaryTermPage, GuidePage, LinkState, Source
from ..words import Word, find
from .plain import plain_text
from .sources import Citing, sources_of


@dataclass(frozen=True)
class Part:
    """One piece of a guide: where it stands, and what is said above it ("" for nothing)."""

    anchor: str
    heading: str


@dataclass(frozen=True)
class Cited:
    """A source with its number in a guide."""

    number: int
    source: Source

    @property
    def anchor(self) -> str:
        return f"source-{self.number}"

    @property
    def is_dead(self) -> bool:
        """Whether its address answers no more."""
        return self.source.link_state == LinkState.DEAD


@dataclass(frozen=True)
class Reading:
    """All of it; `parts` are as many as the pieces of the body, in their order."""

    parts: list[Part]
    cited: list[Cited]
    words: list[Word]

    @property
    def contents(self) -> list[Part]:
        """The parts with a heading; two can be seen without a list."""
        headed = [part for part in self.parts if part.heading]
        return headed if len(headed) > 2 else []

    def of(self, sources: Iterable[Source | None]) -> list[Cited]:
        """Give sources with their numbers in this guide, in order."""
        wanted = {source.pk for source in sources if source}
        return [one for one in self.cited if one.source.pk in wanted]


def read(page: GuidePage) -> Reading:
    """Read a guide once from end to end."""
    parts = [_part(block, number) for number, block in enumerate(page.body, start=1)]
    return Reading(parts, cited_by(page), _words(page))


def _part(block: Any, number: int) -> Part:
    return Part(f"part-{number}", _heading(block.block_type, block.value))


def _heading(kind: str, value: Any) -> str:
    if kind == "heading":
        return str(value)
    if kind == "views":
        return str(value["question"])
    if kind == "steps":
        return str(value["heading"] or _("Step by step"))
    if kind == "checklist":
        return str(value["heading"] or _("Checklist"))
    return str(value["heading"]) if kind == "comparison" else ""


def cited_by(page: Citing) -> list[Cited]:
    """Number the sources of a page in the order in which it names them first."""
    return [Cited(number, source) for number, source in enumerate(sources_of(page), start=1)]


def _words(page: GuidePage) -> list[Word]:
    """Give the explained words that a guide uses, in the order in which it uses them."""
    terms = GlossaryTermPage.objects.live().filter(locale_id=page.locale_id).order_by("path")
    rows = terms.values_list("pk", "title", "forms", "meaning")
    return find(plain_text(page), [Word(pk, title, tuple(forms.splitlines()), said) for pk, title, forms, said in rows])
