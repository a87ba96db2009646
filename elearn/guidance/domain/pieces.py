"""The pieces of a guide's body, made by the program: plain values in, what the StreamField keeps out.

Every piece and every item has its id at once: without one, wagtail-localize finds nothing to translate in it.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from media_pipeline.models import Film

from ..models import Source

Piece = dict[str, Any]


def heading(text: str) -> Piece:
    return _piece("heading", text)


def text(html: str) -> Piece:
    return _piece("text", html)


def warning(words: str, *sources: Source, why_none: str = "") -> Piece:
    """What can do harm, with what that rests on, or why no source is named."""
    return _piece("warning", {"text": words, "sources": _sources(sources), "why_none": why_none})


def claim(html: str, *sources: Source) -> Piece:
    """Something said, with what it rests on."""
    return _piece("claim", {"text": html, "sources": _sources(sources)})


def steps(done: Sequence[tuple[str, str]], *, heading: str = "", sources: Sequence[Source] = ()) -> Piece:
    """Steps, each as what to do and how."""
    items = _items([{"title": title, "text": how} for title, how in done])
    return _piece("steps", {"heading": heading, "steps": items, "sources": _sources(sources)})


def checklist(lines: Sequence[str], *, heading: str = "", sources: Sequence[Source] = ()) -> Piece:
    return _piece("checklist", {"heading": heading, "items": _items(lines), "sources": _sources(sources)})


def comparison(
    heading: str, columns: Sequence[str], rows: Mapping[str, Sequence[str]], *, sources: Sequence[Source] = ()
) -> Piece:
    """A table: the ways that are compared, and for each question the answer for each of them."""
    lines = _items([{"label": label, "cells": _items(cells)} for label, cells in rows.items()])
    value = {"heading": heading, "columns": _items(columns), "rows": lines, "sources": _sources(sources)}
    return _piece("comparison", value)


def views(question: str, *held: tuple[str, str, str, Sequence[Source]]) -> Piece:
    """Where experts differ: each view as title, who holds it, why as HTML, and its sources."""
    items = [
        {"title": title, "held_by": who, "text": why, "sources": _sources(sources)} for title, who, why, sources in held
    ]
    return _piece("views", {"question": question, "views": _items(items)})


def film(shown: Film, *, shows: str) -> Piece:
    return _piece("film", {"film": str(shown.pk), "shows": shows})


def _sources(sources: Sequence[Source]) -> list[Piece]:
    return _items([source.pk for source in sources])


def _items(values: Sequence[Any]) -> list[Piece]:
    return [_piece("item", value) for value in values]


def _piece(kind: str, value: Any) -> Piece:
    return {"type": kind, "id": str(uuid4()), "value": value}
