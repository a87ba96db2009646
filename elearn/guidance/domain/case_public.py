"""A question becomes a public answer: what may say who asked is taken out, and only the counsellor's text leaves.

The rule: who asked said no, and nothing is used. Nobody asked them, or they are under age: the counsellor writes the
question in general words, and no six words in a row are theirs. They said yes: their words, without what was found in
them, may be the beginning. In every case the text that leaves is looked through once more, and what is found there has
to be taken out or looked at and left by the counsellor; whole names and ways to reach somebody never leave.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from django.utils.html import linebreaks
from django.utils.translation import gettext, override
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from elearn.history.api import Kind as Deed
from elearn.history.api import note
from elearn.people.models import Account

from ..case_enums import CaseDid, MayPublish, Side
from ..errors_cases import ChangedMeanwhile, NotForOthers, NotYours, StillThere, WroteMore
from ..models import Case, Expert, GuidanceTopicPage, GuidePage, PublicAnswer
from ..policies_cases import CaseWay, way_to
from ..policies_counsel import may_counsel
from ..redaction import Found, redact
from ..redaction_words import BY_HAND, labels_in
from . import pieces
from .case_acting import locked
from .case_known import Looked, answered, asked, known_of, look_through, never_in, places_of, their_words
from .case_log import log
from .case_telling import tell_news
from .case_work_telling import SAID_NO, tell_work
from .pages import create_guide


@dataclass(frozen=True)
class Chosen:
    """What a counsellor decided: findings that stay, by their words, and words to take out that were not found."""

    stays: frozenset[str] = frozenset()
    by_hand: tuple[str, ...] = ()


@dataclass(frozen=True)
class Looks:
    """A case looked through; `seen` stands for what had been written by then."""

    question: Looked
    answer: Looked
    seen: int

    @property
    def items(self) -> list[Found]:
        """What was found, each words once."""
        return list({one.text: one for one in [*self.question.found, *self.answer.found]}.values())


@dataclass(frozen=True)
class Text:
    """What is to be public, plain text."""

    title: str
    summary: str
    question: str
    answer: str
    whole: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "whole", "\n\n".join([self.title, self.summary, self.question, self.answer]))


def may_use_words(case: Case) -> bool:
    """Say whether the words of who asked may be the beginning of a public text."""
    return case.may_publish == MayPublish.YES and not case.is_minor


def has_answer(case: Case) -> bool:
    return case.messages.filter(side=Side.COUNSELLOR, sent_at__isnull=False).exists()


def look_at(case: Case) -> Looks:
    """Look a case through for what may say who asked."""
    known = known_of(case)
    last = case.messages.filter(sent_at__isnull=False).order_by("pk").values_list("pk", flat=True).last()
    question, answer = (
        look_through(text, language=case.language, known=known) for text in (asked(case), answered(case))
    )
    return Looks(question, answer, last or 0)


def begin(case: Case, looks: Looks, chosen: Chosen) -> tuple[str, str]:
    """Give the beginnings of the public question and answer; an empty question where their words may not be used."""
    question = without(looks.question, chosen, language=case.language) if may_use_words(case) else ""
    return question, without(looks.answer, chosen, language=case.language)


def without(looked: Looked, chosen: Chosen, *, language: str) -> str:
    """Give a text without what was found, but for what stays, and without the words taken out by hand."""
    out = [one for one in looked.found if one.text not in chosen.stays]
    text = redact(looked.text, out, labels=labels_in(language))
    for start, end in sorted(places_of(text, chosen.by_hand), reverse=True):
        text = text[:start] + str(BY_HAND) + text[end:]
    return text


def left_in(case: Case, text: Text, looks: Looks, chosen: Chosen) -> tuple[list[str], list[str]]:
    """Give what may still say who asked: what the counsellor may look at and leave, and what can never leave."""
    known = known_of(case)
    never = never_in(text.whole, known=known)
    never += [text.whole[start:end] for start, end in places_of(text.whole, chosen.by_hand)]
    if not may_use_words(case):
        never += their_words(text.whole, looks.question.text)
    again = [one.text for one in look_through(text.whole, language=case.language, known=known).found]
    taken_out = [one.text for one in looks.items]
    again += [text.whole[start:end] for start, end in places_of(text.whole, taken_out)]
    stays = {words.casefold() for words in chosen.stays}
    return list(dict.fromkeys(one for one in again if one.casefold() not in stays)), list(dict.fromkeys(never))


@transaction.atomic
def propose(
    case: Case,
    text: Text,
    *,
    topic: GuidanceTopicPage,
    chosen: Chosen,
    by: Account,
    seen: int,
    expert: Expert | None = None,
) -> PublicAnswer:
    """Make a guide of the text, as a draft; with an expert it is put before a second person at once.

    Raises NotYours, NotForOthers, WroteMore, StillThere, ChangedMeanwhile without an answer that has gone or in
    another language, and NotApproved with what is missing.
    """
    case = locked(case)
    if not may_counsel(case, by):
        raise NotYours
    if case.may_publish == MayPublish.NO:
        raise NotForOthers
    if not has_answer(case) or topic.locale.language_code != case.language:
        raise ChangedMeanwhile
    looks = look_at(case)
    if looks.seen != seen:
        raise WroteMore
    left, never = left_in(case, text, looks, chosen)
    if left or never:
        raise StillThere(left, never)
    page = create_guide(
        topic, text.title, body=_body(case, text), summary=text.summary, expert=expert, by=by, ask=expert is not None
    )
    made = PublicAnswer.objects.create(case=case, page=page, by=by, used_words=may_use_words(case))
    log(case, CaseDid.PROPOSED, by=by)
    note(Deed.CASE_PROPOSED, subject=f"case:{case.pk}", is_check=case.is_check,
         agreed=may_use_words(case), left=len(chosen.stays))  # fmt: skip
    return made


def _body(case: Case, text: Text) -> Sequence[pieces.Piece]:
    with override(case.language):
        question, answer = gettext("The question"), gettext("The answer")
    return [
        pieces.heading(question), pieces.text(as_paragraphs(text.question)),
        pieces.heading(answer), pieces.text(as_paragraphs(text.answer)),
    ]  # fmt: skip


def as_paragraphs(words: str) -> str:
    """Give plain text as the editor's own HTML, each paragraph with its key.

    Written otherwise, a page would change by being opened in the editor, and whoever approves it would have edited it.
    """
    editor = ContentstateConverter(features=[])
    plain = linebreaks(words.strip(), autoescape=True).replace("<br>", "<br/>").replace("</p>\n\n<p>", "</p><p>")
    return str(editor.to_database_format(editor.from_database_format(plain)))


# What who asked says and hears --------------------------------------------------------------------------
@transaction.atomic
def say_public(case: Case, *, may: MayPublish, by: Account | None, mark: str = "") -> Case:
    """Say whether others may learn from it: who asked alone, no helper of theirs. Raises NotYours.

    A "no" keeps back what is not public yet; of what is public already, whoever wrote it is told.
    """
    case = locked(case)
    if way_to(case, by=by, mark=mark) not in (CaseWay.OWN, CaseWay.CODE):
        raise NotYours
    case.may_publish = may
    case.save(update_fields=["may_publish"])
    log(case, CaseDid.MAY_PUBLISH if may == MayPublish.YES else CaseDid.NOT_PUBLISH, by=by)
    if may == MayPublish.NO:
        for made in case.public_answers.select_related("by__person"):
            if made.by is not None:
                tell_work(made.by, SAID_NO, case)
    return case


def is_kept_back(page: GuidePage) -> bool:
    """Say whether a guide that has not been public came of a question whose asker says no."""
    came_of = PublicAnswer.objects.filter(page=page.pk, told_at=None, case__may_publish=MayPublish.NO)
    return page.pk is not None and not page.live and came_of.exists()


@transaction.atomic
def went_public(page: GuidePage) -> int:
    """A guide is public: who asked is told once, and finds its address with their question; says how many."""
    made = PublicAnswer.objects.filter(page=page.pk, told_at=None).select_related("case__person", "case__reach").first()
    if made is None or PublicAnswer.objects.filter(pk=made.pk, told_at=None).update(told_at=timezone.now()) != 1:
        return 0
    tell_news(made.case)
    note(Deed.CASE_PUBLIC, subject=f"case:{made.case_id}", is_check=made.case.is_check)
    return 1


def public_of(case: Case) -> list[GuidePage]:
    """Give the public guides that came of a question."""
    made = case.public_answers.filter(page__live=True).select_related("page")
    return [one.page for one in made]


def words_of(typed: str) -> tuple[str, ...]:
    """Give words that somebody typed, one on each line."""
    lines = [" ".join(line.split()) for line in typed.splitlines()]
    return tuple(dict.fromkeys(line for line in lines if line))


def stays_of(found: Collection[Found], taken_out: Collection[str]) -> frozenset[str]:
    """Give what a counsellor lets stay: what was found and is not ticked."""
    return frozenset(one.text for one in found) - frozenset(taken_out)


def says_who(page: GuidePage, words: str) -> bool:
    """Say whether the text of a guide that came of a question names who asked, or how to reach them."""
    made = PublicAnswer.objects.filter(page=page.pk).select_related("case").first() if page.pk else None
    return made is not None and bool(never_in(words, known=known_of(made.case)))
