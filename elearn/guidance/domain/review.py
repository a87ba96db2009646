"""Go through a whole guide: every line of the checklist, every source opened again. Only that moves its dates."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from elearn.history import api as history
from elearn.people.models import Account

from .. import checklist
from ..errors_review import AlreadyDone, NotAllowed, NotFinished, NotPublic, PageChanged
from ..models import GuidePage, Review, ReviewAnswer, ReviewState, Source, SourceCheck, SourceVerdict, Standing, Verdict
from .lagging import original_of, says_the_same
from .sources import check_source, sources_of
from .standing import may_review, open_standing
from .vouching import named_on, why_not_named, why_not_vouch


@dataclass(frozen=True)
class Answer:
    """What was answered of a line or a source; `words` say why, where it is not simply in order."""

    verdict: str
    words: str = ""


def public_version(page: GuidePage) -> GuidePage:
    """Give a guide as readers see it, from its own row, whatever drafts there are."""
    return GuidePage.objects.select_related("locale", "expert", "author", "provider").get(pk=page.pk)


@transaction.atomic
def begin(page: GuidePage, *, by: Account) -> Review:
    """Begin a review of what is public, or go on with the one under way. Raises NotAllowed or NotPublic."""
    if not may_review(by):
        raise NotAllowed
    page = public_version(page)
    if not page.live:
        raise NotPublic
    open_standing(page)
    try:
        with transaction.atomic():
            return Review.objects.get_or_create(
                page=page, state=ReviewState.BEGUN, defaults={"by": by, "revision": page.live_revision}
            )[0]
    except IntegrityError:  # a colleague began at the same moment
        return Review.objects.get(page=page, state=ReviewState.BEGUN)


@transaction.atomic
def answer(review: Review, *, items: Mapping[str, Answer], sources: Mapping[int, Answer], by: Account) -> Review:
    """Keep what has been answered so far; nothing is cleared by it. Raises AlreadyDone, NotAllowed or PageChanged."""
    review, page = _locked(review, by)
    _same_version(review, page)
    known = {item.name: item for item in items_of(page)}
    for name, given in items.items():
        if name in known and given.verdict in Verdict.values:
            _keep_answer(review, name, given, by)
    cited = {source.pk: source for source in sources_of(page)}
    for number, given in sources.items():
        if number in cited and given.verdict in SourceVerdict.values:
            _keep_check(review, cited[number], given, by)
    return review


def _keep_answer(review: Review, name: str, given: Answer, by: Account) -> None:
    known = ReviewAnswer.objects.filter(review=review, item=name).first()
    if known and (known.verdict, known.words) == (given.verdict, given.words):
        return
    facts = {"verdict": given.verdict, "words": given.words, "by": by, "at": timezone.now()}
    ReviewAnswer.objects.update_or_create(review=review, item=name, defaults=facts)


def _keep_check(review: Review, source: Source, given: Answer, by: Account) -> None:
    known = SourceCheck.objects.filter(review=review, source=source).first()
    said = (given.verdict, given.words, source.cited_words)
    if known and (known.verdict, known.words, known.cited_words) == said:
        return
    facts = {
        "title": str(source), "cited_words": source.cited_words, "verdict": given.verdict, "words": given.words,
        "by": by, "at": timezone.now(),
    }  # fmt: skip
    SourceCheck.objects.update_or_create(review=review, source=source, defaults=facts)


@transaction.atomic
def finish(review: Review, *, by: Account, note: str = "", next_due: date | None = None) -> Standing:
    """Say that the whole guide is in order, and until when. Its standing moves here and nowhere else.

    `next_due` may be earlier than the usual time, never later. Raises NotFinished with what is missing, PageChanged
    when readers see another version by now, AlreadyDone, NotAllowed or NotPublic.
    """
    review, page = _locked(review, by)
    if not page.live:
        raise NotPublic
    _same_version(review, page)
    if missing := what_is_missing(review, page):
        raise NotFinished(" ".join(missing))
    standing = Standing.objects.select_for_update().get(page=page)
    today = timezone.localdate()
    usual = months_later(today, standing.months)
    review.state, review.by, review.done_on, review.note = ReviewState.DONE, by, today, note
    review.next_due = min(next_due, usual) if next_due and next_due > today else usual
    review.save()
    Standing.objects.filter(pk=standing.pk).update(latest=review)
    _pass_on(review, page, by)
    history.note(
        history.Kind.GUIDE_REVIEWED, who=by.person.key, subject=f"page:{page.pk}", is_check=by.person.is_check,
        sources=review.source_checks.count(), days=(review.next_due - today).days,
    )  # fmt: skip
    standing.refresh_from_db()
    return standing


def months_later(day: date, months: int) -> date:
    """Give the same day so many months later; the last of a month that is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _pass_on(review: Review, page: GuidePage, by: Account) -> None:
    """Tell the sources that they were opened, and a translation that it says the same."""
    for source in sources_of(page):
        check_source(source, by=by, still_there=True)
    original = original_of(page)
    if original and original.last_published_at:
        says_the_same(page, as_of=original.last_published_at)


