"""A course that somebody learnt in is evidence: it can be taken down, never deleted."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.models import Page

from courses.models import Enrolment, LessonProgress, PlaybackSession, QuizAttempt


def is_evidence(page: Page) -> bool:
    """Tell whether learners' work hangs on a page or on one below it."""
    return (
        Enrolment.objects.filter(course__path__startswith=page.path).exists()
        or LessonProgress.objects.filter(lesson__path__startswith=page.path).exists()
        or PlaybackSession.objects.filter(lesson__path__startswith=page.path).exists()
        or QuizAttempt.objects.filter(lesson__path__startswith=page.path).exists()
    )


def keep_evidence(request: HttpRequest, page: Page) -> HttpResponseBase | None:
    """Instead of deleting such a page, lead to taking it down, and say why."""
    if not is_evidence(page):
        return None
    messages.warning(request, _("People have learnt here, so the page is kept. You can take it down instead."))
    return redirect("wagtailadmin_pages:unpublish", page.pk)


def keep_all_evidence(request: HttpRequest, action_type: str, objects: list, action: object) -> HttpResponseBase | None:
    """The same for several pages at once."""
    kept = next((page for page in objects if isinstance(page, Page) and is_evidence(page)), None)
    return keep_evidence(request, kept) if action_type == "delete" and kept else None
