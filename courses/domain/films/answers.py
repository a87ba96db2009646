"""An elder sees or hears the finished page of a film recorded for them, and says yes or no. Silence is no.

A yes is to one version of the page: another title, topic or language makes it void, and they are asked again. A no is
final until the elder themself says yes. Nobody who helps answers in their place.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

import media_pipeline.api as films
from courses.errors import AskedAlready, ElderHasNotAgreed, MayNotHelp, PageChanged
from courses.models import AnswerWay, Contribution, ContributionState, ElderAnswer, ElderQuestion, LessonPage
from elearn.history.api import Kind, note
from elearn.notices.api import tell
from elearn.people import api as people
from elearn.people.models import Account, Consent, ConsentWay, Did, Person, Role, Use
from elearn.people.phones import takes_sms

from ..webinars.recording import hosted_by
from . import helped
from .answer_page import leaves_another, page_in_words, version_of
from .consents import ask_own, own_consent

AGAIN_AFTER = timedelta(days=7)
MOST_A_WEEK = 3  # questions about one film, however often its page changes
OPEN_STATES = (ContributionState.DRAFT, ContributionState.SENT, ContributionState.SECOND_PERSON)


class Said(StrEnum):
    NOT_READY = "not_ready"  # nothing to see yet
    WAITING = "waiting"
    YES = "yes"
    NO = "no"
    CHANGED = "changed"  # a yes to an earlier version


@dataclass(frozen=True)
class Stand:
    """What an elder has said of a film, in words for the people who wait for it."""

    said: Said
    words: str
    note: str = ""

    @property
    def is_yes(self) -> bool:
        return self.said == Said.YES


# What they said --------------------------------------------------------------------------------------
def elder_agreed(contribution: Contribution) -> bool:
    """Say whether nothing is wanting from the elder: their newest answer is a yes to the page as it is now."""
    if not contribution.is_helped:
        return True
    newest = contribution.answers.first()
    consent = own_consent(contribution)
    return bool(
        newest and newest.is_yes and newest.version == version_of(contribution) and consent and consent.is_valid
    )


def refuse_unanswered(contribution: Contribution, *, title: str | None = None) -> None:
    """Raise ElderHasNotAgreed, in words, unless the elder said yes to this page with this title."""
    if not contribution.is_helped:
        return
    if not elder_agreed(contribution):
        raise ElderHasNotAgreed(stand(contribution).words)
    if title is not None and title.strip() != contribution.title.strip():
        facts = {"name": people.addressed(contribution.person), "title": contribution.title}
        raise ElderHasNotAgreed(
            _("%(name)s agreed to the title “%(title)s”. Keep it, or change it here and ask again.") % facts
        )


def refuse_changed(lesson: LessonPage) -> None:
    """Ask the same of every lesson about to be public that shows a film recorded for an elder, however it was made."""
    block = lesson.block("film")
    film = block.value["film"] if block else None
    found = Contribution.objects.filter(film=film, is_helped=True).select_related("person", "film", "topic")
    for contribution in found if film else ():
        refuse_unanswered(contribution, title=lesson.title)


def stand(contribution: Contribution) -> Stand:
    """Say how it stands with the elder's answer."""
    newest, facts = contribution.answers.first(), {"name": people.addressed(contribution.person)}
    asked = contribution.questions.first()
    if newest and (asked is None or newest.at >= asked.asked_at or not newest.is_yes):
        facts |= {"day": _day(newest.at), "way": str(AnswerWay(newest.way).label)}
    if newest and not newest.is_yes and (asked is None or newest.at >= asked.asked_at):
        words = _("%(name)s has said no (%(day)s, %(way)s). It is not published.")
        return Stand(Said.NO, words % facts, newest.note)
    if newest and newest.is_yes and elder_agreed(contribution):
        facts |= {"day": _day(newest.at), "way": str(AnswerWay(newest.way).label)}
        return Stand(Said.YES, _("%(name)s has said yes (%(day)s, %(way)s).") % facts, newest.note)
    if newest and newest.is_yes:
        words = _("%(name)s said yes to an earlier version, which no longer counts. We wait for a new answer.")
        return Stand(Said.CHANGED, words % facts)
    if asked is None:
        return Stand(
            Said.NOT_READY, _("%(name)s is asked as soon as the video is described and can be watched.") % facts
        )
    facts["day"] = _day(asked.asked_at)
    if not reachable(contribution.person):
        words = _("%(name)s gets no messages: our operator calls and asks. There is no answer yet, and silence is no.")
        return Stand(Said.WAITING, words % facts)
    return Stand(Said.WAITING, _("We asked %(name)s on %(day)s. There is no answer yet, and silence is no.") % facts)


def _day(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "DATE_FORMAT")


