"""Where anybody checks a certificate: drop its PDF or its badge, or type its number and code."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from courses import policies
from courses.documents.badge_file import LONGEST_TOKEN
from courses.domain.certificates.claims import Claims
from courses.domain.certificates.verdict import Verdict
from courses.domain.certificates.verify import check_and_note, find_reference
from courses.domain.certificates.wording import hours_words
from courses.forms.papers import PaperForm, ReferenceForm, WhoseForm
from elearn.web.views import too_many

from . import limits


@never_cache
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Say what a file is; or lead to the page of a certificate by its number and code (`?reference=`)."""
    if request.method == "POST":
        return _check_file(request)
    if "reference" in request.GET:
        return _look_up(request)
    return _page(request, PaperForm(), ReferenceForm())


def _check_file(request: HttpRequest) -> HttpResponse:
    """Judge the file, or the badge that was judged before and now comes with whose it should be."""
    if not limits.may_check(request):
        return too_many(request)
    if "token" in request.POST:
        whose = WhoseForm(request.POST)
        holder = whose.cleaned_data["holder"] if whose.is_valid() else ""
        data = str(request.POST["token"])[:LONGEST_TOKEN].encode()
        return _judged(request, check_and_note(data, holder=holder), whose)
    form = PaperForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, ReferenceForm())
    return _judged(request, check_and_note(form.cleaned_data["paper"].read()))


def _judged(request: HttpRequest, verdict: Verdict, whose: WhoseForm | None = None) -> HttpResponse:
    found: dict[str, object] = {"verdict": verdict}
    if verdict.certificate:
        printed = Claims.from_json(verdict.certificate.claims)
        # A badge carries no name, so it is answered without one.
        shown = "" if verdict.is_badge else policies.holder_shown(request.user, verdict.certificate)
        claims = replace(printed, holder=shown)
        found |= {"certificate": verdict.certificate, "claims": claims, "hours": hours_words(claims.hours)}
        found |= {"verdict_holder": shown, "is_short": shown != printed.holder and not verdict.is_badge}
    if verdict.token:
        found["whose"] = whose or WhoseForm(initial={"token": verdict.token})
    return _page(request, PaperForm(), ReferenceForm(), **found)


def _look_up(request: HttpRequest) -> HttpResponse:
    if not limits.may_look(request):
        return too_many(request)
    form = ReferenceForm(request.GET)
    if form.is_valid():
        certificate = find_reference(form.cleaned_data["reference"])
        if certificate:
            return redirect(certificate)
        limits.count_miss(request)
        form.add_error("reference", _("There is no certificate with this number and code. Look at each sign again."))
    return _page(request, PaperForm(), form)


def _page(request: HttpRequest, paper: PaperForm, reference: ReferenceForm, **found: object) -> HttpResponse:
    return render(request, "courses/check.html", {"form": paper, "reference_form": reference} | found)
