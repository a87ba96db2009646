"""What views that speak JSON with our own pages share."""

import json
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _


class BadBody(Exception):
    """The body is not the JSON object this view expects."""


def body_of(request: HttpRequest) -> dict[str, Any]:
    """Read a small JSON object. Raises BadBody."""
    try:
        body = json.loads(request.body or b"{}")
    except ValueError as error:
        raise BadBody from error
    if not isinstance(body, dict):
        raise BadBody
    return body


def refused(status: int, code: str, **more: Any) -> JsonResponse:
    """Say no: a code the page has words for, and words for whoever reads them."""
    return JsonResponse({"code": code, "words": _("This cannot be done."), **more}, status=status)
