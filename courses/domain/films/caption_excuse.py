"""What coordinators say about the captions of a film: which language is spoken, or why it is public without them."""

from django.db import transaction

import media_pipeline.api as films
from courses.errors import OwnVideo
from courses.models import CaptionExcuse, Contribution
from elearn.history.api import Kind, note
from elearn.people.models import Account
from media_pipeline.models import Film

from .review import settle_film


def is_theirs(film: Film, by: Account) -> bool:
    """Whether somebody gave or recorded this film: then another coordinator gives the reason."""
    recording = film.cut_of_id or film.pk
    given = Contribution.objects.filter(film__in=[film.pk, recording])
    return any(by.person_id in (one.person_id, one.recorded_by_id) for one in given)


@transaction.atomic
def correct_language(contribution: Contribution, language: str, *, by: Account) -> bool:
    """Say which language is spoken when the teacher said another; says whether that is news."""
    if not films.set_language(contribution.film, language):
        return False
    Contribution.objects.filter(pk=contribution.pk).update(language=language)
    subject = f"film:{contribution.film_id}"
    note(Kind.LANGUAGE_CORRECTED, who=by.person.key, subject=subject, language=language)
    settle_film(contribution.film_id)
    return True


@transaction.atomic
def go_without(film: Film, *, reason: str, by: Account) -> CaptionExcuse:
    """Keep a reason; what waited for captions alone is published. Raises OwnVideo, and ValueError without a reason."""
    reason = " ".join(reason.split())
    if not reason:
        raise ValueError("A lesson goes without captions for a reason.")
    if is_theirs(film, by):
        raise OwnVideo
    excuse = CaptionExcuse.objects.create(film=film, reason=reason, by=by)
    note(Kind.CAPTIONS_EXCUSED, who=by.person.key, subject=f"film:{film.pk}", is_check=film.is_check)
    settle_film(film.pk)
    return excuse