def reachable(elder: Person) -> bool:
    """Say whether a message reaches the elder, and not only somebody who helps them."""
    contact = people.contact_for_messages(elder)
    return contact is not None and (contact.kind == "email" or takes_sms(contact.value))


def recorders_of(elder: Person) -> QuerySet[Person]:
    """Give who recorded films for an elder that wait for the elder's answer: they must not be able to give it."""
    later = ElderAnswer.objects.filter(contribution=OuterRef("contribution"), at__gte=OuterRef("asked_at"))
    unanswered = ElderQuestion.objects.filter(~Exists(later), contribution=OuterRef("pk"))
    recorded = Contribution.objects.filter(person=elder, is_helped=True)
    recorded = recorded.filter(Q(state__in=OPEN_STATES) | Exists(unanswered))
    return Person.objects.filter(pk__in=recorded.values("recorded_by"))


def waiting_for_answer() -> QuerySet[Contribution]:
    """Give the films whose elders were asked and have not answered since, the longest waiting first."""
    asked = ElderQuestion.objects.filter(contribution=OuterRef("pk")).order_by("-asked_at").values("asked_at")[:1]
    said = ElderAnswer.objects.filter(contribution=OuterRef("pk")).order_by("-at").values("at")[:1]
    open_ones = Contribution.objects.filter(is_helped=True, state__in=OPEN_STATES, film__is_check=False)
    found = open_ones.annotate(asked_last=Subquery(asked), said_last=Subquery(said)).filter(asked_last__isnull=False)
    found = found.filter(Q(said_last__isnull=True) | Q(said_last__lt=F("asked_last")))
    return found.select_related("person", "film", "topic", "recorded_by").order_by("asked_last", "pk")


# Asking ----------------------------------------------------------------------------------------------
@transaction.atomic
def ask(contribution: Contribution, *, by: Account | None) -> ElderQuestion:
    """Ask the elder, with a link sent to their own contact. `by` is who asks; None when it only waited to be ready.

    Raises MayNotHelp for a chosen helper after a no; AskedAlready within a week, or while there is nothing to see.
    """
    contribution = locked(contribution)
    is_helper = by is not None and people.is_helper_of(by.person_id, contribution.person_id)
    if by is not None and (is_helper or not by.has_perm("courses.change_contribution")):
        helped.note_act(by, contribution.person, Did.ASKED_ANSWER, contribution)
    if not films.status(contribution.film).playable or not contribution.title.strip():
        raise AskedAlready(stand(contribution).words)
    _refuse_too_soon(contribution)
    ask_own(contribution)
    with translation.override(contribution.person.language):
        words = "\n".join(page_in_words(contribution))
    question = ElderQuestion.objects.create(
        contribution=contribution, version=version_of(contribution), words=words,
        asked_by=by.person if by else contribution.recorded_by,
    )  # fmt: skip
    _note(Kind.ELDER_ASKED, contribution)
    if reachable(contribution.person):
        tell(
            contribution.person, "helped_asked", key=f"helped_asked:{question.pk}",
            facts={"contribution": contribution.pk, "title": contribution.title},
        )  # fmt: skip
    return question


@transaction.atomic
def ask_if_due(contribution: Contribution) -> bool:
    """Ask an elder for the first time, once a described film can be watched; says whether it was time."""
    if not contribution.is_helped:
        return False
    contribution = locked(contribution)  # the sweep may come at the same moment
    is_due = contribution.state == ContributionState.SENT and not contribution.questions.exists()
    if not is_due or not films.status(contribution.film).playable:
        return False
    ask(contribution, by=None)
    return True


def ask_what_waits() -> int:
    """Ask what a crash left unasked; says how many."""
    left = Contribution.objects.filter(is_helped=True, state=ContributionState.SENT, questions__isnull=True)
    return sum(ask_if_due(one) for one in left.filter(film__playable_at__isnull=False).select_related("person", "film"))


def _refuse_too_soon(contribution: Contribution) -> None:
    """A no holds a week against every helper; no answer is asked for again in a week, unless the page has changed."""
    now, newest, asked = timezone.now(), contribution.answers.first(), contribution.questions.first()
    if newest and elder_agreed(contribution):
        raise AskedAlready(stand(contribution).words)
    if newest and not newest.is_yes and now < newest.at + AGAIN_AFTER:
        raise AskedAlready(_("The answer was no. Please do not ask again before a week has passed."))
    recent = contribution.questions.filter(asked_at__gt=now - AGAIN_AFTER)
    is_same = asked is not None and asked.version == version_of(contribution) and recent.exists()
    if is_same and (newest is None or newest.at < recent.latest("asked_at").asked_at):
        raise AskedAlready(_("The question was sent less than a week ago. Please wait for the answer."))
    if recent.count() >= MOST_A_WEEK:
        raise AskedAlready(_("The page has changed several times this week. Please wait, or call us."))


