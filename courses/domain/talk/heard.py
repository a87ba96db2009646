"""Everybody hears or watches a teacher's answer only with the teacher's consent, kept like that to any voice or film.

Who asked gets the answer without it: that is what it was said for. Under the lesson, for everybody, it stands once the
teacher has said yes on the consent's page, and no longer than that holds.
"""

from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from courses.errors import NotForAll
from courses.models import AnswerForm, Ask, AskState, FilmedAnswer
from elearn.people.api import ask_consent
from elearn.people.models import Consent, ConsentKind, ConsentState, Person, Use

PREFIX = "answer"
PURPOSE = "teach"  # elearn.people.consent_words says it in words
# What is written needs none: the name on it is the one on the course.
AGREED = Q(answer_form=AnswerForm.WRITTEN) | Q(consent__state=ConsentState.GIVEN)


def recording_key(ask: Ask) -> UUID | None:
    """Give the key of the voice or film that is the answer; None for one in writing."""
    return ask.voice_id if ask.voice_id else ask.film_id


def subject_of_recording(key: UUID) -> str:
    """Name a recorded answer as the subject of a consent: another recording is another subject."""
    return f"{PREFIX}:{key}"


def may_stand(ask: Ask) -> bool:
    """Say whether everybody may have an answer, as far as its teacher's consent goes."""
    return ask.answer_form == AnswerForm.WRITTEN or bool(ask.consent and ask.consent.is_valid)


@transaction.atomic
def ask_for_all(ask: Ask, *, by: Person) -> Consent | None:
    """Begin to ask the teacher, at their own wish, whether everybody may have it; None where nothing is recorded.

    Raises NotForAll for somebody else, and where the teacher has taken their consent back.
    """
    key = recording_key(ask)
    if key is None:
        return None
    if by.pk != ask.teacher_id or not by.speaks_for_themself:
        raise NotForAll
    with translation.override(by.language):
        title = _("An answer to a question: %(lesson)s") % {"lesson": ask.lesson.title if ask.lesson else ""}
    consent = ask_consent(
        by, subject=subject_of_recording(key), purpose=PURPOSE, uses=[Use.SITE], title=title, is_own=True,
        kind=ConsentKind.VOICE if ask.voice else ConsentKind.FILM,
    )  # fmt: skip
    if consent.state == ConsentState.WITHDRAWN:
        raise NotForAll
    Ask.objects.filter(pk=ask.pk).update(consent=consent)
    return consent


@transaction.atomic
def answered(consent: Consent) -> None:
    """Go on from what a teacher answered about a recording; consents about other things are none of ours."""
    ask = of_consent(consent).first()
    if ask is None:
        return
    if consent.is_valid:
        Ask.objects.filter(pk=ask.pk, state=AskState.ANSWERED).update(consent=consent, shown_at=timezone.now())
        return
    Ask.objects.filter(pk=ask.pk).update(shown_at=None)
    if consent.kind == ConsentKind.FILM and consent.state == ConsentState.WITHDRAWN:
        _remove_film(ask)  # as the consent says


def _remove_film(ask: Ask) -> None:
    """Who asked keeps what was written down of it; without that, the question waits for an answer again."""
    from . import filmed  # it is sent by the deeds of the module that asks this one

    row = FilmedAnswer.objects.filter(film=ask.film_id).select_related("film").first()
    if row and ask.answer:
        filmed.leave_words(row)
    elif row:
        filmed.take_back(ask, by=ask.teacher)


def of_consent(consent: Consent) -> QuerySet[Ask]:
    """Give the question whose recorded answer a consent is about."""
    prefix, _colon, key = consent.subject.partition(":")
    if prefix != PREFIX:
        return Ask.objects.none()
    return _recorded(UUID(key)).filter(teacher=consent.person_id)


def of_recording(key: UUID) -> Ask | None:
    """Give the question that a recording answers; None when it is gone."""
    return _recorded(key).first()


def _recorded(key: UUID) -> QuerySet[Ask]:
    rows = Ask.objects.filter(Q(film=key) | Q(voice=key))
    return rows.select_related("teacher", "person", "lesson", "voice", "film")
