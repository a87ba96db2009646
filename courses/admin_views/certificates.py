"""Certificates: found by number or name, shown, cancelled with a reason."""

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages
from wagtail.admin.auth import permission_required

from courses import policies
from courses.documents.make import PLAIN
from courses.domain.certificates.again import may_be_issued_again
from courses.domain.certificates.cancel import cancel
from courses.domain.certificates.claims import Claims
from courses.domain.certificates.correct import may_be_mended
from courses.domain.certificates.history_of import replacement_of
from courses.domain.certificates.kept import kept_with
from courses.errors import AlreadyCancelled
from courses.models import Certificate
from elearn.people.api import account_of

from .evidence import MAY as SEE_EVIDENCE
from .forms import CancelForm
from .issue import ISSUE
from .videos import home_crumb

PER_PAGE = 30


@require_safe
@permission_required("courses.view_certificate")
def certificates(request: HttpRequest) -> HttpResponse:
    """List certificates, the newest first; `?q=` looks in numbers, printed names and course titles."""
    words = request.GET.get("q", "").strip()[:200]
    found = Certificate.objects.issued().filter(is_check=False)
    for word in words.split():
        found = found.filter(
            Q(number__icontains=word)
            | Q(claims__holder__icontains=word)
            | Q(claims__course__icontains=word)
            | Q(enrolment__person__name__icontains=word)
            | Q(taught__person__name__icontains=word)
            | Q(contributed__person__name__icontains=word)
        )
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("p"))
    context = {
        "header_title": _("Certificates"),
        "breadcrumbs_items": [home_crumb(), {"url": "", "label": _("Certificates")}],
        "header_icon": "doc-full-inverse",
        "page_obj": page,
        "elided_page_range": page.paginator.get_elided_page_range(page.number),
        "words": words,
    }
    return render(request, "courses/admin/certificates.html", context)


@require_http_methods(["GET", "POST"])
@permission_required("courses.view_certificate")
def certificate(request: HttpRequest, certificate_id: int) -> HttpResponse:
    """Show what a certificate says; who may, cancels it here."""
    rows = Certificate.objects.issued().with_holder().select_related("issued_by__person", "replaces")
    found = get_object_or_404(rows, pk=certificate_id)
    may_cancel = policies.may_cancel(request.user) and not (found.cancelled_at or found.superseded_at)
    may_issue = request.user.has_perm(ISSUE) and account_of(request).person_id != found.person.pk
    form = CancelForm(request.POST or None)
    if request.method == "POST" and may_cancel and form.is_valid():
        try:
            cancel(found, reason=form.cleaned_data["reason"], by=account_of(request))
            messages.success(request, _("The certificate is cancelled, and its holder has been told."))
        except AlreadyCancelled as error:
            messages.error(request, str(error))
        return redirect("courses_admin:certificate", found.pk)
    context = {
        "header_title": found.number,
        "breadcrumbs_items": [
            home_crumb(),
            {"url": reverse("courses_admin:certificates"), "label": _("Certificates")},
            {"url": "", "label": found.number},
        ],
        "header_icon": "doc-full-inverse",
        "certificate": found,
        "claims": Claims.from_json(found.claims),
        "form": form,
        "may_cancel": may_cancel,
        "may_issue_again": may_issue and may_be_issued_again(found),
        "may_mend": may_issue and may_be_mended(found),
        "replacement": replacement_of(found),
        "may_see_evidence": request.user.has_perm(SEE_EVIDENCE),
        "kept": kept_with(found) if request.user.has_perm(SEE_EVIDENCE) else [],
        "earlier": found.replaced_papers.select_related("by__person"),
        # Only where it was to have one: an issued paper is never signed again.
        "lacks_time": found.level == PLAIN and bool(settings.TSA_URL),
    }
    return render(request, "courses/admin/certificate.html", context)