@transaction.atomic
def retitle(contribution: Contribution, *, title: str, by: Account) -> ElderQuestion:
    """Let a coordinator change the title and ask the elder again: an earlier yes is void. Raises what `ask` raises."""
    contribution = locked(contribution)
    contribution.title = title.strip()
    contribution.save(update_fields=["title", "changed_at"])
    films.name_film(contribution.film, contribution.title)
    return ask(contribution, by=by)


# Answering -------------------------------------------------------------------------------------------
@transaction.atomic
def answer(
    contribution: Contribution, *, yes: bool, way: AnswerWay, version: str, by: Account | None = None, note: str = ""
) -> ElderAnswer:
    """Record what the elder said to the page as it is now, and with it their consent or its refusal.

    `by` is who writes it down: nobody on the elder's own device. The door has proved who answers: by the link sent to
    the elder, by their code, or by the call. Raises PageChanged, MayNotHelp, and ConsentProblem.
    """
    contribution = locked(contribution)
    _check_way(contribution, way, by)
    if version != version_of(contribution) or contribution.state == ContributionState.WITHDRAWN:
        raise PageChanged
    if yes and not films.status(contribution.film).playable:
        raise PageChanged
    given = ElderAnswer.objects.create(
        contribution=contribution, answer="yes" if yes else "no", way=way, version=version, taken_by=by,
        words="\n".join(page_in_words(contribution)), language=translation.get_language() or "", note=note.strip(),
    )  # fmt: skip
    if yes or not leaves_another(contribution):
        _settle_consent(ask_own(contribution), given)
    _note(Kind.ELDER_AGREED if yes else Kind.ELDER_REFUSED, contribution, way=way.value)
    contribution.questions.exclude(code="").update(code="")
    if contribution.recorded_by:
        tell(
            contribution.recorded_by, "helped_answered", key=f"helped_answered:{given.pk}",
            facts={
                "title": contribution.title, "yes": yes, "note": given.note,
                "elder": people.addressed(contribution.person),
                "address": reverse("courses:helped_film", args=[contribution.pk]),
            },
        )  # fmt: skip
    return given


def _settle_consent(consent: Consent, given: ElderAnswer) -> None:
    """The elder's yes gives the consent, their no refuses it; what was agreed to before is taken back by a no."""
    Consent.objects.filter(pk=consent.pk).update(title=given.contribution.title)
    by_phone = given.way == AnswerWay.PHONE
    way, by = (ConsentWay.PHONE, given.taken_by) if by_phone else (ConsentWay.CLICK, None)
    if given.is_yes:
        people.give_consent(consent, way=way, uses=[Use.SITE, Use.CAPTIONS], by=by)  # as the page says, and no more
    else:
        people.refuse_consent(consent, way=way, by=by, reason=given.note)


def _check_way(contribution: Contribution, way: AnswerWay, by: Account | None) -> None:
    """Raise MayNotHelp for somebody who may not bring this answer."""
    elder = contribution.person
    if not contribution.is_helped or not elder.speaks_for_themself:
        raise MayNotHelp
    if way == AnswerWay.OWN_DEVICE and by is not None and by.person_id != elder.pk:
        raise MayNotHelp
    if way == AnswerWay.HELPER_DEVICE and (by is None or elder.speak_alone):
        raise MayNotHelp
    if way == AnswerWay.PHONE and not may_take_answer(by, contribution):
        raise MayNotHelp


def may_take_answer(account: Account | None, contribution: Contribution) -> bool:
    """Say who may take an answer by phone or read a code out: staff who did not record or host it, and do not help."""
    if account is None or not account.has_perm("courses.take_answer") or not _is_caller(account):
        return False
    if account.person_id in (contribution.recorded_by_id, contribution.person_id):
        return False
    if hosted_by(contribution, account.person_id):
        return False
    return not people.is_helper_of(account.person_id, contribution.person_id)


def _is_caller(account: Account) -> bool:
    return people.has_role(account, Role.OPERATOR) or people.has_role(account, Role.COORDINATOR)


def locked(contribution: Contribution) -> Contribution:
    """Lock the row, and read it as it is now."""
    rows = Contribution.objects.select_for_update(of=("self",))
    return rows.select_related("person", "film", "topic", "recorded_by").get(pk=contribution.pk)


def _note(kind: Kind, contribution: Contribution, **facts: str) -> None:
    note(
        kind, who=contribution.person.key, subject=f"film:{contribution.film_id}", is_check=contribution.film.is_check,
        language=contribution.language, **facts,
    )  # fmt: skip
