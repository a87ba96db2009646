"""Six digits that reach the elder alone: with them they answer on a helper's device.

They go to the elder's own contact; where no message arrives, an operator reads them out on a call. The one who
recorded the film never sees them before the elder says them.
"""

import secrets
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from courses.errors import AskedAlready, MayNotHelp, WrongCode
from courses.models import AnswerWay, Contribution, ElderAnswer, ElderQuestion
from elearn.history.api import Kind, note
from elearn.notices.api import tell
from elearn.people.models import Account

from . import helped
from .answers import answer, locked, may_take_answer, reachable, stand

GOOD_FOR = timedelta(minutes=30)
READ_OUT_FOR = timedelta(hours=4)  # until an operator has called
MOST_TRIES = 5
MOST_CODES = 5  # for one question; then our staff call


@transaction.atomic
def send_code(contribution: Contribution, *, by: Account) -> bool:
    """Make a code for this helper's device; says whether it was sent, or waits for an operator to read it out.

    Raises MayNotHelp, and AskedAlready when the elder was not asked yet, or after too many.
    """
    contribution = locked(contribution)
    helped.check(by, contribution.person)
    if contribution.person.speak_alone or contribution.recorded_by_id != by.person_id:
        raise MayNotHelp
    question = contribution.questions.first()
    if question is None:
        raise AskedAlready(stand(contribution).words)
    if question.codes >= MOST_CODES:
        raise AskedAlready
    is_sent = reachable(contribution.person)
    question.code = f"{secrets.randbelow(10**6):06}"
    question.code_until = timezone.now() + (GOOD_FOR if is_sent else READ_OUT_FOR)
    question.codes += 1
    question.code_for, question.tries, question.code_read_by, question.code_read_at = by.person, 0, None, None
    question.save()
    _note(contribution, how="sent" if is_sent else "to_read_out")
    if is_sent:
        tell(
            contribution.person, "helped_code", key=f"helped_code:{question.pk}:{question.code_until:%Y%m%d%H%M%S%f}",
            facts={"question": question.pk, "title": contribution.title, "helper": by.person.name},
        )  # fmt: skip
    return is_sent


def to_read_out(contribution: Contribution) -> ElderQuestion | None:
    """Give the question whose code waits for an operator's call; None where a message was sent, or there is none."""
    question = contribution.questions.exclude(code="").filter(code_until__gt=timezone.now()).first()
    return question if question and not reachable(contribution.person) else None


@transaction.atomic
def read_out(contribution: Contribution, *, by: Account) -> str:
    """Give an operator the code, to read out to the elder on a call; it is written down. Raises MayNotHelp."""
    contribution = locked(contribution)
    question = to_read_out(contribution)
    if question is None or not may_take_answer(by, contribution) or question.code_for_id == by.person_id:
        raise MayNotHelp
    question.code_read_by, question.code_read_at = by, timezone.now()
    question.save(update_fields=["code_read_by", "code_read_at"])
    _note(contribution, how="read_out")
    return question.code


def answer_with_code(
    contribution: Contribution, *, code: str, yes: bool, version: str, by: Account, note: str = ""
) -> ElderAnswer:
    """Record the elder's answer on this helper's device. Raises WrongCode (counted), and what `answer` raises."""
    helped.check(by, contribution.person)
    digits = "".join(sign for sign in code if sign.isdigit())
    waiting = ElderQuestion.objects.filter(
        contribution=contribution, code_for=by.person_id, code_until__gt=timezone.now(), tries__lt=MOST_TRIES
    ).exclude(code="")
    question = waiting.first()
    # The try is counted before it is looked at, and whatever comes of it.
    if question is None or not waiting.filter(pk=question.pk).update(tries=F("tries") + 1):
        raise WrongCode
    if not constant_time_compare(digits, question.code):
        raise WrongCode
    with transaction.atomic():
        if not ElderQuestion.objects.filter(pk=question.pk, code=question.code).update(code=""):
            raise WrongCode
        return answer(contribution, yes=yes, way=AnswerWay.HELPER_DEVICE, version=version, by=by, note=note)


def _note(contribution: Contribution, *, how: str) -> None:
    note(
        Kind.CODE_SHOWN, who=contribution.person.key, subject=f"film:{contribution.film_id}",
        is_check=contribution.film.is_check, how=how,
    )  # fmt: skip
