"""The files that films came in as: who needs one still, who is told before one goes, and what is noted.

What goes by the operator's rule was announced to its teacher, once: they can fetch it, or ask for it to be kept.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from wagtail.models import Page, ReferenceIndex

import media_pipeline.api as films
from courses.errors import CannotChange
from courses.models import Contribution, ContributionState, LessonPage
from elearn.history.api import Kind, note
from elearn.notices.api import tell
from elearn.people.models import Account
from media_pipeline.models import Film

from ..hidden import is_film_hidden
from .succession_choices import whole_of

# On its way to being public, or kept so that everything can be undone.
_UNDER_WAY = {*ContributionState} - {ContributionState.PLACED, ContributionState.WITHDRAWN}


def is_needed(film_id: UUID, *, rule: str) -> bool:
    """Whether an original has to stay: always while a concern is decided; by the rule "public" while it is of use."""
    film = Film.objects.filter(pk=film_id).first()
    if film is None:
        return False
    return is_film_hidden(film) or (rule == "public" and (_is_under_way(film) or _is_shown(film)))


def _is_under_way(film: Film) -> bool:
    return Contribution.objects.filter(film=film, state__in=_UNDER_WAY).exists()


def _is_shown(film: Film) -> bool:
    """Whether a lesson, or a public page of any other kind, shows a film."""
    if LessonPage.objects.live().filter(film=film).exists():
        return True
    pages = ReferenceIndex.get_references_to(film).filter(base_content_type=ContentType.objects.get_for_model(Page))
    keys = set(pages.values_list("object_id", flat=True))
    return Page.objects.live().filter(pk__in=keys).exists()


# Before one goes -------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Going:
    """How it stands with the file that a teacher gave: the day on which it goes, or that they asked to keep it."""

    at: datetime | None
    is_kept: bool
    fetch: str  # address of the file


def going(contribution: Contribution) -> Going | None:
    """Say what a teacher has to know of their file now; None while the rule does not touch it. The first day counts."""
    days = {film: films.original_goes_at(film) for film in _films_of(contribution)}
    film = min((film for film, day in days.items() if day), key=lambda film: str(days[film]), default=contribution.film)
    is_kept = any(one.source_kept_at and one.source for one in days)
    if not days[film] and not is_kept:
        return None
    row = Contribution.objects.filter(film=film).values_list("pk", flat=True).first() or contribution.pk
    return Going(at=days[film], is_kept=is_kept, fetch=reverse("courses:original", args=[row]))


def tell_of_going(film_id: UUID, *, at: datetime) -> None:
    """Tell the teacher on which day their file goes, once for that day, and note that they were told."""
    row = Contribution.objects.filter(film=film_id).exclude(state=ContributionState.WITHDRAWN)
    contribution = row.select_related("person", "film").first()
    if contribution is None:
        return
    with translation.override(contribution.person.language):
        day = date_format(timezone.localtime(at), "DATE_FORMAT")
    note(
        Kind.ORIGINAL_ANNOUNCED, subject=f"film:{film_id}", is_check=contribution.film.is_check,
        days=(at - timezone.now()).days,
    )  # fmt: skip
    tell(
        contribution.person, "original_goes", key=f"original_goes:{contribution.pk}:{at:%Y%m%d}",
        facts={"title": contribution.title, "day": day, "address": reverse("courses:film", args=[contribution.pk])},
    )  # fmt: skip


@transaction.atomic
def ask_to_keep(contribution: Contribution, *, by: Account) -> None:
    """Keep what a teacher gave, because they ask: no rule removes it then. Raises CannotChange for anybody else."""
    if contribution.person_id != by.person_id or contribution.state == ContributionState.WITHDRAWN:
        raise CannotChange
    for film in _films_of(contribution):
        if films.keep_original(film):
            _note(Kind.ORIGINAL_KEPT, film, by=by)


@transaction.atomic
def need_no_longer(contribution: Contribution, *, by: Account) -> None:
    """Let the rule hold again for what a teacher asked to keep. Raises CannotChange for anybody else."""
    if contribution.person_id != by.person_id:
        raise CannotChange
    for film in _films_of(contribution):
        let_go(film, by=by)


@transaction.atomic
def let_go(film: Film, *, by: Account) -> bool:
    """Let the rule hold again for an original; its teacher is told before it goes. Says whether it had been kept."""
    done = films.allow_original_to_go(film)
    if done:
        _note(Kind.ORIGINAL_LET_GO, film, by=by)
    return done


def _films_of(contribution: Contribution) -> list[Film]:
    """The film as it is shown, and the recording that it is a part of."""
    return list({film.pk: film for film in (contribution.film, whole_of(contribution))}.values())


def _note(kind: Kind, film: Film, *, by: Account) -> None:
    note(kind, who=by.person.key if by.person else None, subject=f"film:{film.pk}", is_check=film.is_check)


# After it --------------------------------------------------------------------------------------------
def note_removed(film_id: UUID, *, rule: str, size: int) -> None:
    """Note in the history that an original went by rule."""
    film = Film.objects.get(pk=film_id)
    note(
        Kind.ORIGINAL_REMOVED, subject=f"film:{film_id}", is_check=film.is_check, rule=rule, bytes=size,
        ready_days=(timezone.now() - film.ready_at).days if film.ready_at else None,
    )  # fmt: skip


@transaction.atomic
def note_handed_out(film: Film, *, by: Account) -> None:
    """Note in the history that one of the staff took an original."""
    note(Kind.ORIGINAL_HANDED_OUT, who=by.person.key, subject=f"film:{film.pk}", is_check=film.is_check)
