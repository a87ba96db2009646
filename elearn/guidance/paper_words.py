"""What is printed of a guide, in its language: the same words, sources, dates and warnings as on its page."""

from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.translation import gettext as _
from wagtail.rich_text import expand_db_html

from .documents.guide import GuidePaper, Line, PaperSource, Piece, Words
from .documents.rich import Paragraph, paragraphs_of
from .domain.page_facts import Named, PageFacts, page_facts
from .domain.reading import Cited, Reading, read
from .models import Expert, GuidePage
from .models.interests import Declaration


def paper_of(page: GuidePage) -> GuidePaper:
    """Word a guide for paper."""
    with translation.override(page.language):
        reading, facts = read(page), page_facts(page)
        return GuidePaper(
            language=page.language,
            title=page.title,
            kind=str(page.get_kind_display()),
            issuer=settings.WAGTAIL_SITE_NAME,
            summary=page.summary,
            printed=_("Printed on %(day)s") % {"day": _day(timezone.localdate())},
            address=page.full_url or settings.BASE_URL,
            warnings=tuple(_warnings(facts)),
            pieces=tuple(
                _piece(block.block_type, block.value, part.heading, reading) for block, part in _joined(page, reading)
            ),
            explained=tuple((word.title, word.meaning) for word in reading.words),
            sources=tuple(_source(one) for one in reading.cited),
            dates=tuple(_dates(facts)),
            people=tuple(_named(named) for named in facts.named),
            words=_words(),
        )


def _joined(page: GuidePage, reading: Reading) -> list[tuple[Any, Any]]:
    return list(zip(page.body, reading.parts, strict=True))


def _words() -> Words:
    return Words(
        careful=_("Please be careful"),
        sources=_("Sources"),
        explained=_("Words in this guide"),
        source=_("Sources:"),
        held_by=_("Held by:"),
        scan=_("Read it again here:"),
        code=_("QR code with the address of this guide"),
        help=_("We help you: %(phone)s") % {"phone": settings.HELP_PHONE},
        disagree=_("Experts do not agree on this. These are the main views, side by side, in no order."),
    )


def _warnings(facts: PageFacts) -> list[str]:
    """What a reader has to know before relying on it, as `guidance/_standing.html` says it."""
    said = []
    if facts.current and facts.current.is_past:
        words = _("This guide was to be checked again by %(day)s. That has not been done yet.")
        said.append(words % {"day": _day(facts.current.next_due)})
    if facts.original:
        said.append(_("This translation is older than its original. It is being updated."))
    return said


def _dates(facts: PageFacts) -> list[str]:
    if facts.current is None:
        return []
    reviewed = facts.current.last_reviewed
    return [
        _("Last reviewed as a whole: %(day)s")
        % {"day": _day(reviewed) if reviewed else _("Not yet: the guide is new.")},
        _("Next review due: %(day)s") % {"day": _day(facts.current.next_due)},
    ]


def _named(named: Named) -> str:
    who = named.expert
    facts = ", ".join(filter(None, (who.name, who.qualification, who.organisation)))
    return f"{named.part}: {facts}. {_interests(who)}"


def _interests(who: Expert) -> str:
    """Say what somebody declared, as `guidance/_interests.html` does."""
    if not who.has_declared:
        return _("Has not said yet whether there are interests in this.")
    day = _day(who.declared_on)
    if who.declaration == Declaration.NONE:
        return _("Says there are no interests in this. Asked on %(day)s.") % {"day": day}
    return _("Interests, in their own words: “%(words)s” Asked on %(day)s.") % {"words": who.interests, "day": day}


def _source(one: Cited) -> PaperSource:
    source = one.source
    checked = _("checked on %(day)s") % {"day": _day(source.checked_on)}
    dead = source.dead_since if one.is_dead else None
    return PaperSource(
        number=one.number,
        title=str(source),
        facts=f"{source.get_kind_display()} · {source.publisher} · {checked}",
        address="" if dead else source.address,
        cited=source.cited_words,
        note=_("The address has not answered since %(day)s.") % {"day": _day(dead)} if dead else "",
    )


def _piece(kind: str, value: Any, heading: str, reading: Reading) -> Piece:
    """Take one block of the body apart; `heading` is what its page says above it."""
    if kind == "heading":
        return Piece("text", heading=heading)
    if kind == "text":
        return Piece("text", paragraphs=_rich(value))
    if kind == "film":
        return Piece("film", paragraphs=paragraphs_of(_film_words(value)))
    if kind == "views":
        return Piece("views", heading=heading, lines=tuple(_view(view, reading) for view in value["views"]))
    sources = _numbers(value["sources"], reading)
    if kind == "warning":
        return Piece("warning", lines=(Line(value["text"]),), sources=sources)
    if kind == "claim":
        return Piece("text", paragraphs=_rich(value["text"]), sources=sources)
    if kind == "steps":
        lines = tuple(Line(step["title"], step["text"]) for step in value["steps"])
        return Piece("steps", heading=heading, lines=lines, sources=sources)
    if kind == "checklist":
        return Piece("checklist", heading=heading, lines=tuple(Line(item) for item in value["items"]), sources=sources)
    return Piece(
        "comparison", heading=heading, columns=tuple(value["columns"]), sources=sources,
        rows=tuple((row["label"], *row["cells"]) for row in value["rows"]),
    )  # fmt: skip


def _view(view: Any, reading: Reading) -> Line:
    return Line(view["title"], view["held_by"], _rich(view["text"]), _numbers(view["sources"], reading))


def _film_words(value: Any) -> str:
    return f"<p><b>{escape(_('Video on the page'))}:</b> {escape(value['shows'])}</p>"


def _rich(value: Any) -> tuple[Paragraph, ...]:
    return paragraphs_of(expand_db_html(value.source))


def _numbers(sources: Any, reading: Reading) -> tuple[int, ...]:
    return tuple(one.number for one in reading.of(sources))


def _day(day: Any) -> str:
    return date_format(day, "DATE_FORMAT")
