"""The public page of a certificate, its paper for who holds it, and the holder's correction of the name."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from urllib.parse import urlencode

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.core.files.storage import storages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from courses import policies
from courses.domain.certificates.claims import Claims
from courses.domain.certificates.correct import correct_name, may_be_corrected
from courses.domain.certificates.history_of import history_of
from courses.domain.certificates.shown import minutes_words, shown_of
from courses.domain.certificates.verdict import is_expired
from courses.domain.certificates.verify import check_and_note, find_reference
from courses.domain.certificates.wording import hours_words, public_address, recognition_words
from courses.errors import CorrectionClosed
from courses.forms.papers import NameForm, PaperForm
from courses.models import Certificate
from elearn.people.api import sign_in_and_return, typed_before
from elearn.web.views import too_many

from . import limits

CertificateView = Callable[..., HttpResponseBase]  # takes the request, the certificate, what else is in the address


def for_certificate(view: CertificateView) -> Callable[..., HttpResponseBase]:
    """Find the certificate of an address. Misses are counted, so that codes cannot be tried out; never indexed."""

    @wraps(view)
    def found(request: HttpRequest, reference: str, **more: str) -> HttpResponseBase:
        if not limits.may_look(request):
            return too_many(request)
        certificate = find_reference(reference)
        if certificate is None:
            limits.count_miss(request)
            raise Http404
        if reference != certificate.reference:
            return redirect(request.path.replace(reference, certificate.reference))
        response = view(request, certificate, **more)
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return never_cache(found)


@require_http_methods(["GET", "POST"])
@for_certificate
def certificate(request: HttpRequest, certificate: Certificate) -> HttpResponse:
    """Show what a certificate says and whether it counts; check a file against it."""
    form, verdict = PaperForm(), None
    if request.method == "POST":
        if not limits.may_check(request):
            return too_many(request)
        form = PaperForm(request.POST, request.FILES)
        if form.is_valid():
            verdict = check_and_note(form.cleaned_data["paper"].read())
    context = facts(request, certificate) | {"form": form, "verdict": verdict}
    if verdict and verdict.certificate:
        name = "" if verdict.is_badge else policies.holder_shown(request.user, verdict.certificate)
        context["verdict_holder"] = name
    return render(request, "courses/certificate.html", context)


def facts(request: HttpRequest, certificate: Certificate) -> dict[str, object]:
    """Give what the page of a certificate shows to this visitor."""
    printed = Claims.from_json(certificate.claims)
    claims = replace(printed, holder=policies.holder_shown(request.user, certificate))
    is_holder = policies.is_holder(request.user, certificate)
    shown = shown_of(certificate)
    address = public_address(certificate)
    words = _("My certificate of the course “%(course)s”: %(address)s") % {"course": claims.course, "address": address}
    return {
        "certificate": certificate,
        "claims": claims,
        "is_short": claims.holder != printed.holder,
        "is_private": policies.is_private(certificate),
        "hours": hours_words(claims.hours),
        "address": address,
        "is_holder": is_holder,
        "may_download": policies.may_download(request.user, certificate),
        "may_correct": is_holder and may_be_corrected(certificate),
        "may_show": is_holder and certificate.enrolment_id is not None and not certificate.person.guarded,
        "is_expired": is_expired(certificate),
        "history": history_of(certificate),
        "recognition": recognition_words(claims),
        "shown": shown,
        "shown_minutes": minutes_words(shown.minutes) if shown.minutes else "",
        "share": {
            "whatsapp": f"https://wa.me/?{urlencode({'text': words})}",
            "email": f"mailto:?{urlencode({'body': words})}".replace("+", "%20"),
        },
    }


@require_safe
@for_certificate
def paper(request: HttpRequest, certificate: Certificate) -> HttpResponseBase:
    """Hand out the signed PDF to its holder and to coordinators."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if not policies.may_download(request.user, certificate):
        raise PermissionDenied
    file = storages["papers"].open(certificate.paper)
    return FileResponse(file, as_attachment=True, filename=f"{certificate.number}.pdf", content_type="application/pdf")


@require_http_methods(["GET", "POST"])
@for_certificate
def correct(request: HttpRequest, certificate: Certificate) -> HttpResponseBase:
    """Let the holder mend the name, once and within 30 days."""
    if not request.user.is_authenticated:
        return sign_in_and_return(request)
    if not policies.is_holder(request.user, certificate):
        raise PermissionDenied
    form = NameForm(request.POST or typed_before(request), initial={"name": certificate.claims["holder"]})
    closed = not may_be_corrected(certificate)
    if request.method == "POST" and form.is_valid():
        try:
            correct_name(certificate, name=form.cleaned_data["name"])
            return redirect(certificate)
        except CorrectionClosed:
            closed = True
    return render(
        request, "courses/certificate_name.html", {"certificate": certificate, "form": form, "closed": closed}
    )
