"""Certificates of thanks: who gave something in a year, who was asked, and what they said on the phone."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.admin.auth import permission_required

from courses.domain.certificates.contributed import (
    answer_wanted,
    ask_whether_wanted,
    given_by,
    given_words,
    is_open_year,
    subject_of,
)
from courses.errors import SchoolError
from courses.models import Certificate, Contributed
from elearn.people.api import account_of
from elearn.people.models import Person
from elearn.web.api import number_in

from .issue import ISSUE, PER_PAGE, crumbs

FIRST_YEAR = 2024


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(ISSUE)
def contributions(request: HttpRequest, year: int) -> HttpResponse:
    """Everybody who gave something in a year, by name; ask them, or write down their answer on the phone."""
    if not FIRST_YEAR <= year <= timezone.localdate().year:
        raise Http404
    if request.method == "POST":
        return _do(request, year)
    gave = given_by(None, year)
    people = Person.objects.filter(pk__in=gave, removed_at=None).order_by("name", "pk")
    page = Paginator(people, PER_PAGE).get_page(request.GET.get("p"))
    asked = Contributed.objects.filter(person__in=[one.pk for one in page], subject=subject_of(year))
    current = Prefetch("certificates", Certificate.objects.current(), to_attr="current")
    known = {row.person_id: row for row in asked.prefetch_related(current)}
    is_open = is_open_year(year)
    context = {
        "header_title": _("Certificates of thanks, %(year)s") % {"year": year},
        "breadcrumbs_items": crumbs({"url": "", "label": _("Of thanks")}),
        "header_icon": "doc-full-inverse",
        "year": year,
        "earlier": year - 1 if year > FIRST_YEAR else None,
        "later": year + 1 if year < timezone.localdate().year else None,
        "is_open": is_open,
        "rows": [_row(one, given_words(gave[one.pk]), known.get(one.pk), is_open=is_open) for one in page],
        "page_obj": page,
        "elided_page_range": page.paginator.get_elided_page_range(page.number),
    }
    return render(request, "courses/admin/contributions.html", context)


def _row(person: Person, words: tuple[str, ...], asked: Contributed | None, *, is_open: bool) -> dict[str, Any]:
    certificate = next(iter(getattr(asked, "current", ())), None)
    if certificate:
        state = _("issued")
    elif asked is None:
        state = _("not asked yet")
    else:
        state = _("asked") if asked.wanted is None else _("would rather not")
    may_decide = is_open and person.speaks_for_themself and not certificate
    return {
        "person": person, "gave": ", ".join(words), "state": state, "certificate": certificate,
        "may_ask": may_decide and asked is None, "may_answer": may_decide,
    }  # fmt: skip


def _do(request: HttpRequest, year: int) -> HttpResponse:
    person = get_object_or_404(Person, pk=number_in(request.POST.get("person")))
    by, deed = account_of(request), request.POST.get("deed", "")
    try:
        if deed == "ask":
            ask_whether_wanted(person, year=year, by=by)
            messages.success(request, _("%(name)s is asked.") % {"name": person.name})
        elif deed in ("yes", "no"):
            issued = answer_wanted(person, year=year, wanted=deed == "yes", by=by)
            words = _("The certificate of %(name)s is issued.") if issued else _("The answer of %(name)s is kept.")
            messages.success(request, words % {"name": person.name})
    except SchoolError as error:
        messages.error(request, str(error))
    return redirect("courses_admin:contributions", year)