def items_of(page: GuidePage) -> tuple[checklist.Item, ...]:
    """Give the lines that stand on a guide's checklist."""
    return checklist.items(is_translation=original_of(page) is not None)


def what_is_missing(review: Review, page: GuidePage) -> list[str]:
    """Say in sentences what stands between a review and its end; empty when it can be finished."""
    answers = {answer.item: answer for answer in review.answers.all()}
    checks = {check.source_id: check for check in review.source_checks.all()}
    lines, sources = items_of(page), sources_of(page)
    open_lines = [item for item in lines if item.name not in answers]
    wrong = [item for item in lines if item.name in answers and not _is_in_order(item, answers[item.name])]
    unopened = [source for source in sources if not _is_opened(checks.get(source.pk), source)]
    lost = [source for source in sources if _is_opened(checks.get(source.pk), source)
            and checks[source.pk].verdict != SourceVerdict.HOLDS]  # fmt: skip
    said = []
    if open_lines:
        said.append(_("Lines without an answer: %(number)s.") % {"number": len(open_lines)})
    if wrong:
        said.append(
            _("Not in order: “%(line)s” Change the guide first, or say in words why it does not apply.")
            % {"line": wrong[0].words}
        )
    if unopened:
        said.append(_("Sources not opened again yet: %(names)s.") % {"names": ", ".join(map(str, unopened))})
    if lost:
        said.append(
            _("Sources that no longer hold: %(names)s. Change the guide first, so that it rests on others.")
            % {"names": ", ".join(map(str, lost))}
        )
    return [*said, *_people_in_the_way(page), *_original_in_the_way(page, answers)]


def _is_in_order(item: checklist.Item, given: ReviewAnswer) -> bool:
    if given.verdict == Verdict.NOT_HERE:
        return not item.always and bool(given.words.strip())
    return given.verdict == Verdict.YES


def _is_opened(check: SourceCheck | None, source: Source) -> bool:
    return check is not None and check.cited_words == source.cited_words


def _people_in_the_way(page: GuidePage) -> list[str]:
    if page.expert is None:
        return [_("The guide names no expert.")]
    reasons = {page.expert: why_not_vouch(page.expert)}
    reasons |= {expert: why_not_named(expert) for expert in named_on(page) if expert != page.expert}
    return [f"{expert.name}: {why}" for expert, why in reasons.items() if why]


def _original_in_the_way(page: GuidePage, answers: Mapping[str, ReviewAnswer]) -> list[str]:
    original, same = original_of(page), answers.get(checklist.SAME.name)
    if original and same and original.last_published_at and original.last_published_at > same.at:
        return [_("The original has been changed since you compared it. Please compare it again.")]
    return []


def _locked(review: Review, by: Account) -> tuple[Review, GuidePage]:
    if not may_review(by):
        raise NotAllowed
    review = Review.objects.select_for_update(of=("self",)).get(pk=review.pk)
    if review.state != ReviewState.BEGUN:
        raise AlreadyDone
    return review, public_version(review.page)


def _same_version(review: Review, page: GuidePage) -> None:
    """Raise PageChanged when readers see another version than the one this review looks at."""
    if review.revision_id != page.live_revision_id:
        raise PageChanged


@transaction.atomic
def start_over_if_changed(review: Review) -> bool:
    """Turn a review to the version readers see now: the lines are asked anew, sources opened already stay so."""
    review = Review.objects.select_for_update(of=("self",)).get(pk=review.pk)
    page = public_version(review.page)
    if review.state != ReviewState.BEGUN or review.revision_id == page.live_revision_id:
        return False
    review.answers.all().delete()
    review.source_checks.exclude(source__in=[source.pk for source in sources_of(page)]).delete()
    Review.objects.filter(pk=review.pk).update(revision=page.live_revision)
    return True
