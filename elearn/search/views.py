"""The search page and the suggestions while typing. Both answer everybody alike and keep nobody."""

from typing import Any
from urllib.parse import urlencode

from allauth.core.internal.ratelimit import consume
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from elearn.web.api import number_in
from elearn.web.views import too_many

from .domain.find import MOST, Found, Results, find, suggest
from .domain.missed import note_miss
from .models import Kind

# Per address of the network: a village may share one, and one who types makes many suggestions.
RATES = {"search": "120/m/ip", "suggest": "600/m/ip"}
LEAST = 2  # letters before anything is suggested
LONGEST = 200  # letters of a question


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """What was found, all or of one kind, and what to do when it was nothing."""
    text = " ".join(request.GET.get("q", "")[:LONGEST].split())
    kind = request.GET.get("kind", "")
    kind = kind if kind in Kind.values else ""
    if not text:
        return render(request, "search/page.html", {"search_text": ""})
    if not _may(request, "search"):
        return too_many(request)
    number = request.GET.get("page", "")
    results = find(
        text,
        language=get_language() or "",
        kinds=(kind,) if kind else (),
        page=number_in(number[:6], otherwise=1),
    )
    if not results.counts and request.method == "GET":
        note_miss(text, language=get_language() or "")
    return render(request, "search/page.html", _context(text, kind, results))


@require_safe
def suggestions(request: HttpRequest) -> JsonResponse:
    """The things whose titles go on as what is being typed: {"said": "3 suggestions", "found": [{title, url, …}]}."""
    text = request.GET.get("q", "")[:LONGEST].strip()
    if len(text) < LEAST:
        return JsonResponse({"said": "", "found": []})
    if not _may(request, "suggest"):
        return JsonResponse({"said": "", "found": []}, status=429)
    found = suggest(text, get_language() or "")
    said = ngettext("%(number)d suggestion", "%(number)d suggestions", len(found)) % {"number": len(found)}
    answer = JsonResponse({"said": said if found else _("No suggestions"), "found": [_row(one) for one in found]})
    answer["Cache-Control"] = "private, max-age=60"
    return answer


def _row(found: Found) -> dict[str, str]:
    return {"title": found.title, "url": found.url, "kind": found.kind_name, "language": found.language}


def _context(text: str, kind: str, results: Results) -> dict[str, Any]:
    every = sum(results.counts.values())
    choices = [("", _("Everything"), every), *((one, one.label, results.counts.get(one, 0)) for one in Kind)]
    return {
        "search_text": text,
        "kind": kind,
        "results": results,
        "most": MOST,
        "choices": [
            {"name": name, "count": count, "address": _address(text, value), "is_chosen": value == kind}
            for value, name, count in choices
            if count or value == kind
        ],
        "previous": _address(text, kind, results.page - 1) if results.page > 1 else "",
        "next": _address(text, kind, results.page + 1) if results.page < results.pages else "",
        "everywhere": _address(text, ""),
    }


def _address(text: str, kind: str, page: int = 1) -> str:
    words = {"q": text, **({"kind": str(kind)} if kind else {}), **({"page": page} if page > 1 else {})}
    return f"?{urlencode(words)}"


def _may(request: HttpRequest, action: str) -> bool:
    """Count one search of this visitor; False when there were too many."""
    return consume(request, app="search", action=action, config=RATES, limit_get=True) is not None
