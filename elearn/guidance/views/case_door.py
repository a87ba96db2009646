"""Opens a case to who may read it on the asker's side; to everybody else it is not there.

A visitor is asked for the code, whatever address they came with, so that nobody learns which cases exist.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache

from elearn.people.models import Account

from ..models import Case
from ..policies_cases import CaseWay, way_to
from . import case_draft, case_keys

View = Callable[..., HttpResponseBase]


@dataclass(frozen=True)
class Opened:
    """A case, who opened it, and how; `mark` is handed to the deeds, which ask again."""

    case: Case
    way: CaseWay
    by: Account | None
    mark: str

    @property
    def who(self) -> dict[str, Any]:
        return {"by": self.by, "mark": self.mark}


def opened(view: View) -> View:
    """Open a page of one case."""

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, key: UUID, **parts: Any) -> HttpResponseBase:
        found = open_case(request, key)
        return _to_the_code(request, key) if found is None else view(request, found, **parts)

    return guarded


def open_case(request: HttpRequest, key: UUID) -> Opened | None:
    """Give a case as somebody opens it; None where a visitor has to give the code first. Raises Http404."""
    by = request.user if isinstance(request.user, Account) else None
    case = Case.objects.select_related("person", "helper__companion", "reach", "counsellor").filter(key=key).first()
    mark = case_keys.mark_for(request, case) if case else ""
    way = way_to(case, by=by, mark=mark) if case else None
    if case is not None and way is not None:
        # Who is signed in acts with their account in what is theirs; what a code opens, the code alone does.
        return Opened(case, way, None if way == CaseWay.CODE else by, mark)
    if by is not None and not case_keys.holds_any(request):
        raise Http404
    return None


def _to_the_code(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """Ask for the code; what somebody was writing waits for them."""
    if request.method == "POST" and (text := request.POST.get("text", "").strip()):
        case_draft.write(request, f"more-{key.hex}", {"text": text[:20_000]})
    return redirect(f"{reverse('guidance:case_code')}?{urlencode({'to': key.hex})}")
