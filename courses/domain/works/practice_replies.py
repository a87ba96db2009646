"""What the teacher or a volunteer says to a work: encouragement, a wish for another try, or that it is accepted.

Every word passes moderation before the learner reads it, as all words from one person to another do. To accept counts
at once; to ask for another try counts when its reason can be read, and until then nothing else is decided.
"""

from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils import timezone

from courses.errors import WordsWanting, WorkClosed
from courses.models import Enrolment, LessonPage, Practice, PracticeReply, PracticeState, Verdict
from elearn.history.api import Kind, note
from elearn.notices.api import tell
from elearn.people.api import public_name
from elearn.people.models import Account, Person
from elearn.safety.api import submit
from elearn.safety.models import Submission, SubmissionState

from ..learning.complete import advance
from .answering_for import allow, works_taken_down
from .practice import REPLY
from .waiting import waits, works_for

LONGEST = 1000


@transaction.atomic
def reply(
    practice: Practice, *, by: Account, verdict: str, text: str = "", teacher: Person | None = None
) -> PracticeReply:
    """Answer a work; `by` took it down for `teacher` where one is given. Only an acceptance may come without words.

    Raises WorkClosed for a work that is not theirs to answer or has changed, WordsWanting, MayNotHelp;
    ContactsInWords of safety.
    """
    Enrolment.objects.select_for_update().get(pk=practice.enrolment_id)  # before the work, as who sends one does
    Practice.objects.select_for_update().get(pk=practice.pk)
    rows = works_for(by) if teacher is None else works_taken_down(by, teacher)
    work = rows.filter(pk=practice.pk).first()
    if work is None or (verdict != Verdict.ENCOURAGE and not waits(work)):
        raise WorkClosed
    text = text.strip()[:LONGEST]
    if not text and verdict != Verdict.ACCEPT:
        raise WordsWanting
    if teacher is not None:
        allow(by, teacher, work)
    made = _kept(work, by=by, verdict=Verdict(verdict), text=text, teacher=teacher)
    if verdict == Verdict.ACCEPT:
        _accept(work)
    if made.submission and made.submission.state == SubmissionState.APPROVED:
        read_through(made.submission, is_shown=True)
    return made


def _kept(work: Practice, *, by: Account, verdict: Verdict, text: str, teacher: Person | None) -> PracticeReply:
    """Keep an answer and let a moderator read it. What was taken down is the teacher's."""
    says = teacher or by.person
    made = PracticeReply.objects.create(
        practice=work, by=says, by_account=by, for_teacher=teacher is not None, verdict=verdict, text=text
    )
    if text:
        made.submission = submit(
            REPLY, f"practice:{work.pk}", by=says, text=text, to=work.person, taken_by=by if teacher else None
        )
        made.save(update_fields=["submission"])
    note(
        Kind.PRACTICE_ANSWERED, who=by.person.key, subject=f"practice:{work.pk}", is_check=work.person.is_check,
        verdict=str(verdict), for_teacher=teacher is not None,
    )  # fmt: skip
    return made


def _accept(work: Practice) -> None:
    changed = Practice.objects.filter(pk=work.pk, state=PracticeState.SENT).update(
        state=PracticeState.ACCEPTED, decided_at=timezone.now()
    )
    if not changed:
        raise WorkClosed
    advance(work.enrolment_id, work.lesson_id, practised=True)
    _tell(work, "practice_accepted", key=f"practice_accepted:{work.pk}")


@transaction.atomic
def read_through(words: Submission, *, is_shown: bool) -> None:
    """Pass on what was said to a work, once a moderator has agreed; doing it again changes nothing."""
    made = PracticeReply.objects.filter(submission=words).select_related("practice__person", "practice__lesson").first()
    if made is None or not is_shown or made.practice.state == PracticeState.WITHDRAWN or is_overtaken(made):
        return
    if made.verdict == Verdict.AGAIN:
        Practice.objects.filter(pk=made.practice_id, state=PracticeState.SENT, sent_at__lte=made.at).update(
            state=PracticeState.TRY_AGAIN, decided_at=timezone.now()
        )
    _tell(made.practice, "practice_answered", key=f"practice_answered:{made.pk}", name=public_name(made.by))


def replies_to(practice: Practice, *, reader: Person) -> list[PracticeReply]:
    """Give what was said to a work that somebody may read: what is passed on, and their own words."""
    rows = practice.replies.select_related("by", "submission", "practice")
    return [one for one in rows if is_readable(one) or one.by_id == reader.pk]


def is_overtaken(made: PracticeReply) -> bool:
    """Say whether another try was asked for of what has been accepted all the same: then nobody is sent back."""
    work = made.practice
    return made.verdict == Verdict.AGAIN and work.state == PracticeState.ACCEPTED and made.at >= work.sent_at


def is_readable(made: PracticeReply) -> bool:
    """Say whether the learner may read what was said; an acceptance without words is always told."""
    if made.submission is None:
        return made.verdict == Verdict.ACCEPT
    return made.submission.state == SubmissionState.APPROVED and not is_overtaken(made)


def with_replies(rows: QuerySet[Practice]) -> QuerySet[Practice]:
    """Read the replies along, for lists."""
    return rows.prefetch_related(
        Prefetch("replies", PracticeReply.objects.select_related("by", "submission", "practice"))
    )


def _tell(work: Practice, kind: str, *, key: str, **facts: str) -> None:
    lesson: LessonPage = work.lesson
    address = reverse("courses:practice", args=[lesson.pk])
    tell(work.person, kind, key=key, facts={"title": lesson.title, "address": address, **facts})
