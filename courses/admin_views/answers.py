"""Operators call elders whose films wait for an answer: play and read the page, write down what they say."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages
from wagtail.admin.auth import user_passes_test

from courses import policies
from courses.domain.films import answers, codes
from courses.domain.films.answer_page import page_in_words, version_of
from courses.errors import SchoolError
from courses.forms.helped import AnswerForm
from courses.models import UNLISTED, AnswerWay, Contribution
from elearn.people.api import account_of
from elearn.people.errors import ConsentProblem
from elearn.people.models import ContactPoint
from media_pipeline.api import playback, status

from .videos import home_crumb

PER_PAGE = 20


@require_safe
@user_passes_test(policies.may_take_answers)
def waiting(request: HttpRequest) -> HttpResponse:
    """List who was asked and has not answered, the longest waiting first."""
    context = {
        "header_title": _("Answers of older people"),
        "breadcrumbs_items": [home_crumb(), {"url": "", "label": _("Answers of older people")}],
        "header_icon": "comment",
        "page_obj": Paginator(answers.waiting_for_answer(), PER_PAGE).get_page(request.GET.get("p")),
    }
    return render(request, "courses/admin/answers.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@user_passes_test(policies.may_take_answers)
def answer(request: HttpRequest, contribution_id: int) -> HttpResponse:
    """One film: the number to call, the page to read out, two buttons, and the code for a helper's device."""
    rows = Contribution.objects.filter(is_helped=True, questions__isnull=False).distinct()
    rows = rows.exclude(state__in=UNLISTED)
    found = get_object_or_404(rows.select_related("person", "film", "topic", "recorded_by"), pk=contribution_id)
    deed, form = request.POST.get("deed"), AnswerForm(request.POST or None)
    if deed in ("yes", "no") and form.is_valid():
        return _take(request, found, form, is_yes=deed == "yes")
    code = codes.read_out(found, by=account_of(request)) if deed == "code" else ""
    return render(request, "courses/admin/answer.html", _facts(request, found) | {"form": form, "code": code})


def _take(request: HttpRequest, found: Contribution, form: AnswerForm, *, is_yes: bool) -> HttpResponse:
    try:
        answers.answer(
            found, yes=is_yes, way=AnswerWay.PHONE, version=request.POST.get("version", ""), by=account_of(request),
            note=form.cleaned_data["note"],
        )  # fmt: skip
    except PermissionDenied:
        raise
    except (SchoolError, ConsentProblem) as error:
        messages.error(request, str(error))
        return redirect("courses_admin:answer", found.pk)
    messages.success(request, _("Thank you. The answer is written down."))
    return redirect("courses_admin:answers")


def _facts(request: HttpRequest, found: Contribution) -> dict[str, Any]:
    title = _("Ask about “%(title)s”") % {"title": found.title}
    phones = found.person.contact_points.filter(kind=ContactPoint.Kind.PHONE)
    may_take = answers.may_take_answer(account_of(request), found)
    return {
        "header_title": title,
        "breadcrumbs_items": [
            home_crumb(),
            {"url": reverse("courses_admin:answers"), "label": _("Answers of older people")},
            {"url": "", "label": title},
        ],
        "header_icon": "comment",
        "contribution": found,
        "answered": answers.stand(found),
        "words": page_in_words(found),
        "version": version_of(found),
        "phones": list(phones.values_list("value", flat=True)) if may_take else [],
        "may_take": may_take,
        "has_code": codes.to_read_out(found) is not None,
        "playback": playback(found.film) if status(found.film).playable else None,
    }
