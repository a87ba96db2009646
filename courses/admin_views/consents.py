"""Who agrees to a film: asked again, written down from paper, voice or phone, or noted as not recognisable any more."""

from typing import Any
from uuid import UUID

from django.contrib import messages as plain_messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages
from wagtail.admin.auth import user_passes_test

from courses import policies
from courses.domain.films.consents import ask_seen, send_question, subject_of
from courses.domain.films.withdrawal import show_again
from courses.domain.webinars import in_picture
from courses.domain.webinars.recording import webinar_of
from courses.forms.consent import SeenForm
from courses.models import Contribution
from courses.views.seen import written
from elearn.people.api import account_of, consent_paper, consents_for, cut_out
from elearn.people.errors import ConsentProblem
from elearn.people.forms_consent import WriteDownForm
from elearn.people.models import Consent, ConsentState


def _contribution(contribution_id: int) -> Contribution:
    sent = Contribution.objects.handed_over().select_related("person", "film")
    return get_object_or_404(sent, pk=contribution_id)


def _consent(contribution: Contribution, key: UUID) -> Consent:
    return get_object_or_404(consents_for(subject_of(contribution.film)), key=key)


@require_http_methods(["GET", "HEAD", "POST"])
@user_passes_test(policies.may_review)
def consents(request: HttpRequest, contribution_id: int) -> HttpResponse:
    """Everybody who is asked about a film, and asking more."""
    contribution = _contribution(contribution_id)
    deed = request.POST.get("deed", "")
    if deed in ("host", "nobody_else"):
        _settle(request, contribution, deed)
        return redirect("courses_admin:consents", contribution.pk)
    form = SeenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            for one in form.seen:
                ask_seen(contribution, one, by=account_of(request))
            return redirect("courses_admin:consents", contribution.pk)
        except ConsentProblem as error:
            messages.error(request, str(error))
    context = _facts(contribution, _("Who agrees")) | {
        "form": form,
        "consents": _rows(contribution),
        "webinar": webinar_of(contribution),
        "hosts": in_picture.perhaps_seen(contribution),
    }
    return render(request, "courses/admin/consents.html", context)


def _settle(request: HttpRequest, contribution: Contribution, deed: str) -> None:
    """Ask a host of the webinar, or note that nobody else is in its recording."""
    by = account_of(request)
    if deed == "nobody_else":
        if in_picture.looked_through(contribution, by=by):
            messages.success(request, _("It is noted that nobody else can be seen or heard."))
    elif consent := in_picture.ask_host(contribution, request.POST.get("host", ""), by=by):
        messages.success(request, _("%(name)s is asked.") % {"name": consent.person.name})


def _rows(contribution: Contribution) -> list[Consent]:
    rows = consents_for(subject_of(contribution.film)).prefetch_related("person__contact_points")
    return list(rows)


@require_http_methods(["GET", "HEAD", "POST"])
@user_passes_test(policies.may_review)
def consent(request: HttpRequest, contribution_id: int, key: UUID) -> HttpResponse:
    """One person: ask again, write an answer down, or note that they are not recognisable any more."""
    contribution = _contribution(contribution_id)
    row = _consent(contribution, key)
    deed = request.POST.get("deed")
    form = WriteDownForm(
        request.POST if deed == "write" else None, request.FILES if deed == "write" else None,
        consent=row, by_phone=not _is_theirs(contribution, request),
    )  # fmt: skip
    if deed == "write" and form.is_valid() and written(request, form, row):
        return redirect("courses_admin:consents", contribution.pk)
    if deed in ("send", "cut_out") and _done(request, contribution, row, deed):
        return redirect("courses_admin:consents", contribution.pk)
    context = _facts(contribution, row.person.name) | {
        "form": form,
        "consent": row,
        "may_cut_out": not row.is_own
        and row.state in (ConsentState.ASKED, ConsentState.REFUSED)
        and not _is_theirs(contribution, request),
        "steps": row.steps.select_related("noted_by__person", "answered_by"),
    }
    return render(request, "courses/admin/consent.html", context)


def _is_theirs(contribution: Contribution, request: HttpRequest) -> bool:
    """Whether who looks gave or recorded this film: then another coordinator says what others answered."""
    return account_of(request).person_id in (contribution.person_id, contribution.recorded_by_id)


def _done(request: HttpRequest, contribution: Contribution, row: Consent, deed: str) -> bool:
    try:
        if deed == "cut_out":
            if _is_theirs(contribution, request):
                raise ConsentProblem(_("This is your own video. Another coordinator has to write this down."))
            show_again(cut_out(row, by=account_of(request), reason=request.POST.get("reason", "")))
            messages.success(request, _("It is noted that %(name)s is not recognisable.") % {"name": row.person.name})
            return True
    except ConsentProblem as error:
        plain_messages.error(request, str(error))
        return False
    before = row.sent_at
    if row.state == ConsentState.ASKED and send_question(row, contribution).sent_at != before:
        messages.success(request, _("%(name)s is asked again.") % {"name": row.person.name})
    else:
        messages.warning(request, _("Nothing was sent: there is no address, or we wrote less than an hour ago."))
    return True


@require_safe
@user_passes_test(policies.may_review)
def paper(request: HttpRequest, contribution_id: int, key: UUID) -> HttpResponse:
    """The paper to print and have signed."""
    return consent_paper(request, _consent(_contribution(contribution_id), key))


def _facts(contribution: Contribution, title: str) -> dict[str, Any]:
    return {
        "header_title": title,
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": reverse("courses_admin:videos"), "label": _("New videos")},
            {
                "url": reverse("courses_admin:video", args=[contribution.pk]),
                "label": contribution.title or _("Video without a title"),
            },
            {"url": "", "label": title},
        ],
        "header_icon": "group",
        "contribution": contribution,
    }
