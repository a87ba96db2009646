"""An answer by film: recorded or chosen by the elder, prepared by the media pipeline, seen by a moderator first.

It comes in as a lesson's film does, not as the clip of a learner's work: the recorder sends pieces, so that a broken
line or a full phone loses nothing; what cannot be read is refused in words; and what comes out plays on every phone, in
several sizes and with a picture of it, in the one player of the site. A clip would be one more way in and out.

The row of the answer is there from the first piece; it is an answer once it was sent. Nothing of it counts as watching.
"""

from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

import media_pipeline.api as films
from courses.errors import AskClosed, FilmedUnfit, MayNotHelp
from courses.models import AnswerForm, Ask, AskState, FilmedAnswer, FilmedState
from elearn.history.api import Kind, note
from elearn.people.models import Account, Person
from elearn.safety.api import withdraw
from elearn.safety.models import SubmissionState
from media_pipeline.models import Take

from .answering_for import allow, may_answer_for
from .asks import drop_recorded, lock_open
from .filmed_words import fit_words, kept_words

LONGEST_SECONDS = 300
LARGEST = 500 * 2**20  # bytes of a file: five minutes of a phone that records in full
# What people choose by mistake, by its first bytes: photos, documents, web pages. The pipeline looks at the rest.
NO_FILMS = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"<", b"{\\rtf")
NO_FILM_BRANDS = (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypavif", b"ftypM4A")  # after four bytes of length


# Recording ---------------------------------------------------------------------------------------------
def drafts_of(ask: Ask, *, by: Account | None = None) -> QuerySet[FilmedAnswer]:
    """Give what was begun for a question and not sent: the teacher’s own, or what `by` recorded for them."""
    rows = FilmedAnswer.objects.filter(ask=ask, person=ask.teacher_id, taken_by=by, state=FilmedState.DRAFT)
    return rows.select_related("film", "ask", "person").order_by("-created_at", "-pk")


def find_take(ask: Ask, key: UUID, *, by: Account | None = None) -> tuple[FilmedAnswer, Take] | None:
    """Find a recording of a question’s answer by its key, sent or not; one of somebody else is not there."""
    rows = FilmedAnswer.objects.filter(ask=ask, person=ask.teacher_id, taken_by=by, film__takes__pk=key)
    row = rows.select_related("film", "ask", "person").first()
    take = films.take_of(row.film, key) if row else None
    return (row, take) if row and take else None


@transaction.atomic
def begin_take(ask: Ask, *, key: UUID, mime: str, by: Account | None = None) -> tuple[FilmedAnswer, Take]:
    """Begin a recording with the key its recorder chose, or give the one begun before. `by` records for the teacher.

    Raises AskClosed, MayNotHelp, and TakeClosed of the pipeline where the key is somebody else’s.
    """
    if found := find_take(ask, key, by=by):
        return found
    row = empty_draft(ask, by=by) or begin(ask, by=by)
    return row, films.open_take(row.film, mime=mime, key=key)


def empty_draft(ask: Ask, *, by: Account | None) -> FilmedAnswer | None:
    """Give a draft of which nothing has arrived, to be begun with. Raises AskClosed; call it in a transaction."""
    lock_open(ask)
    return next((row for row in drafts_of(ask, by=by) if not films.has_begun(row.film)), None)


@transaction.atomic
def begin(ask: Ask, *, by: Account | None) -> FilmedAnswer:
    """Begin another draft; words that were written for an earlier one stay. Raises AskClosed and MayNotHelp."""
    locked = lock_open(ask)
    if by is not None and not may_answer_for(by, locked.teacher):
        raise MayNotHelp
    film = films.open_film(_("An answer to a question"), is_check=locked.teacher.is_check)
    text = kept_words(locked, by=by)
    return FilmedAnswer.objects.create(film=film, ask=locked, person=locked.teacher, taken_by=by, text=text)


@transaction.atomic
def send_take(
    row: FilmedAnswer, take: Take, expected: dict[int, int], *, text: str | None = None, by: Account | None = None
) -> Ask:
    """Send what was recorded as the answer, with the words beside it; without any, with those that were kept.

    Raises AskClosed, MayNotHelp, ContactsInWords, and PiecesMissing, NothingRecorded and TakeClosed of the pipeline.
    """
    locked = lock_open(row.ask)
    allow(by, locked)
    text = kept_words(locked, by=by) if text is None else fit_words(text)
    films.send_take(take, expected)
    return answered_with(locked, row, text=text)


@transaction.atomic
def discard_take(row: FilmedAnswer, take: Take) -> None:
    """Throw a recording away that was not sent, with all of it that has arrived. Words beside it stay for the next."""
    if row.state != FilmedState.DRAFT or not films.discard_take(take):
        return
    if not row.text:
        remove(row)


# A file ------------------------------------------------------------------------------------------------
def send_file(ask: Ask, path: Path | None, *, text: str = "", by: Account | None = None) -> Ask:
    """Send a film that was chosen as a file, with what is said in writing where somebody wrote it.

    Raises FilmedUnfit, AskClosed, MayNotHelp and ContactsInWords. The file is copied outside of any transaction: it
    is large, and others wait.
    """
    fit = fit_film(path)
    text = fit_words(text)
    row = begin(ask, by=by)
    try:
        films.receive_file(row.film, fit)
        with transaction.atomic():
            locked = lock_open(ask)
            allow(by, locked)
            sent = answered_with(locked, row, text=text)
    except BaseException:
        forget(row)
        raise
    return sent


def fit_film(path: Path | None) -> Path:
    """Give what may be a film; what is plainly none, or too much of one, is refused. Raises FilmedUnfit, in words."""
    size = path.stat().st_size if path else 0
    if path is None or not size:
        raise FilmedUnfit(_("There is no video yet. Please record one, or choose a video file."))
    if size > LARGEST:
        raise FilmedUnfit(_("The video is larger than 500 MB. Please send a shorter one: five minutes are enough."))
    with path.open("rb") as file:
        refuse_head(file.read(16))
    return path


def refuse_head(head: bytes) -> None:
    """Refuse what begins as no film does. Raises FilmedUnfit, in words."""
    if head.startswith(NO_FILMS) or head[4:].startswith(NO_FILM_BRANDS):
        raise FilmedUnfit(_("This file is not a video. Please choose a video, or record one here."))


def answered_with(ask: Ask, row: FilmedAnswer, *, text: str) -> Ask:
    """Make a film the answer to a locked question; a moderator sees it when it is ready."""
    mine = FilmedAnswer.objects.filter(pk=row.pk, state=FilmedState.DRAFT)
    if row.person_id != ask.teacher_id or not mine.update(
        state=FilmedState.PREPARING, text=text, sent_at=timezone.now()
    ):
        raise AskClosed
    drop_recorded(ask, keep=row.film_id)
    ask.film_id, ask.answer, ask.answer_form = row.film_id, text, AnswerForm.FILM
    ask.answer_words, ask.state = None, AskState.SENT
    ask.save()
    note_about(Kind.FILM_ANSWER_SENT, ask)
    return ask


# Going -------------------------------------------------------------------------------------------------
def open_again(ask: Ask) -> None:
    """Let a question wait for an answer as if none had been sent."""
    rows = Ask.objects.filter(pk=ask.pk)
    rows.update(
        film=None, state=AskState.OPEN, answer="", answer_form=AnswerForm.WRITTEN, answer_words=None,
        answered_at=None, shown_at=None, consent=None,
    )  # fmt: skip


@transaction.atomic
def take_back(ask: Ask, *, by: Person) -> bool:
    """Let the teacher take their film back, whether it was passed on or not; it is deleted. Says whether there was one.

    The question waits for an answer again.
    """
    locked = Ask.objects.select_for_update(of=("self",)).select_related("person", "teacher").get(pk=ask.pk)
    if by.pk != locked.teacher_id or locked.film_id is None:
        return False
    words = locked.answer_words
    if words is not None and words.state != SubmissionState.WITHDRAWN:
        withdraw(words, by=by)  # what is taken back is told below, by `taken_back`
    else:
        taken_back(locked)
    return True


def taken_back(ask: Ask) -> None:
    """Delete the film that a teacher took back, and the words beside it; call it in a transaction."""
    row = FilmedAnswer.objects.filter(film=ask.film_id).select_related("film").first()
    open_again(ask)
    note_about(Kind.FILM_ANSWER_TAKEN_BACK, ask)
    if row is not None:
        remove(row)


def remove(row: FilmedAnswer) -> None:
    """Delete a film with everything made from it; call it in a transaction. Its files go on commit."""
    Ask.objects.filter(film=row.film_id).update(film=None)
    films.remove_film(row.film)


@transaction.atomic
def forget(row: FilmedAnswer) -> None:
    """Delete a film that was not sent."""
    remove(row)


@transaction.atomic
def leave_words(row: FilmedAnswer) -> None:
    """Delete a film that was passed on; what was written down of it stays with who asked."""
    Ask.objects.filter(film=row.film_id).update(answer_form=AnswerForm.WRITTEN, shown_at=None, consent=None)
    remove(row)


def note_about(kind: Kind, ask: Ask, **facts: str) -> None:
    note(kind, who=ask.teacher.key, subject=f"ask:{ask.pk}", is_check=ask.teacher.is_check, **facts)
