"""An answer by film that was chosen as a file: sent in parts, so that a broken line or a closed page loses nothing."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

import media_pipeline.api as films
from courses.errors import FilmedUnfit
from courses.models import Ask, FilmedAnswer, FilmedState
from elearn.people.models import Account

from .answering_for import allow
from .asks import lock_open
from .filmed import answered_with, begin, drafts_of, empty_draft, refuse_head
from .filmed_words import fit_words


@transaction.atomic
def begin_file(ask: Ask, *, head: bytes = b"", text: str = "", by: Account | None = None) -> FilmedAnswer:
    """Begin to send a file; `head` is what it begins with, where that is known, and `text` what is said in it.

    Nothing of what cannot be sent is taken: raises FilmedUnfit, AskClosed, MayNotHelp and ContactsInWords.
    """
    refuse_head(head)
    text = fit_words(text)
    row = empty_draft(ask, by=by) or begin(ask, by=by)
    if text:
        FilmedAnswer.objects.filter(pk=row.pk).update(text=text)
    return row


def begun_file(ask: Ask, *, by: Account | None = None) -> FilmedAnswer | None:
    """Give the draft of which a file is on its way in, or here and not sent: the newest."""
    return next((row for row in drafts_of(ask, by=by) if films.upload_summary(row.film)), None)


def find_file(ask: Ask, film_id: UUID, *, by: Account | None = None) -> FilmedAnswer | None:
    """Find what a file was begun for, sent or not; one of somebody else is not there."""
    rows = FilmedAnswer.objects.filter(ask=ask, person=ask.teacher_id, taken_by=by, film=film_id)
    return rows.select_related("film", "ask", "person").first()


@transaction.atomic
def send_upload(row: FilmedAnswer, *, text: str = "", by: Account | None = None) -> None:
    """Send the file that has come in as the answer. Sending it twice is sending it once.

    Raises FilmedUnfit while it is not here, AskClosed, MayNotHelp and ContactsInWords.
    """
    if row.state != FilmedState.DRAFT:
        return
    text = fit_words(text)
    locked = lock_open(row.ask)
    allow(by, locked)
    if not films.has_come_in(row.film):
        raise FilmedUnfit(_("The video is not here yet. Please send it once more: what has arrived is kept."))
    answered_with(locked, row, text=text)
