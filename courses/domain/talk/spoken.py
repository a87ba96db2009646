"""An answer by voice: what the elder said is kept, made playable everywhere, and heard by a moderator first.

The sound as it came is deleted as soon as it is made: a phone writes into it where it was recorded. What a moderator
agrees to is one recording, not whatever a teacher sends afterwards.
"""

from datetime import timedelta
from functools import partial

from django.core.files.base import ContentFile
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

import media_pipeline.api as films
from courses.errors import SpokenUnfit
from courses.models import AnswerForm, Ask, AskState, SpokenAnswer, SpokenState
from courses.models.design import works
from elearn.notices.api import tell
from elearn.people.models import Account, Person
from elearn.safety.api import ContactsInWords, contacts_in, submit
from elearn.safety.models import Decision, Submission, SubmissionState

from .answering_for import allow
from .asks import LONGEST, VOICE, await_decision, drop_recorded, lock_open

LONGEST_SECONDS = 300
LARGEST = 10 * 2**20  # bytes
# What a recording begins with, and where; its name says nothing. WebM, Ogg, MP4, WAV, AMR, CAF and FLAC; MP3 with a
# title and without, and AAC, whose first bits say version, layer and whether there is a checksum.
MARKS = [
    (b"\x1a\x45\xdf\xa3", 0), (b"OggS", 0), (b"ftyp", 4), (b"RIFF", 0), (b"#!AMR", 0), (b"caff", 0), (b"fLaC", 0),
    (b"ID3", 0), (b"\xff\xfb", 0), (b"\xff\xfa", 0), (b"\xff\xf3", 0), (b"\xff\xf2", 0), (b"\xff\xe3", 0),
    (b"\xff\xf1", 0), (b"\xff\xf0", 0), (b"\xff\xf9", 0), (b"\xff\xf8", 0),
]  # fmt: skip
RETRY_AFTER = timedelta(minutes=10)
GIVE_UP_AFTER = timedelta(days=1)


# Sending -----------------------------------------------------------------------------------------------
def keep_spoken(person: Person, data: bytes, *, taken_by: Account | None = None) -> SpokenAnswer:
    """Keep what somebody said, until it is made playable. Raises SpokenUnfit, in words."""
    if not data:
        raise SpokenUnfit(_("There is no recording yet. Please speak first, or choose a sound file."))
    if len(data) > LARGEST:
        raise SpokenUnfit(_("The recording is larger than 10 MB. Please say it a little shorter."))
    if not any(data[at:].startswith(mark) for mark, at in MARKS):
        raise SpokenUnfit(_("This is no recording of a voice. Please speak once more, or choose another file."))
    row = SpokenAnswer(person=person, taken_by=taken_by)
    row.sound.save(f"{row.key.hex}.bin", ContentFile(data), save=False)
    row.save()
    return row


@transaction.atomic
def answer_spoken(ask: Ask, spoken: SpokenAnswer, *, text: str = "", by: Account | None = None) -> Ask:
    """Send an answer by voice, with what is said in writing where somebody wrote it; a moderator hears it first.

    Raises AskClosed, MayNotHelp and ContactsInWords.
    """
    locked = lock_open(ask)
    allow(by, locked)
    if spoken.person_id != locked.teacher_id or Ask.objects.filter(voice=spoken).exists():
        raise SpokenUnfit(_("There is no recording yet. Please speak first, or choose a sound file."))
    text = text.strip()[:LONGEST]
    if found := contacts_in(text):
        raise ContactsInWords(found)
    drop_recorded(locked)
    SpokenAnswer.objects.filter(pk=spoken.pk).update(text=text)
    locked.voice, locked.answer, locked.answer_form = spoken, text, AnswerForm.VOICE
    locked.answer_words, locked.state = None, AskState.SENT
    locked.save()
    return locked


# Making ------------------------------------------------------------------------------------------------
def make(key: str) -> bool:
    """Make a recording playable and hand it to the moderators; says whether it was done. Again: nothing more."""
    row = SpokenAnswer.objects.filter(pk=key, state=SpokenState.ARRIVING).select_related("person").first()
    if row is None:
        return False
    try:
        with row.sound.open("rb") as file:
            voice = films.make_voice(file.read(), longest=LONGEST_SECONDS)
    except (films.VoiceUnfit, FileNotFoundError) as error:
        fail(row, reason=getattr(error, "reason", "broken"))
        return False
    name = works().save(f"voice/made/{row.key.hex}.m4a", ContentFile(voice.sound))
    if _made(row, name, voice.ms):
        return True
    # Taken back or removed meanwhile: nothing of the voice stays. What another maker has put there does.
    if not SpokenAnswer.objects.filter(pk=row.pk, made=name).exists():
        works().delete(name)
    return False


