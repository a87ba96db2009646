"""What was answered so far, step by step. It is kept encrypted, in the session alone, until it is sent."""

import json
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest

from elearn.people.encryption import CannotRead, decrypt, encrypt

Answers = dict[str, Any]


def read(request: HttpRequest, name: str) -> Answers:
    """Give the answers so far; what cannot be read any more counts as nothing."""
    token = request.session.get(f"case_draft:{name}")
    try:
        return dict(json.loads(decrypt(token))) if token else {}
    except (CannotRead, ValueError):
        return {}


def write(request: HttpRequest, name: str, answers: Answers) -> None:
    """Keep the answers, with the one-time key of the draft, by which it is sent once."""
    answers = {"once": uuid4().hex} | answers
    request.session[f"case_draft:{name}"] = encrypt(json.dumps(answers, ensure_ascii=False))


def once(request: HttpRequest, name: str) -> UUID:
    """Give the one-time key of a draft."""
    answers = read(request, name)
    if "once" not in answers:
        write(request, name, answers)
        answers = read(request, name)
    return UUID(answers["once"])


def throw_away(request: HttpRequest, name: str) -> None:
    request.session.pop(f"case_draft:{name}", None)
