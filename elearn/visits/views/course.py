"""What is taught at home: a page and a sheet for each skill, for everybody; all sheets of one visit for staff."""

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from courses.api import is_lesson_shown
from elearn.people.api import Role, account_of, role_required

from ..documents.sheet import draw
from ..domain import cards
from ..domain.curriculum import languages_of, sheet_of, units_offered
from ..enums import HOLDS_TIME
from ..models import Unit, Visit
from ..policies import is_office
from ..sheet_words import sheets_of


@require_safe
def skills(request: HttpRequest) -> HttpResponse:
    """Everything that can be learnt at home."""
    return render(request, "visits/course_skills.html", {"sheets": [sheet_of(unit) for unit in units_offered()]})


@require_safe
def skill(request: HttpRequest, code: str) -> HttpResponse:
    """One skill: what one will be able to do, the steps, what to be careful about."""
    unit = _unit(code)
    sheet = sheet_of(unit)
    context = {
        "sheet": sheet,
        "is_foreign": sheet.language != get_language(),
        "has_film": is_lesson_shown(unit.lesson),
        "papers": languages_of(unit),
    }
    return render(request, "visits/course_skill.html", context)


@require_safe
def film(request: HttpRequest, code: str) -> HttpResponseBase:
    """Where the code on a sheet leads: to the film while there is one, else to the skill. Paper is not reprinted."""
    unit = units_offered().filter(code=code).first()
    if unit is None:
        return redirect("visits:skills")
    if unit.lesson and is_lesson_shown(unit.lesson):
        return redirect(unit.lesson.get_url(request))
    return redirect("visits:skill", unit.code)


@require_safe
def paper(request: HttpRequest, code: str, language: str) -> HttpResponse:
    """The sheet of a skill in a language, to print."""
    unit = _unit(code)
    if language not in dict(languages_of(unit)):
        raise Http404
    return _pdf(draw(sheets_of([unit], language)), f"{unit.code}-{language}.pdf")


@never_cache
@require_safe
@role_required(Role.TRAINER, Role.COORDINATOR, Role.OPERATOR)
def visit_papers(request: HttpRequest, key: UUID) -> HttpResponse:
    """All sheets of a visit in the elder's language, for the trainer who goes there and for the office."""
    account = account_of(request)
    visits = Visit.objects.filter(state__in=HOLDS_TIME).select_related("request")
    if not is_office(account):
        visits = visits.filter(trainer__person=account.person_id, trainer__suspended_at=None)
    visit = get_object_or_404(visits, key=key)
    units = cards.taught(visit.request)
    if not units:
        raise Http404
    language = visit.request.language
    language = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    return _pdf(draw(sheets_of(units, language)), f"{visit.starts_at:%Y-%m-%d}.pdf")


def _unit(code: str) -> Unit:
    return get_object_or_404(units_offered(), code=code)


def _pdf(data: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        data, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'}
    )