@transaction.atomic
def _made(row: SpokenAnswer, name: str, ms: int) -> bool:
    """Put the made sound in place of the recording and let a moderator hear it; a second maker changes nothing."""
    found = Ask.objects.select_for_update(of=("self",)).select_related("person", "teacher")
    ask = found.filter(voice=row.pk, state=AskState.SENT, answer_words=None).first()
    mine = SpokenAnswer.objects.filter(pk=row.pk, state=SpokenState.ARRIVING)
    if ask is None or not mine.update(state=SpokenState.MADE, made=name, ms=ms, sound=""):
        return False
    transaction.on_commit(partial(works().delete, str(row.sound.name)))
    text = SpokenAnswer.objects.values_list("text", flat=True).get(pk=row.pk)
    words = submit(VOICE, f"spoken:{row.pk}", by=ask.teacher, text=text, to=ask.person, taken_by=row.taken_by)
    await_decision(ask, words)
    return True


@transaction.atomic
def fail(row: SpokenAnswer, *, reason: str) -> None:
    """Give the question back to the teacher, and say kindly that the recording cannot be used."""
    found = Ask.objects.select_for_update(of=("self",)).select_related("teacher")
    ask = found.filter(voice=row.pk, answer_words=None).first()
    if ask is not None:
        Ask.objects.filter(pk=ask.pk).update(voice=None, state=AskState.OPEN, answer_form=AnswerForm.WRITTEN)
        tell(
            ask.teacher, "voice_unfit", key=f"voice_unfit:{row.pk}",
            facts={"question": ask.text, "reason": reason, "address": reverse("courses:my_question", args=[ask.pk])},
        )  # fmt: skip
    remove(row)


def remove(row: SpokenAnswer) -> None:
    """Delete a spoken answer with its sounds; call it in a transaction."""
    for name in (row.sound.name, row.made.name):
        if name:
            transaction.on_commit(partial(works().delete, name))
    SpokenAnswer.objects.filter(pk=row.pk).delete()


@transaction.atomic
def forget(row: SpokenAnswer) -> None:
    """Delete a recording that was not sent."""
    remove(row)


def left_over() -> list[str]:
    """Give what a crash left unmade; what never becomes anything is given up after a day."""
    now = timezone.now()
    waiting = SpokenAnswer.objects.filter(state=SpokenState.ARRIVING, created_at__lt=now - RETRY_AFTER)
    for row in waiting.filter(created_at__lt=now - GIVE_UP_AFTER):
        fail(row, reason="broken")
    return [str(key) for key in waiting.filter(ask__isnull=False).values_list("pk", flat=True)]


# Written down ------------------------------------------------------------------------------------------
def spoken_of(words: Submission) -> SpokenAnswer | None:
    """Give the recording that moderators hear; None when it is gone."""
    rows = SpokenAnswer.objects.filter(ask__answer_words=words, state=SpokenState.MADE)
    return rows.select_related("ask__person", "ask__teacher").first()


def may_write_down(words: Submission, by: Account) -> bool:
    """Say whether a moderator may still write down what is said: nobody who is part of it, nor after somebody agreed
    to what two have to agree to."""
    if by.person_id in (words.person_id, words.to_id) or by.pk == words.taken_by_id:
        return False
    agreed = words.decisions.filter(did=Decision.Did.APPROVED).exists()
    return words.state != SubmissionState.WITHDRAWN and (words.handling != "two" or not agreed)


@transaction.atomic
def write_down(words: Submission, *, text: str, by: Account) -> SpokenAnswer:
    """Write down what is said, for who cannot hear it. Raises SpokenUnfit and ContactsInWords."""
    locked = Submission.objects.select_for_update().get(pk=words.pk)
    row = spoken_of(locked)
    if row is None or not may_write_down(locked, by):
        raise SpokenUnfit(_("This recording can no longer be written down."))
    text = text.strip()[:LONGEST]
    if found := contacts_in(text):
        raise ContactsInWords(found)
    SpokenAnswer.objects.filter(pk=row.pk).update(text=text)
    Ask.objects.filter(voice=row.pk).update(answer=text)
    row.text = text
    return row
