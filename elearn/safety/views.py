"""The pages where anybody reports a concern, without an account and without JavaScript; and what I wrote to others."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode, urlsplit

from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from elearn.people.api import person_of

from .api import appeal, find_subject, named_officer, report, withdraw
from .domain.reasons import reason_in_words
from .errors import SafetyError
from .forms import AppealForm, ConcernForm
from .models import Submission, SubmissionState


@never_cache
@require_http_methods(["GET", "POST"])
def report_concern(request: HttpRequest) -> HttpResponse:
    """Take a concern; `?subject=` says what it is about, `?about=` or the page one came from fills in where."""
    if request.method == "POST":
        form = ConcernForm(request.POST)
        if form.is_valid():
            if ratelimit.consume(request, action="keep_concern"):
                return _take(request, form)
            form.add_error(None, _("So many have written from your network that this was not sent. Please call us."))
    else:
        subject = request.GET.get("subject", "")[:80]
        form = ConcernForm(initial={"about": _where(request), "subject": subject if find_subject(subject) else ""})
    found = find_subject(str(form["subject"].value() or ""))
    if found and not found.is_shown:
        found = replace(found, words=_("something that is not shown at the moment"))
    context = _help() | {"form": form, "found": found}
    return render(request, "safety/concern.html", context, status=429 if form.non_field_errors() else 200)


def _take(request: HttpRequest, form: ConcernForm) -> HttpResponse:
    said = form.concern()
    is_one_of_many = not ratelimit.consume(request, action="report_concern")
    may_hide = said["states_risk"] and not is_one_of_many and ratelimit.consume(request, action="hide_content")
    concern = report(
        form.cleaned_data["text"],
        person=person_of(request.user),
        may_hide=may_hide,
        is_one_of_many=is_one_of_many,
        **said,
    )
    told = {
        "now": concern.in_danger,
        "soon": concern.in_danger or concern.states_risk,
        "hidden": concern.hidden.exists(),
    }
    query = urlencode({name: 1 for name, is_so in told.items() if is_so})
    return redirect(f"{reverse('safety:thanks')}?{query}" if query else reverse("safety:thanks"))


@never_cache
@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    """Say thank you, what happens now, who looks at it, and whom to call when it cannot wait."""
    told = {name: name in request.GET for name in ("now", "soon", "hidden")}
    return render(request, "safety/thanks.html", _help() | told)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def my_words(request: HttpRequest, pk: int) -> HttpResponse:
    """Show something I wrote, how it stands and why; take it back, or ask that somebody else looks."""
    person = person_of(request.user)
    mine = get_object_or_404(Submission, pk=pk, person=person)
    form = AppealForm(request.POST if request.POST.get("deed") == "appeal" else None)
    if request.method == "POST" and person is not None and (not form.is_bound or form.is_valid()):
        try:
            if form.is_bound:
                appeal(mine, by=person, words=form.cleaned_data["words"])
                messages.success(request, _("Somebody else will look at it and write to you."))
            elif request.POST.get("deed") == "withdraw":
                withdraw(mine, by=person)
                messages.success(request, _("It has been taken back."))
        except SafetyError as error:
            messages.error(request, str(error))
        return redirect("safety:my_words", pk)
    return render(request, "safety/my_words.html", _standing(mine) | {"form": form})


def _standing(mine: Submission) -> dict[str, Any]:
    declined = mine.state == SubmissionState.DECLINED
    return {
        "mine": mine,
        "reason": reason_in_words(mine.reason, mine.words, language=mine.person.language) if declined else "",
        "may_appeal": declined and mine.appealed_at is None,
        "may_withdraw": mine.state != SubmissionState.WITHDRAWN,
    }


def _where(request: HttpRequest) -> str:
    """Where it happened: what a link says (?about=), else the page of ours that one came from."""
    about = request.GET.get("about", "")
    if about:
        return f"{settings.BASE_URL}{about}" if about.startswith("/") else about
    parts = urlsplit(request.headers.get("referer", ""))
    own = parts.netloc == request.get_host() and parts.path != request.path
    return f"{settings.BASE_URL}{parts.path}" if own else ""


def _help() -> dict[str, object]:
    return {
        "officer": named_officer(),
        "working_days": settings.CONCERN_WORKING_DAYS,
        "urgent_hours": settings.CONCERN_URGENT_HOURS,
    }
