"""A bank that lessons draw from stays public: without it their questions could not be asked, and nobody could pass."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.models import Page

from courses.models import BankPage, LessonPage

UNDOING = ("delete", "unpublish")


def drawn_from(page: Page) -> BankPage | None:
    """Give a bank among a page and those below it that a lesson elsewhere draws from."""
    elsewhere = LessonPage.objects.filter(quiz_bank__path__startswith=page.path).exclude(path__startswith=page.path)
    lesson = elsewhere.select_related("quiz_bank").defer("body").first()
    return lesson.quiz_bank if lesson else None


def keep_bank(request: HttpRequest, page: Page) -> HttpResponseBase | None:
    """Instead of taking such a page away, say why it stays."""
    bank = drawn_from(page)
    if bank is None:
        return None
    messages.warning(request, _("Lessons draw questions from “%(bank)s”. Change those lessons first.") % {"bank": bank.title})  # noqa: E501  # fmt: skip
    return redirect("wagtailadmin_pages:edit", bank.pk)


def keep_banks(request: HttpRequest, action_type: str, objects: list, action: object) -> HttpResponseBase | None:
    """The same for several pages at once."""
    if action_type not in UNDOING:
        return None
    kept = next((page for page in objects if isinstance(page, Page) and drawn_from(page)), None)
    return keep_bank(request, kept) if kept else None
