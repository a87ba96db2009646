"""What reaches nobody by message: told by phone, or printed as a letter."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

import courses.api as school
import elearn.notices.api as notices
import elearn.visits.api as visits
from courses.models import Certificate
from elearn.history.api import Kind, note
from elearn.notices.models import Notice
from elearn.people.api import Role, account_of, helped_by, role_required
from elearn.visits.enums import VisitState
from elearn.web.api import number_in

from .callers import Caller
from .views_callers import caller_of

MOST_CALLS = 30
MOST_LETTERS = 10


@never_cache
@require_safe
@role_required(Role.OPERATOR, Role.COORDINATOR)
def calls(request: HttpRequest) -> HttpResponse:
    """Whom to call, at which number, and what to say; the oldest first."""
    account = account_of(request)
    left = {row.elder_id for row in helped_by(account.person)} | {account.person_id}
    due = notices.calls_to_make()
    rows = [
        {"notice": notice, "words": notices.what_to_say(notice), "proposes_letter": notice.calls >= notices.MOST_CALLS}
        for notice in due.exclude(person__in=left)[:MOST_CALLS]
    ]
    return render(request, "desk/calls.html", {"rows": rows, "count": due.count()})


@require_POST
@role_required(Role.OPERATOR, Role.COORDINATOR)
def call(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Note what came of a call, or print it as a letter instead."""
    notice, account = _notice(request, pk), account_of(request)
    said = request.POST.get("came", "")
    if said == "letter":
        if notices.note_letter(notice, by=account):
            return redirect("desk:letter", notice.pk)
        messages.warning(request, _("A colleague was quicker: this is done."))
    elif said in ("told", "nobody"):
        count = number_in(request.POST.get("calls"))
        if not notices.note_call(notice, reached=said == "told", by=account, calls=count):
            messages.warning(request, _("A colleague was quicker: this is done."))
        elif said == "told":
            messages.success(request, _("Thank you. The call is noted."))
        else:
            messages.success(request, _("It is noted. It comes back to the list in two hours."))
    return redirect("desk:calls")


@never_cache
@require_http_methods(["GET", "POST"])
@role_required(Role.OPERATOR, Role.COORDINATOR)
def letters(request: HttpRequest, key: UUID) -> HttpResponse:
    """Print for one person: the agreed visit, or what we told them last."""
    row = caller_of(request, key)
    visit = row.stand.visit if row.stand.is_settled else None  # a letter names who comes
    agreed = visit if visit and visit.state == VisitState.CONFIRMED and row.person.speaks_for_themself else None
    if request.method == "POST":
        if agreed is None:
            raise Http404
        notice = notices.write_letter(
            row.person, "visit_confirmed", key=f"letter:visit:{agreed.pk}:{agreed.version}",
            facts=visits.facts_of(agreed), by=account_of(request),
        )  # fmt: skip
        return redirect("desk:letter", notice.pk)
    told = [{"notice": one, "about": notices.about(one)} for one in notices.printable(row.person)[:MOST_LETTERS]]
    context = {"row": row, "agreed": agreed, "told": told, "certificates": _certificates(row)}
    return render(request, "desk/caller_letter.html", context)


def _certificates(row: Caller) -> list[Certificate]:
    """Give the certificates that can be printed for who asks on the phone; a minor's are asked for otherwise."""
    if row.is_minor or not row.person.speaks_for_themself:
        return []
    found = school.certificates_of(row.person)
    return [one for one in found if one.cancelled_at is None and not one.holder_is_removed]


@never_cache
@require_safe
@role_required(Role.OPERATOR, Role.COORDINATOR)
def certificate(request: HttpRequest, key: UUID, reference: str) -> HttpResponse:
    """A certificate of who is on the phone, as it was signed: to print, and to send by post."""
    row = caller_of(request, key)
    found = next((one for one in _certificates(row) if one.reference == reference), None)
    if found is None:
        raise Http404
    answer = HttpResponse(school.read_paper(found), content_type="application/pdf")
    who = account_of(request).person.key
    with transaction.atomic():
        note(Kind.CERTIFICATE_PRINTED, who=who, subject=found.subject, is_check=found.is_check, certificate=found.pk)
    answer["Content-Disposition"] = f'inline; filename="{found.number}.pdf"'
    return answer


@never_cache
@require_safe
@role_required(Role.OPERATOR, Role.COORDINATOR)
def paper(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A message as a letter, to print. It holds no address, no code and nothing that opens something."""
    notice = _notice(request, pk)
    if not notices.may_be_printed(notice):
        raise Http404
    answer = HttpResponse(notices.letter_of(notice), content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="letter.pdf"'
    return answer


def _notice(request: HttpRequest, pk: UUID) -> Notice:
    """Give a message to somebody we know. Raises PermissionDenied for one's own, and of whom one helps oneself."""
    found = get_object_or_404(
        Notice.objects.select_related("person"), pk=pk, person__is_check=False, person__removed_at=None
    )
    account = account_of(request)
    if found.person_id == account.person_id or helped_by(account.person).filter(elder=found.person_id).exists():
        raise PermissionDenied
    return found
