"""Similar published answers while somebody writes: the same list as on the page between two steps, for scripts."""

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from ..domain.case_similar import similar


@never_cache
@require_POST
def similar_now(request: HttpRequest) -> HttpResponse:
    """Give the list as a fragment. The words come in the body, so that they stand in no log of addresses."""
    if not ratelimit.consume(request, action="case_similar"):
        return HttpResponse(status=429)
    found = similar(request.POST.get("text", ""), language=get_language() or "")
    return render(request, "guidance/cases/_similar.html", {"found": found})
