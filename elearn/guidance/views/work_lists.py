"""What a counsellor has to do, in one list; and for coordinators all open questions, without a word of one."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, DateTimeField, Exists, OuterRef, Q, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from elearn.people.api import account_of, has_role
from elearn.people.models import Account, Role

from ..case_enums import OPEN_APPOINTMENTS, OPEN_STATES, CaseDid, CaseState, CheckState, Side
from ..domain.case_counsel import be_ready
from ..domain.case_people import AT_WORK, counsellors, readiness_of
from ..forms_counsel import ReadyForm
from ..models import Appointment, Case, CaseCheck, CaseEntry, CaseMessage
from ..policies_counsel import hands_on, is_counsellor
from .work_door import office

MOST = 100
MOST_ANSWERED = 20


@require_safe
@office
def work(request: HttpRequest) -> HttpResponse:
    """Mine: to answer, to read for others, to call. A coordinator who does not counsel goes to all of them."""
    by = account_of(request)
    if not is_counsellor(by):
        return redirect("guidance:work_all")
    checks = CaseCheck.objects.filter(checker=by, state=CheckState.ASKED, case__state=CaseState.CHECKING)
    calls = Appointment.objects.filter(case__counsellor=by, state__in=OPEN_APPOINTMENTS)
    answered = Case.objects.filter(counsellor=by, state=CaseState.ANSWERED).order_by("-answered_at", "-pk")
    context = {
        "cases": list(_mine(by)[:MOST]),
        "checks": list(checks.select_related("case")[:MOST]),
        "calls": list(calls.select_related("case").order_by("starts_at", "pk")[:MOST]),
        "answered": list(answered[:MOST_ANSWERED]),
        "now": timezone.now(),
        "hands_on": hands_on(by),
    }
    return render(request, "guidance/work/work.html", context)


def _mine(by: Account) -> QuerySet[Case]:
    """Select what somebody has to answer, the most urgent first; `is_new`: they have not seen all of it."""
    mine = CaseEntry.objects.filter(case=OuterRef("pk"), by=by, did=CaseDid.LOOKED).order_by("-at")
    looked = Subquery(mine.values("at")[:1], output_field=DateTimeField())
    wrote = CaseMessage.objects.filter(case=OuterRef("pk"), side=Side.ASKER)
    seen = wrote.filter(written_at__gt=OuterRef("looked"))
    rows = Case.objects.filter(counsellor=by, state__in=AT_WORK).annotate(looked=looked)
    return rows.annotate(is_new=Q(looked=None) | Exists(seen)).order_by("answer_by", "pk")


@require_safe
@office
def everything(request: HttpRequest) -> HttpResponse:
    """How many wait and how long, who has how much; each can be handed on, and none can be read here."""
    by = account_of(request)
    if not hands_on(by):
        raise Http404
    now = timezone.now()
    open_cases = Case.objects.filter(state__in=OPEN_STATES, is_check=False)
    figures = open_cases.aggregate(
        waiting=Count("pk", filter=Q(state=CaseState.WAITING)),
        at_work=Count("pk", filter=Q(state__in=AT_WORK)),
        late=Count("pk", filter=Q(answer_by__lt=now)),
    )
    shown = open_cases.select_related("counsellor__person").order_by("answer_by", "pk")[:MOST]
    people = [(one, readiness_of(one)) for one in counsellors().order_by("person__name", "pk")]
    context = {"cases": list(shown), "figures": figures, "people": people, "now": now, "today": timezone.localdate(),
               "counsels": is_counsellor(by)}  # fmt: skip
    return render(request, "guidance/work/all.html", context)


@require_http_methods(["GET", "POST"])
@office
def ready(request: HttpRequest, who: int | None = None) -> HttpResponse:
    """What a counsellor takes: their own page, or a coordinator's about them."""
    by = account_of(request)
    account = by if who is None else get_object_or_404(counsellors(), pk=who)
    if not is_counsellor(account) or not (account.pk == by.pk or has_role(by, Role.COORDINATOR)):
        raise Http404
    kept = readiness_of(account)
    initial = {name: getattr(kept, name) for name in ReadyForm.base_fields}
    form = ReadyForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        _keep(account, form.cleaned_data, by=by)
        messages.success(request, _("It is written down."))
        return redirect("guidance:work" if who is None else "guidance:work_all")
    name = "" if account.pk == by.pk else account.person.name
    status = 422 if form.is_bound else 200
    return render(request, "guidance/work/ready.html", {"form": form, "name": name}, status=status)


def _keep(account: Account, said: dict[str, Any], *, by: Account) -> None:
    be_ready(
        account, topics=said["topics"], languages=said["languages"], most=said["most"],
        away=(said["away_from"], said["away_until"]), by=by,
    )  # fmt: skip
