"""What a learner made for a lesson: sent as a photo or a short film, looked at by a moderator, then answered.

A lesson has one thread of work of a learner: another try takes the place of the one before, and what was said stays.
A photo is drawn anew before it is kept, so that it does not say where it was taken; a film as it came is deleted as
soon as it is made anew. In a course that has closed nothing more is sent, but what was sent in time is still answered
and counts.
"""

from collections.abc import Iterable
from functools import partial
from uuid import uuid4

from django.core.files.base import ContentFile, File
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from courses.blocks_made import Takes
from courses.errors import NoRoomForWorks, PhotoWanting, PracticeStands, PracticeUnfit, PracticeWaits, TaskWanting
from courses.models import Enrolment, LessonPage, Practice, PracticeState
from courses.models.design import works
from courses.models.practice import OPEN
from elearn.history.api import Kind, note
from elearn.notices.api import tell
from elearn.people.api import public_name
from elearn.people.models import Person
from elearn.safety.api import ContactsInWords, contacts_in, submit
from elearn.safety.api import withdraw as withdraw_words
from elearn.safety.models import Submission, SubmissionState
from media_pipeline.api import NoRoom, ensure_room_for_arrivals
from media_pipeline.pictures import UnfitPicture, drawn_anew

from ..learning.enrol import seen
from ..learning.gate import refuse_uncounted
from ..quizzes.quiz import enrolment_for

KIND, REPLY = "practice", "practice_reply"  # kinds of moderated words
LONGEST = 1000
LARGEST = 12 * 2**20  # bytes of a photo, as it comes
LARGEST_FILM = 400 * 2**20  # bytes of a film, as it comes: two minutes of what a phone takes at its best
LONGEST_MARK = 16  # bytes
SIDE = 1600  # pixels of what is kept
# What a film begins with, and where: MP4 and QuickTime, WebM. Its name says nothing.
FILM_MARKS = [(b"ftyp", 4), (b"\x1a\x45\xdf\xa3", 0)]
# Words and works that were declined or taken back may be sent anew.
TAKEN_BACK = (SubmissionState.DECLINED, SubmissionState.WITHDRAWN)


def task_of(lesson: LessonPage) -> str:
    """Give what is to be made in a lesson; "" where nothing is. Reads the body."""
    block = lesson.block("practice")
    return str(block.value.get("task") or "") if block else ""


def takes_of(lesson: LessonPage) -> Takes:
    """Tell how it is shown: by a photo, a film, or either. Reads the body."""
    block = lesson.block("practice")
    return Takes(block.value.get("takes") or Takes.EITHER) if block else Takes.EITHER


def is_film(data: bytes) -> bool:
    """Say whether what was sent is a film, by its first bytes."""
    return any(data[at:].startswith(mark) for mark, at in FILM_MARKS)


def mine(person: Person, lesson: LessonPage) -> Practice | None:
    """Give somebody's work for a lesson, however it stands; not one they took back."""
    rows = Practice.objects.filter(person=person, lesson=lesson).exclude(state=PracticeState.WITHDRAWN)
    return rows.select_related("submission", "lesson", "enrolment__course", "consent").first()


def may_send(practice: Practice | None) -> bool:
    """Say whether a work can be sent now: the first, another try, or in the place of one that was declined."""
    if practice is None or practice.state in (PracticeState.TRY_AGAIN, PracticeState.REFUSED):
        return True
    words = practice.submission
    is_declined = words.state in TAKEN_BACK if words else not practice.clip_in
    return practice.state == PracticeState.BEING_READ and is_declined


def refuse_sending(person: Person, lesson: LessonPage) -> Enrolment:
    """Give the enrolment with which somebody can send a work for a lesson today. Raises NotEnrolled, LessonClosed."""
    enrolment = enrolment_for(person, lesson)
    refuse_uncounted(person, lesson)
    return enrolment


def send_practice(person: Person, lesson: LessonPage, *, shown: File[bytes] | bytes, words: str = "") -> Practice:
    """Send a photo or a short film of what somebody made. A moderator looks at it first; a film is made anew before.

    A film is never read into memory as a whole.

    Raises LessonClosed, NotEnrolled, TaskWanting, PhotoWanting, PracticeUnfit, PracticeWaits and PracticeStands;
    ContactsInWords comes from safety.
    """
    if not task_of(lesson):
        raise TaskWanting
    if found := contacts_in(words):
        raise ContactsInWords(found)
    field, name, file = _taken(lesson, ContentFile(shown) if isinstance(shown, bytes) else shown)
    kept = works().save(name, file)
    try:
        return _sent(person, lesson, field=field, kept=kept, words=words)
    except BaseException:
        works().delete(kept)
        raise


@transaction.atomic
def _sent(person: Person, lesson: LessonPage, *, field: str, kept: str, words: str) -> Practice:
    enrolment = Enrolment.objects.select_for_update().get(pk=refuse_sending(person, lesson).pk)
    practice = mine(person, lesson) or Practice(enrolment=enrolment, lesson=lesson, person=person)
    if practice.pk and not may_send(practice):
        raise PracticeStands if practice.state == PracticeState.ACCEPTED else PracticeWaits
    old = files_of(practice)
    practice.picture.name, practice.clip.name, practice.clip_in.name = "", "", ""
    getattr(practice, field).name = kept
    practice.words, practice.submission = words.strip()[:LONGEST], None
    practice.state, practice.sent_at, practice.decided_at = PracticeState.BEING_READ, timezone.now(), None
    practice.save()
    seen(enrolment, lesson)
    if not practice.clip_in:
        show_to_moderators(practice)
    _note(Kind.PRACTICE_SENT, practice)
    _delete_on_commit(old)
    return practice


