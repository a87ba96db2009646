"""What was answered so far, step by step. It holds an address, so it is kept encrypted, in the session alone."""

import json
from typing import Any

from django.http import HttpRequest

from elearn.people.encryption import CannotRead, decrypt, encrypt

from ..domain.ask import open_request
from ..forms_asking import STEPS, PlaceForm, answers_of
from .seat import Seat


def _key(seat: Seat) -> str:
    return f"visits_draft:{seat.person.pk}"


def read(request: HttpRequest, seat: Seat) -> dict[str, dict[str, Any]]:
    """Give the answers so far; what cannot be read any more counts as nothing."""
    token = request.session.get(_key(seat))
    try:
        return dict(json.loads(decrypt(token))) if token else {}
    except (CannotRead, ValueError):
        return {}


def write(request: HttpRequest, seat: Seat, answers: dict[str, dict[str, Any]]) -> None:
    request.session[_key(seat)] = encrypt(json.dumps(answers, ensure_ascii=False))


def throw_away(request: HttpRequest, seat: Seat) -> None:
    request.session.pop(_key(seat), None)


def begin(request: HttpRequest, seat: Seat) -> dict[str, dict[str, Any]]:
    """Begin with what was asked for before, if it is still open; else with what was answered so far."""
    found = open_request(seat.person)
    # What somebody cannot do well is not shown to who helps them.
    answers = answers_of(found, with_needs=not seat.is_helper) if found else read(request, seat)
    write(request, seat, answers)
    return answers


def form_of(step: str, *, is_kept: bool, **given: Any) -> Any:
    """Make the form of a step; the one for the place knows whether an address is kept already."""
    form = STEPS[step]
    return PlaceForm(is_kept=is_kept, **given) if form is PlaceForm else form(**given)


def first_open(answers: dict[str, dict[str, Any]], *, is_kept: bool) -> str:
    """Give the first step that is not answered, or not rightly; "" when all are."""
    for step in STEPS:
        if step not in answers or not form_of(step, is_kept=is_kept, data=answers[step]).is_valid():
            return step
    return ""


def together(answers: dict[str, dict[str, Any]], *, is_kept: bool) -> dict[str, Any]:
    """Give all answers as one, cleaned; the caller has asked `first_open`."""
    whole: dict[str, Any] = {}
    for step in STEPS:
        form = form_of(step, is_kept=is_kept, data=answers[step])
        form.is_valid()
        whole |= form.cleaned_data
    return whole
