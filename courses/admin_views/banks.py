"""Banks of questions in the Wagtail admin: all of them, and their questions as files taken out and brought in."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access
from wagtail.permission_policies.pages import PagePermissionPolicy

from courses.domain.quizzes import bank_import
from courses.errors import SchoolError
from courses.models import BankImport, BankPage
from courses.quizzes.lines import COLUMNS
from elearn.history.api import Kind, note
from elearn.people.api import account_of
from elearn.web.reading_tables import MOST_BYTES, FileUnreadable
from elearn.web.tables import csv_file, xlsx_file

from .attempts import GRANT
from .forms_quiz import BankFileForm
from .videos import home_crumb

BANKS_A_PAGE = 30
LINES_A_PAGE = 50


def editable(request: HttpRequest) -> Any:
    """Give the pages this account may edit: a bank holds the right answers."""
    return PagePermissionPolicy().instances_user_has_permission_for(request.user, "change")


def bank_for(request: HttpRequest, bank_id: int) -> BankPage:
    """Find a bank that this account may edit, or answer 404 or 403."""
    bank = get_object_or_404(BankPage.objects.select_related("locale"), pk=bank_id)
    if not bank.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    return bank


def _crumbs(*last: tuple[str, str]) -> list[dict[str, str]]:
    banks = {"url": reverse("courses_admin:banks"), "label": _("Banks of questions")}
    return [home_crumb(), banks, *({"url": url, "label": label} for label, url in last)]


@require_safe
@require_admin_access
def banks(request: HttpRequest) -> HttpResponse:
    """List the banks this account may edit, by title, each with its language and how many questions are public."""
    if not request.user.has_perm(GRANT):
        raise PermissionDenied
    found = BankPage.objects.filter(pk__in=editable(request).values("pk")).select_related("locale")
    page = Paginator(found.order_by("title", "pk"), BANKS_A_PAGE).get_page(request.GET.get("p"))
    context = {
        "header_title": _("Banks of questions"),
        "header_icon": "help",
        "breadcrumbs_items": [*_crumbs()[:1], {"url": "", "label": _("Banks of questions")}],
        "page_obj": page,
        "elided_page_range": page.paginator.get_elided_page_range(page.number),
        "lines": [(bank, len(bank.questions)) for bank in page],
    }
    return render(request, "courses/admin/banks.html", context)


@require_safe
@require_admin_access
def take_out(request: HttpRequest, bank_id: int, form: str) -> HttpResponse:
    """Give a bank, as it was last saved, as a file that can be mended and brought back."""
    bank = bank_for(request, bank_id)
    if form not in ("csv", "xlsx"):
        raise Http404
    with transaction.atomic():
        note(Kind.BANK_EXPORTED, who=account_of(request).person.key, subject=f"bank:{bank.pk}", kind_of_file=form)
    name, lines = f"questions-{bank.slug}", bank_import.lines_out(bank)
    return csv_file(name, lines) if form == "csv" else xlsx_file(name, lines, title=bank.title, bold=0)


@require_http_methods(["GET", "POST"])
@require_admin_access
def bring(request: HttpRequest, bank_id: int) -> HttpResponse:
    """GET asks for a file and says how it is to be; POST looks at it. Nothing is changed."""
    bank = bank_for(request, bank_id)
    form = BankFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            found = bank_import.look(bank, file.read(MOST_BYTES + 1), name=file.name, by=account_of(request))
            return redirect("courses_admin:bank_file", found.pk)
        except FileUnreadable as error:
            form.add_error("file", str(error.words))
    context = {
        "header_title": _("Bring questions in"),
        "header_icon": "upload",
        "breadcrumbs_items": _crumbs((bank.title, "")),
        "bank": bank,
        "form": form,
        "columns": COLUMNS,
    }
    return render(request, "courses/admin/bank_bring.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@require_admin_access
def bank_file(request: HttpRequest, file_id: int) -> HttpResponse:
    """GET shows what every line of a file would do, and all that is wrong; POST does it, or throws the file away.

    Where some lines are wrong, the good ones can be taken alone.
    """
    file = get_object_or_404(BankImport.objects.select_related("bank__locale", "by__person"), pk=file_id)
    bank = bank_for(request, file.bank_id)
    if request.method == "POST":
        return _done(request, file, bank)
    plan = bank_import.planned(file)
    lines = sorted((line for line in plan.lines if line.state != "same"), key=lambda line: line.state != "faulty")
    page = Paginator(lines, LINES_A_PAGE).get_page(request.GET.get("p"))
    context = {
        "header_title": file.name,
        "header_icon": "upload",
        "breadcrumbs_items": _crumbs((bank.title, reverse("wagtailadmin_pages:edit", args=[bank.pk])), (file.name, "")),
        "bank": bank,
        "file": file,
        "plan": plan,
        "counts": {state: plan.count(state) for state in ("new", "changed", "same", "faulty")},
        "page_obj": page,
        "elided_page_range": page.paginator.get_elided_page_range(page.number),
        "may_apply": bool(plan.changes) and not plan.is_faulty,
    }
    return render(request, "courses/admin/bank_file.html", context)


@require_safe
@require_admin_access
def bank_flawed(request: HttpRequest, file_id: int, form: str) -> HttpResponse:
    """Give the lines that are wrong, each with its reasons, as a file to mend and bring in again."""
    file = get_object_or_404(BankImport.objects.select_related("bank__locale"), pk=file_id)
    bank = bank_for(request, file.bank_id)
    if form not in ("csv", "xlsx"):
        raise Http404
    name, lines = f"to-mend-{bank.slug}", bank_import.flawed(file, bank_import.planned(file))
    return csv_file(name, lines) if form == "csv" else xlsx_file(name, lines, title=_("to mend"), bold=0)


def _done(request: HttpRequest, file: BankImport, bank: BankPage) -> HttpResponse:
    if request.POST.get("deed") == "drop":
        file.delete()
        messages.success(request, _("It is thrown away. Nothing was changed."))
        return redirect("courses_admin:banks")
    if bank.permissions_for_user(request.user).page_locked():
        messages.error(request, _("Somebody has locked this bank. Nothing was changed."))
        return redirect("courses_admin:bank_file", file.pk)
    only_good = request.POST.get("deed") == "good"
    try:
        mark = request.POST.get("mark", "")
        plan = bank_import.apply(file, mark=mark, by=account_of(request), without_faulty=only_good)
    except SchoolError as error:
        messages.error(request, str(error))
        still_there = BankImport.objects.filter(pk=file.pk).exists()
        return redirect("courses_admin:bank_file", file.pk) if still_there else redirect("courses_admin:banks")
    messages.success(request, _("It is a draft now. Another coordinator has to approve it before learners see it."))
    if plan.is_faulty:  # what is left in the file can be mended
        return redirect("courses_admin:bank_file", file.pk)
    return redirect("wagtailadmin_pages:edit", bank.pk)
