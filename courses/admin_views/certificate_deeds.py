"""What a coordinator does with a certificate for its holder: issue it again, or mend the name on it.

Both are asked in two steps: what is to be done is typed, then read once more as it will be, and said yes to.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.admin.auth import permission_required

from courses.domain.certificates.again import issue_again, may_be_issued_again
from courses.domain.certificates.claims import name_for_papers
from courses.domain.certificates.correct import may_be_mended, mend_name
from courses.errors import SchoolError
from courses.models import Certificate
from elearn.people.api import account_of

from .forms_issue import NamedDeedForm
from .issue import ISSUE
from .videos import home_crumb

Do = Callable[[NamedDeedForm], Certificate]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(ISSUE)
def again(request: HttpRequest, certificate_id: int) -> HttpResponse:
    """Issue it again, after it was cancelled or has expired: under a new number."""
    found = _found(certificate_id)

    def do(form: NamedDeedForm) -> Certificate:
        typed = form.cleaned_data
        return issue_again(found, by=account_of(request), reason=typed["reason"], name=typed["name"])

    words = {
        "title": _("Issue again"),
        "explained": _("It gets a new number, a new paper and a new badge. The earlier one stays, and says on its page "
                       "that this one took its place. The holder is told."),
        "button": _("Issue the certificate again"),
        "done": _("The certificate is issued again, and its holder is told."),
    }  # fmt: skip
    return _two_steps(request, found, do, may=may_be_issued_again(found), name=name_for_papers(found.person), **words)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(ISSUE)
def name(request: HttpRequest, certificate_id: int) -> HttpResponse:
    """Mend the name, for who cannot do it or has done it once."""
    found = _found(certificate_id)

    def do(form: NamedDeedForm) -> Certificate:
        typed = form.cleaned_data
        return mend_name(found, by=account_of(request), reason=typed["reason"], name=typed["name"])

    words = {
        "title": _("Correct the name"),
        "explained": _("A new paper is printed under the same number. The earlier paper is known as replaced. The "
                       "holder is told. Correct a mistake only: a certificate is not passed on to somebody else."),
        "button": _("Print it with this name"),
        "done": _("The name is corrected, and the holder is told."),
    }  # fmt: skip
    return _two_steps(request, found, do, may=may_be_mended(found), name=found.claims["holder"], **words)


def _found(certificate_id: int) -> Certificate:
    rows = Certificate.objects.issued().filter(is_check=False).with_holder()
    found: Certificate = get_object_or_404(rows, pk=certificate_id)
    return found


def _two_steps(
    request: HttpRequest, found: Certificate, do: Do, *, may: bool, name: str, title: str, **words: str
) -> HttpResponse:
    back = reverse("courses_admin:certificate", args=[found.pk])
    if not may:
        messages.error(request, _("This cannot be done with this certificate as it stands now."))
        return redirect(back)
    form = NamedDeedForm(request.POST or None, initial={"name": name})
    asked = request.method == "POST" and "change" not in request.POST and form.is_valid()
    if asked and "sure" in request.POST:
        try:
            made = do(form)
            messages.success(request, words["done"])
            return redirect("courses_admin:certificate", made.pk)
        except SchoolError as error:
            form.add_error(None, str(error))
            asked = False
    context: dict[str, Any] = words | {
        "header_title": title,
        "breadcrumbs_items": [
            home_crumb(), {"url": reverse("courses_admin:certificates"), "label": _("Certificates")},
            {"url": back, "label": found.number}, {"url": "", "label": title},
        ],
        "header_icon": "doc-full-inverse",
        "certificate": found,
        "printed": found.claims["holder"],
        "form": form,
        "asked": asked,
        "is_own": account_of(request).person_id == found.person.pk,
    }  # fmt: skip
    wrong = bool(form.is_bound and form.errors)
    return render(request, "courses/admin/certificate_deed.html", context, status=422 if wrong else 200)
