"""The page behind the signed link of a message: no sign-in, no JavaScript. Opening it changes nothing."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from elearn.people import api as people

from ..domain import answer
from ..domain.elder import VisitLine
from ..enums import Way
from ..errors import VisitError
from ..links import visit_by
from ..models import Visit
from .face import face_answer
from .mine import version_of


@never_cache
@require_http_methods(["GET", "POST"])
def link(request: HttpRequest, token: str) -> HttpResponse:
    """One visit, for who was sent the link: who comes and when; yes, no, cancel, once more."""
    visit = _visit(token)
    if request.method == "POST":
        try:
            words = _reply(request.POST.get("answer", ""), visit, version_of(request))
        except VisitError as error:
            messages.error(request, str(error.words))
        else:
            if words:
                messages.success(request, words)
        return redirect("visits:link", token)
    context = {
        "line": VisitLine(visit),
        "token": token,
        "elder": people.addressed(visit.person),
        "asks_cancel": request.GET.get("do") == "cancel",
    }
    answer_ = render(request, "visits/link.html", context)
    # The address is the key: it is told to no other site.
    answer_["Referrer-Policy"] = "same-origin"
    return answer_


def _reply(said: str, visit: Visit, version: int | None) -> str:
    """Do what was pressed, and give it in words."""
    if said == "yes":
        answer.agree(visit, way=Way.LINK, version=version)
        return _("Thank you. The visit is agreed.")
    if said == "no":
        answer.decline(visit, way=Way.LINK, version=version)
        return _("We have let the time go. We look for another one.")
    if said == "cancel":
        answer.cancel(visit, by=None, is_elder=True, way=Way.LINK)
        return _("The visit is cancelled. Nobody comes then.")
    if said == "again":
        answer.come_again(visit, way=Way.LINK)
        return _("We are glad to come again. You will hear from us.")
    return ""


@never_cache
@require_safe
def link_face(request: HttpRequest, token: str, key: UUID) -> HttpResponseBase:
    """The face of who comes, or goes along."""
    found = next((one for one in VisitLine(_visit(token)).going if one.key == key), None)
    if found is None:
        raise Http404
    return face_answer(found)


def _visit(token: str) -> Visit:
    found = visit_by(token)
    if found is None or found.along_with_id:
        raise Http404
    return found
