"""Questions that a teacher would rather not answer: put away, taken out again, and what who asked is told of it.

They were promised word of the answer. So they are told that there is none, kindly and by day, once it has stayed put
away for a day; where the teacher takes it out and answers after all, they are told of the answer as of every other.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from courses.models import Ask, AskState
from elearn.history.api import Kind, note
from elearn.notices.api import tell
from elearn.safety.api import hidden_rows
from elearn.safety.models import SubmissionState

from ..learning.learning_mail import FIRST_HOUR, LAST_HOUR
from .asks import READABLE, asked_of, drop_recorded, to_answer, words_decided

TOLD_AFTER = timedelta(days=1)  # until then a teacher may think again
AT_ONCE = 100


@transaction.atomic
def put_away(ask: Ask) -> bool:
    """Let a teacher leave a question without an answer; says whether it waited for one."""
    locked = Ask.objects.select_for_update(of=("self",)).select_related("person", "teacher", "voice").get(pk=ask.pk)
    if not to_answer(locked.teacher).filter(pk=ask.pk).exists():
        return False
    locked.state, locked.tell_after = AskState.PUT_AWAY, timezone.now() + TOLD_AFTER
    locked.save(update_fields=["state", "tell_after"])
    drop_recorded(locked)
    note(Kind.ASK_PUT_AWAY, who=locked.teacher.key, subject=f"ask:{ask.pk}", is_check=locked.person.is_check)
    return True


@transaction.atomic
def take_out(ask: Ask) -> bool:
    """Let a question that was put away wait for its teacher’s answer again; says whether it was put away."""
    rows = Ask.objects.select_for_update(of=("self",)).select_related("person", "teacher", "answer_words")
    locked = rows.get(pk=ask.pk)
    if not asked_of(locked.teacher).filter(pk=ask.pk, state=AskState.PUT_AWAY).exists():
        return False
    # An answer that was not passed on may be given once more; one that was passed on after all is given.
    words = locked.answer_words
    locked.state, locked.tell_after = AskState.SENT if words else AskState.OPEN, None
    locked.save(update_fields=["state", "tell_after"])
    note(Kind.ASK_TAKEN_OUT, who=locked.teacher.key, subject=f"ask:{ask.pk}", is_check=locked.person.is_check)
    if words and words.state == SubmissionState.APPROVED:
        words_decided(words, is_shown=True)
    return True


def tell_askers(*, now: datetime | None = None) -> int:
    """Tell who asked that there is no answer, where that stays so; says of how many questions. At night: of none."""
    now = now or timezone.now()
    if not FIRST_HOUR <= timezone.localtime(now).hour < LAST_HOUR:
        return 0
    rows = Ask.objects.filter(READABLE, state=AskState.PUT_AWAY, tell_after__lte=now).exclude(hidden_rows("ask"))
    rows = rows.select_related("person", "webinar", "lesson").defer("lesson__body").order_by("tell_after", "pk")
    return sum(_tell(ask) for ask in rows[:AT_ONCE])


@transaction.atomic
def _tell(ask: Ask) -> bool:
    """Tell it once; nothing where the teacher has taken the question out in this moment."""
    same = Ask.objects.filter(pk=ask.pk, state=AskState.PUT_AWAY, tell_after=ask.tell_after)
    if not same.update(tell_after=None):
        return False
    about = ask.webinar or ask.lesson
    tell(
        ask.person, "ask_unanswered", key=f"ask_unanswered:{ask.pk}:{ask.tell_after:%Y%m%d%H%M%S}",
        facts={
            "question": ask.text, "title": about.title if about else "", "address": reverse("courses:my_asked"),
        },
    )  # fmt: skip
    return True
