"""Opens a question to the counsellor who has it, or who reads its answer before it goes. To others it is not there."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache

from elearn.people.api import account_of, role_required
from elearn.people.models import Account, Role

from ..domain.case_counsel import look
from ..models import Case, CaseCheck
from ..policies_counsel import check_for, may_counsel

View = Callable[..., HttpResponseBase]


@dataclass(frozen=True)
class Work:
    """A question, who opened it, and the check they were asked for; without one it is theirs to answer."""

    case: Case
    by: Account
    check: CaseCheck | None = None

    @property
    def is_mine(self) -> bool:
        return self.check is None


def office(view: View) -> View:
    """Guard a page of the counsellors, or of those who look after who has what."""
    return never_cache(role_required(Role.COUNSELLOR, Role.COORDINATOR)(view))


def on_case(view: View) -> View:
    """Open a page of one question; that it was looked at is written down before anything of it is shown."""

    @never_cache
    @role_required(Role.COUNSELLOR)
    @wraps(view)
    def guarded(request: HttpRequest, key: UUID, **parts: Any) -> HttpResponseBase:
        by = account_of(request)
        case = get_object_or_404(cases(), key=key)
        mine = may_counsel(case, by)
        check = None if mine else check_for(case, by)
        if not mine and check is None:
            raise Http404
        if request.method == "GET":
            look(case, by=by)
        return view(request, Work(case, by, check), **parts)

    return guarded


def mine_only(view: View) -> View:
    """Open a page of one question to the counsellor who answers it; who checks has no part in it."""

    @wraps(view)
    def guarded(request: HttpRequest, work: Work, **parts: Any) -> HttpResponseBase:
        if not work.is_mine:
            raise Http404
        return view(request, work, **parts)

    return on_case(guarded)


def cases() -> Any:
    return Case.objects.select_related(
        "person", "helper__companion", "reach", "counsellor__person", "district", "asked_by__person"
    )
