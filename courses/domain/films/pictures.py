"""The picture that stands for a video until it is played: chosen by its teacher, or by a coordinator."""

from django.db import transaction

import media_pipeline.api as films
from courses.errors import CannotChange
from courses.models import UNLISTED, Contribution
from elearn.history.api import Kind, note
from elearn.people.models import Account

from ..hidden import held_among


def may_choose(contribution: Contribution) -> bool:
    """Whether the picture of a video can be chosen now."""
    return contribution.state not in UNLISTED and not held_among([contribution])


@transaction.atomic
def choose(contribution: Contribution, *, name: str, by: Account) -> None:
    """Let one of the pictures of a video stand for it. Raises CannotChange for one that it does not have."""
    is_theirs = contribution.person_id == by.person_id
    is_staff = by.has_perm("courses.change_contribution") and contribution.state != "draft"
    if not may_choose(contribution) or not (is_theirs or is_staff):
        raise CannotChange
    if not films.choose_poster(contribution.film, name):
        raise CannotChange
    note(
        Kind.POSTER_CHOSEN, who=by.person.key if by.person else None, subject=f"film:{contribution.film_id}",
        is_check=contribution.film.is_check,
    )  # fmt: skip