def show_to_moderators(practice: Practice) -> None:
    """Let a moderator look at a work that can be seen now; call it in a transaction."""
    teacher = practice.enrolment.course.teacher
    practice.submission = submit(KIND, f"practice:{practice.pk}", by=practice.person, text=practice.words, to=teacher)
    practice.save(update_fields=["submission"])


@transaction.atomic
def withdraw_practice(practice: Practice, *, by: Person) -> bool:
    """Let a learner take their work back: it goes out of the gallery and its photo is deleted. Says whether it did.

    That a work was accepted stays counted.
    """
    locked = Practice.objects.select_for_update(of=("self",)).select_related("submission").get(pk=practice.pk)
    if by.pk != locked.person_id or locked.state == PracticeState.WITHDRAWN:
        return False
    _take_away(locked)
    if locked.submission:
        withdraw_words(locked.submission, by=by)
    return True


def _take_away(practice: Practice) -> None:
    from .gallery import take_down  # it hangs what this module sends

    take_down(practice)
    remove_picture(practice)
    Practice.objects.filter(pk=practice.pk).update(state=PracticeState.WITHDRAWN, words="")
    _note(Kind.PRACTICE_WITHDRAWN, practice)


def remove_picture(practice: Practice) -> None:
    """Delete a work's photo and film; the row stays."""
    names = files_of(practice)
    if names:
        Practice.objects.filter(pk=practice.pk).update(picture="", clip="", clip_in="")
        _delete_on_commit(names)


@transaction.atomic
def let_lapse(practice: Practice) -> None:
    """Delete the photo and film of a work that is too old to keep.

    One that nobody has answered ends with that, with its words: it waits for nobody any more, and another may be sent.
    """
    locked = Practice.objects.select_for_update(of=("self",)).select_related("person", "submission").get(pk=practice.pk)
    remove_picture(locked)
    if locked.state not in (PracticeState.BEING_READ, PracticeState.SENT):
        return
    Practice.objects.filter(pk=locked.pk).update(state=PracticeState.WITHDRAWN, words="")
    _note(Kind.PRACTICE_LAPSED, locked)
    if locked.submission:
        withdraw_words(locked.submission, by=locked.person)


def files_of(practice: Practice) -> list[str]:
    """Name the files of a work."""
    return [str(file.name) for file in (practice.picture, practice.clip, practice.clip_in) if file.name]


def _delete_on_commit(names: Iterable[str]) -> None:
    for name in names:
        transaction.on_commit(partial(works().delete, name))


def join(mine: Enrolment, other: Enrolment) -> None:
    """Join the works of two enrolments of one person: of one lesson only one waits, that of the kept record."""
    waiting = Practice.objects.filter(enrolment=mine, state__in=OPEN).values_list("lesson", flat=True)
    for twice in Practice.objects.filter(enrolment=other, state__in=OPEN, lesson__in=list(waiting)):
        remove_picture(twice)
        Practice.objects.filter(pk=twice.pk).update(state=PracticeState.WITHDRAWN, words="")
    Practice.objects.filter(enrolment=other).update(enrolment=mine)


# What a moderator decides ------------------------------------------------------------------------------
@transaction.atomic
def looked_at(words: Submission, *, is_shown: bool) -> None:
    """Go on from what a moderator decided about a work; doing it again changes nothing."""
    from .gallery import take_down  # it hangs what this module sends

    practice = Practice.objects.filter(submission=words).select_related("person", "lesson", "enrolment__course").first()
    if practice is None or practice.state == PracticeState.WITHDRAWN:
        return
    if is_shown:
        waiting = Practice.objects.filter(pk=practice.pk, state__in=[PracticeState.BEING_READ, PracticeState.REFUSED])
        if waiting.update(state=PracticeState.SENT):
            _tell_teacher(practice)
        return
    if words.state == SubmissionState.WITHDRAWN:
        _take_away(practice)
        return
    take_down(practice)
    Practice.objects.filter(pk=practice.pk).update(state=PracticeState.REFUSED)


def _tell_teacher(practice: Practice) -> None:
    teacher = practice.enrolment.course.teacher
    if teacher is not None and teacher.pk != practice.person_id:
        tell(
            teacher, "practice_arrived", key=f"practice_arrived:{practice.pk}:{practice.submission_id}",
            facts={
                "name": public_name(practice.person), "title": practice.lesson.title,
                "address": reverse("courses:work", args=[practice.pk]),
            },
        )  # fmt: skip


def _taken(lesson: LessonPage, shown: File[bytes]) -> tuple[str, str, File[bytes]]:
    """Give which field what was sent goes into, under what name, and what of it is kept."""
    if not shown.size:
        raise PhotoWanting
    takes = takes_of(lesson)
    shown.seek(0)
    begins = shown.read(LONGEST_MARK)
    shown.seek(0)
    if is_film(begins):
        if takes == Takes.PHOTO or shown.size > LARGEST_FILM:
            raise PracticeUnfit
        try:
            ensure_room_for_arrivals(shown.size)
        except NoRoom as error:
            raise NoRoomForWorks from error
        return "clip_in", f"practice/in/{uuid4().hex}.bin", shown
    if takes == Takes.FILM or shown.size > LARGEST:
        raise PracticeUnfit
    try:
        return "picture", f"practice/{uuid4().hex}.jpg", ContentFile(drawn_anew(shown.read(), side=SIDE))
    except UnfitPicture as error:
        raise PracticeUnfit from error


def _note(kind: Kind, practice: Practice) -> None:
    person = practice.person
    note(kind, who=person.key, subject=f"practice:{practice.pk}", is_check=person.is_check, lesson=practice.lesson_id)
