"""Guides of the demo world: written by a counsellor, approved by a second person, vouched for by invented experts."""

import json
from typing import Any

from django.utils import timezone

from elearn.guidance.domain import pages
from elearn.guidance.domain import pieces as body
from elearn.guidance.models import (
    Expert,
    GuidanceIndexPage,
    GuidanceTopicPage,
    GuideKind,
    GuidePage,
    Source,
)
from elearn.people.models import Account

from . import guidance_texts as words
from .guidance_texts import SAFE_HOME, DemoSource


def make(*, by: Account, approved_by: Account) -> None:
    """Make topics, guides in Azerbaijani with one translated, and words explained: always two people."""
    two: dict[str, Any] = {"by": by, "approved_by": approved_by}
    doctor, lawyer, author = _experts()
    care = _topics(two)
    named = {"expert": doctor, "author": author, **two}
    _safe_home(care, named)
    _choice(care["az"], named)
    _fraud({**named, "expert": lawyer})
    for language, terms in words.TERMS.items():
        for word, meaning, forms in terms:
            pages.create_term(
                word, language=language, meaning=meaning, forms=forms, why_no_source=words.OF_EXPERIENCE, **two
            )


def _experts() -> tuple[Expert, Expert, Expert]:
    """Invented people: one who vouches as a doctor, one as a lawyer, and the counsellor who wrote."""
    today = timezone.localdate()
    doctor = Expert.objects.create(
        name="Dr. Aytən Nümunəli", qualification="həkim-geriatr, 18 il təcrübə (uydurma şəxs)", organisation="",
        declaration="none", declared_on=today,
    )  # fmt: skip
    lawyer = Expert.objects.create(
        name="Orxan Nümunəzadə", qualification="hüquqşünas (uydurma şəxs)", organisation="Nümunə Hüquq Bürosu",
        declaration="some", declared_on=today,
        interests="Büro banklarla bağlı işlərdə müştəriləri məhkəmədə təmsil edir.",
    )  # fmt: skip
    author = Expert.objects.create(
        name="Sevinc Quliyeva", qualification="məsləhətçi (uydurma şəxs)", organisation="Körpü", declaration="none",
        declared_on=today,
    )  # fmt: skip
    return doctor, lawyer, author


def _source(facts: DemoSource, by: Account) -> Source:
    known = {
        name: getattr(facts, name) for name in ("kind", "publisher", "place", "cited_words", "language", "address")
    }
    made = {**known, "checked_on": timezone.localdate(), "checked_by": by}
    return Source.objects.get_or_create(title=facts.title, place=facts.place, defaults=made)[0]


def _topics(two: dict[str, Any]) -> dict[str, GuidanceTopicPage]:
    """Care at home and in institutions, in each language: one topic, translated."""
    topics: dict[str, GuidanceTopicPage] = {}
    for language, (title, introduction) in words.CARE.items():
        index = GuidanceIndexPage.objects.get(locale__language_code=language)
        if first := topics.get("az"):
            page = GuidanceTopicPage(title=title, introduction=introduction)
            topics[language] = pages.translate(first, page, under=index, **two)
        else:
            topics[language] = pages.create_topic(title, language=language, introduction=introduction, **two)
    return topics


def _safe_home(topics: dict[str, GuidanceTopicPage], named: dict[str, Any]) -> None:
    falls = _source(words.FALLS, named["by"])
    first = _safe_home_in("az", topics["az"], falls, named)
    for language in ("ru", "en"):
        said = SAFE_HOME[language]
        page = GuidePage(
            title=said.title, kind=GuideKind.CHECKLIST, summary=said.summary, expert=named["expert"],
            author=named["author"], body=json.dumps(_safe_home_body(language, falls)),
        )  # fmt: skip
        pages.translate(first, page, under=topics[language], by=named["by"], approved_by=named["approved_by"])


def _safe_home_in(language: str, topic: GuidanceTopicPage, falls: Source, named: dict[str, Any]) -> GuidePage:
    said = SAFE_HOME[language]
    return pages.create_guide(
        topic,
        said.title,
        kind=GuideKind.CHECKLIST,
        summary=said.summary,
        body=_safe_home_body(language, falls),
        **named,
    )


def _safe_home_body(language: str, falls: Source) -> list[body.Piece]:
    said = SAFE_HOME[language]
    rooms = [body.checklist(lines, heading=heading) for heading, lines in said.rooms]
    return [
        body.heading(said.why_heading),
        body.claim(said.claim, falls),
        *rooms,
        body.warning(said.warning, why_none=words.OF_EXPERIENCE),
    ]


def _choice(topic: GuidanceTopicPage, named: dict[str, Any]) -> None:
    title, summary = words.CHOICE
    right = _source(words.CONVENTION_19, named["by"])
    rests_on = [[_source(facts, named["by"])] for facts in (words.HOME_STUDY, words.STAY_STUDY)]
    held = [(*view, sources) for view, sources in zip(words.CHOICE_VIEWS, rests_on, strict=True)]
    pages.create_guide(
        topic, title, kind=GuideKind.COMPARISON, summary=summary, **named,
        body=[
            body.heading("Kim qərar verir"),
            body.claim(words.CHOICE_CLAIM, right),
            body.comparison("Yan-yana müqayisə", words.CHOICE_COLUMNS, words.CHOICE_ROWS),
            body.views(words.CHOICE_QUESTION, *held),
            body.checklist(words.CHOICE_LINES, heading="Qərardan əvvəl"),
        ],
    )  # fmt: skip


def _fraud(named: dict[str, Any]) -> None:
    title, introduction = words.FRAUD
    topic = pages.create_topic(
        title, language="az", introduction=introduction, by=named["by"], approved_by=named["approved_by"]
    )
    title, summary = words.FRAUD_GUIDE
    bank = _source(words.BANK, named["by"])
    pages.create_guide(
        topic, title, kind=GuideKind.STEPS, summary=summary, **named,
        body=[
            body.heading("Yadda saxlayın"),
            body.claim(words.FRAUD_CLAIM, bank),
            body.steps(words.FRAUD_STEPS, heading="Nə etməli"),
            body.warning(words.FRAUD_WARNING, bank),
        ],
    )  # fmt: skip
