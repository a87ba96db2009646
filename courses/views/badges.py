"""A holder's badge: the signed record, alone or in a picture. For the holder and for coordinators, like the paper."""

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from courses import policies
from courses.documents.badge_picture import Form, bake, draw_badge
from courses.domain.badges.achievements import words_of
from courses.domain.badges.credentials import ensure
from courses.models import Certificate

from .certificate import for_certificate

KINDS = {"jwt": "application/vc+jwt", "svg": "image/svg+xml", "png": "image/png"}


@require_safe
@for_certificate
def badge(request: HttpRequest, certificate: Certificate, form: str) -> HttpResponseBase:
    """Hand out the badge of a certificate; one from before there were badges gets its own now."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if not policies.may_download(request.user, certificate):
        raise PermissionDenied
    certificate = ensure(certificate)
    if not certificate.credential:
        raise Http404
    response = HttpResponse(_file(certificate, form), content_type=KINDS[form])
    response["Content-Disposition"] = f'attachment; filename="{certificate.number}.{form}"'
    return response


def _file(certificate: Certificate, form: str) -> bytes:
    if form == "jwt":
        return certificate.credential.encode()
    kind: Form = "svg" if form == "svg" else "png"
    return bake(draw_badge(words_of(certificate), kind), certificate.credential, kind)
