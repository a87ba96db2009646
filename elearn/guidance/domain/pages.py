"""Topics, guides and words explained made by the program: through a revision and its publication, as editors do.

Told apart by who is named. Nobody: the program makes the page itself and publishes it, which is closed while a request
is answered. `by`: that person's draft; with `ask` it is put before somebody else. `by` and `approved_by`: two people.
"""

import json
from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from django.db import transaction

from elearn.people.models import Account
from elearn.web.api import approve, approved_by_the_house, ask_for_approval
from elearn.web.models import BasePage

from ..models import (
    Expert,
    GlossaryPage,
    GlossaryTermPage,
    GuidanceIndexPage,
    GuidanceTopicPage,
    GuideKind,
    GuidePage,
    Source,
)
from .pieces import Piece

Made = TypeVar("Made", bound=BasePage)


def create_topic(
    title: str,
    *,
    language: str,
    introduction: str = "",
    by: Account | None = None,
    ask: bool = False,
    approved_by: Account | None = None,
) -> GuidanceTopicPage:
    """Make a topic of guidance in a language. Raises GuidanceIndexPage.DoesNotExist."""
    index = GuidanceIndexPage.objects.get(locale__language_code=language)
    topic = GuidanceTopicPage(title=title, introduction=introduction)
    return _make(topic, under=index, by=by, ask=ask, approved_by=approved_by)


def create_guide(
    topic: GuidanceTopicPage,
    title: str,
    *,
    body: Sequence[Piece] = (),
    kind: GuideKind = GuideKind.GUIDE,
    summary: str = "",
    expert: Expert | None = None,
    author: Expert | None = None,
    provider: Expert | None = None,
    by: Account | None = None,
    ask: bool = False,
    approved_by: Account | None = None,
) -> GuidePage:
    """Make a guide as the last of a topic; see `pieces` for its body. Raises NotApproved with what is missing."""
    guide = GuidePage(
        title=title, kind=kind, summary=summary, body=json.dumps(list(body)),
        expert=expert, author=author, provider=provider,
    )  # fmt: skip
    return _make(guide, under=topic, by=by, ask=ask, approved_by=approved_by)


def create_term(
    word: str,
    *,
    language: str,
    meaning: str,
    forms: Sequence[str] = (),
    sources: Sequence[Source] = (),
    why_no_source: str = "",
    reviewed_on: date | None = None,
    by: Account | None = None,
    ask: bool = False,
    approved_by: Account | None = None,
) -> GlossaryTermPage:
    """Explain a word in the list of a language. Raises GlossaryPage.DoesNotExist."""
    glossary = GlossaryPage.objects.get(locale__language_code=language)
    rests_on = json.dumps([{"type": "source", "value": source.pk} for source in sources])
    term = GlossaryTermPage(
        title=word, meaning=meaning, forms="\n".join(forms), sources=rests_on, reviewed_on=reviewed_on,
        why_no_source=why_no_source,
    )  # fmt: skip
    return _make(term, under=glossary, by=by, ask=ask, approved_by=approved_by)


@transaction.atomic
def translate(page: Made, translated: Made, *, under: BasePage, by: Account | None = None,
              approved_by: Account | None = None) -> Made:  # fmt: skip
    """Make a page the translation of another, under the page given."""
    translated.translation_key = page.translation_key
    return _make(translated, under=under, by=by, ask=False, approved_by=approved_by)


@transaction.atomic
def _make(page: Made, *, under: BasePage, by: Account | None, ask: bool, approved_by: Account | None) -> Made:
    page.locale, page.owner, page.live = under.locale, by, False
    # The caller's copy may not know of all its children, and saving it later must not forget this one.
    under.refresh_from_db(fields=["numchild"])
    under.add_child(instance=page)
    under.refresh_from_db(fields=["numchild"])
    _hand_in(page, by=by, ask=ask, approved_by=approved_by)
    page.refresh_from_db()
    return page


def _hand_in(page: BasePage, *, by: Account | None, ask: bool, approved_by: Account | None) -> None:
    if by is None:
        with approved_by_the_house("made by the program"):
            page.save_revision().publish()
        return
    revision = page.save_revision(user=by)
    if approved_by is not None:
        approve(revision, by=approved_by)
        revision.publish(user=approved_by, skip_permission_checks=True)
    elif ask:
        ask_for_approval(page, by=by)
