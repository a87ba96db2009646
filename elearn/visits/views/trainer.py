"""A trainer's own pages: the visits to come, one visit, and the face that elders see."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from elearn.people.api import Role, account_of, role_required

from ..domain import answer
from ..domain.availability import fetch
from ..domain.book import may_be_moved_by_trainer
from ..domain.units import titles
from ..enums import COMING, VisitState, Way
from ..errors import VisitError
from ..forms_trainer import CannotForm, CodeForm
from ..models import Trainer, Visit
from ..policies import missing_checks
from .face import photo_answer

View = Callable[..., HttpResponseBase]


def for_trainers(view: View) -> View:
    """Guard a page: it gets the trainer who is signed in; who was not made one at the office yet is told so."""

    @never_cache
    @role_required(Role.TRAINER)
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        rows = Trainer.objects.select_related("person__account", "district")
        trainer = rows.filter(person=account_of(request).person_id).first()
        if trainer is None:
            return render(request, "visits/trainer_not_yet.html", status=403)
        return view(request, trainer, *args, **kwargs)

    return guarded


def standing_words(trainer: Trainer) -> dict[str, Any]:
    """Give what a page says about why a trainer is not sent to anybody; empty when they may be."""
    fetch([trainer])
    lacks = [kind.label for kind in missing_checks(trainer)]
    if not (trainer.suspended_at or lacks or not trainer.photo):
        return {}
    return {"is_suspended": trainer.suspended_at is not None, "lacks": lacks, "lacks_photo": not trainer.photo}


def coming(trainer: Trainer) -> QuerySet[Visit]:
    """Give the visits of a trainer that are still to come; nothing of whom."""
    visits = Visit.objects.filter(trainer=trainer, state__in=COMING, ends_at__gt=timezone.now())
    return visits.select_related("request__district").order_by("starts_at", "pk")


@require_safe
@for_trainers
def home(request: HttpRequest, trainer: Trainer) -> HttpResponse:
    """The visits to come, and the ways to everything else."""
    context = {"visits": coming(trainer), "standing": standing_words(trainer)}
    return render(request, "visits/trainer.html", context)


@require_http_methods(["GET", "POST"])
@for_trainers
def visit(request: HttpRequest, trainer: Trainer, key: UUID) -> HttpResponse:
    """One visit of mine: write down the code of the elder, or say that I cannot come."""
    mine = get_object_or_404(coming(trainer), key=key)
    deed = request.POST.get("deed", "") if mine.along_with_id is None else ""
    code = CodeForm(request.POST if deed == "code" else None)
    cannot = CannotForm(request.POST if deed == "cannot" else None)
    if code.is_bound and code.is_valid():
        return _answered(request, mine, code)
    if cannot.is_bound and cannot.is_valid():
        return _cancelled(request, mine, cannot)
    context = {
        "visit": mine,
        "units": titles(mine.request.units.all()),
        "waits": mine.state == VisitState.PROPOSED and mine.along_with_id is None,
        "may_move": may_be_moved_by_trainer(mine),
        "code": code,
        "cannot": cannot,
        "bound": code if code.is_bound else cannot,
    }
    status = 422 if code.errors or cannot.errors else 200
    return render(request, "visits/trainer_visit.html", context, status=status)


def _answered(request: HttpRequest, mine: Visit, form: CodeForm) -> HttpResponse:
    try:
        answer.agree(mine, way=Way.CODE, by=account_of(request), code=form.cleaned_data["code"])
    except VisitError as error:
        messages.error(request, str(error.words))
    else:
        messages.success(request, _("The visit is agreed. The elder has been told."))
    return redirect("visits:trainer_visit", mine.key)


def _cancelled(request: HttpRequest, mine: Visit, form: CannotForm) -> HttpResponse:
    try:
        answer.cancel(mine, by=account_of(request), reason=form.cleaned_data["reason"], is_elder=False)
    except VisitError as error:
        messages.error(request, str(error.words))
        return redirect("visits:trainer_visit", mine.key)
    messages.success(request, _("The visit is cancelled. The elder has been told, and we look for another time."))
    return redirect("visits:trainer")


@require_safe
@for_trainers
def own_face(request: HttpRequest, trainer: Trainer) -> HttpResponseBase:
    """The photo by which elders know me."""
    if not trainer.photo:
        raise Http404
    return photo_answer(trainer)
