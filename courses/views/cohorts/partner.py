"""The pages of a partner institution: its groups, who completed, and files with students.

Everything starts from the groups of the institutions that the signed-in contact speaks for today; a group of another
institution does not exist here (404).
"""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from courses.cohort_columns import HEADS
from courses.domain.cohorts import cohort_import
from courses.domain.cohorts.cohorts import (
    cohorts_of,
    figures_of,
    lines_of,
    members_of,
    open_groups,
    seats_left,
    table_of,
)
from courses.errors import GroupClosed, SchoolError
from courses.forms.cohort import StudentsFileForm
from courses.models import Cohort, CohortImport
from courses.views._limits import is_sent, status_of
from elearn.history.api import Kind, note
from elearn.people.api import Role, account_of, role_required
from elearn.web.reading_tables import MOST_BYTES, FileUnreadable
from elearn.web.tables import csv_file, xlsx_file

PER_PAGE = 50
GROUPS_A_PAGE = 20
FIRST = 5  # names that are seen without a tap: that many show whether the file was read as it was meant
FORMS = ("csv", "xlsx")


def group_for(request: HttpRequest, pk: int) -> Cohort:
    """Find a group of the contact's own institutions, or answer 404."""
    return get_object_or_404(cohorts_of(account_of(request)), pk=pk)


@require_safe
@never_cache
@role_required(Role.PARTNER)
def groups(request: HttpRequest) -> HttpResponse:
    """List the groups of the contact's institutions, the newest first."""
    page = Paginator(cohorts_of(account_of(request)), GROUPS_A_PAGE).get_page(request.GET.get("p"))
    return render(request, "courses/partner/groups.html", {"page_obj": page})


@require_safe
@never_cache
@role_required(Role.PARTNER)
def group(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a group: how many, and each student as the institution may see them."""
    cohort = group_for(request, pk)
    page = Paginator(members_of(cohort), PER_PAGE).get_page(request.GET.get("p"))
    context = {
        "cohort": cohort,
        "figures": figures_of(cohort),
        "left": seats_left(cohort),
        "lines": lines_of(cohort, page.object_list),
        "page_obj": page,
        "is_open": open_groups().filter(pk=cohort.pk).exists(),
    }
    return render(request, "courses/partner/group.html", context)


@require_safe
@never_cache
@role_required(Role.PARTNER)
def completions(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """Give the completions of a group as a file that a spreadsheet opens and never obeys."""
    cohort = group_for(request, pk)
    if form not in FORMS:
        raise Http404
    with transaction.atomic():
        note(
            Kind.COMPLETIONS_EXPORTED, who=account_of(request).person.key, subject=f"cohort:{cohort.pk}", form=form
        )  # fmt: skip
    name, lines = f"completions-{cohort.pk}-{timezone.localdate():%Y-%m-%d}", table_of(cohort)
    return csv_file(name, lines) if form == "csv" else xlsx_file(name, lines, title=cohort.title, bold=0)


@require_safe
@role_required(Role.PARTNER)
def empty_table(request: HttpRequest, form: str) -> HttpResponse:
    """Give an empty table to fill in, its heads in the reader's language."""
    if form not in FORMS:
        raise Http404
    place = {"az": 0, "ru": 1}.get(request.LANGUAGE_CODE, 2)
    lines = [[heads[place] for heads in HEADS.values()]]
    return csv_file("students", lines) if form == "csv" else xlsx_file("students", lines, title="students", bold=0)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@role_required(Role.PARTNER)
def bring(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks for a file and says how it is to be; POST looks at it. Nobody is invited yet."""
    cohort = group_for(request, pk)
    if not open_groups().filter(pk=cohort.pk).exists():
        messages.warning(request, str(GroupClosed.words))
        return redirect("courses:partner_group", cohort.pk)
    form = StudentsFileForm(request.POST, request.FILES) if request.method == "POST" else StudentsFileForm()
    if is_sent(request, form, limit="bring_students"):
        file = form.cleaned_data["file"]
        try:
            data = file.read(MOST_BYTES + 1)
            found = cohort_import.look(cohort, data, name=file.name, by=account_of(request))
            return redirect("courses:partner_file", cohort.pk, found.pk)
        except FileUnreadable as error:
            form.add_error("file", str(error.words))
        except SchoolError as error:
            form.add_error("file", str(error))
    context = {"cohort": cohort, "form": form, "left": seats_left(cohort)}
    return render(request, "courses/partner/bring.html", context, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@role_required(Role.PARTNER)
def brought(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """GET shows what a file would do and every line that is wrong; POST invites the good ones, or throws it away."""
    cohort = group_for(request, pk)
    found = _file(cohort, file)
    if request.method == "POST":
        return _done(request, cohort, found)
    plan = cohort_import.planned(found)
    good, faulty = plan.good, plan.faulty
    invited = good[: cohort_import.MOST_AT_ONCE]
    page = Paginator(faulty, PER_PAGE).get_page(request.GET.get("p"))
    context = {
        "cohort": cohort, "file": found, "plan": plan, "good": invited, "first": invited[:FIRST],
        "rest": invited[FIRST:],
        "later": max(0, len(good) - cohort_import.MOST_AT_ONCE), "faulty": len(faulty), "page_obj": page,
        "wrong": [(student, cohort_import.words_of(student)) for student in page],
        "total": len(plan.students), "known": len(plan.known),
    }  # fmt: skip
    return render(request, "courses/partner/file.html", context)


@require_safe
@never_cache
@role_required(Role.PARTNER)
def flawed(request: HttpRequest, pk: int, file: int, form: str) -> HttpResponse:
    """Give the lines that are wrong as a file to mend and bring again."""
    cohort = group_for(request, pk)
    found = _file(cohort, file)
    if form not in FORMS:
        raise Http404
    name, lines = f"to-mend-{found.pk}", cohort_import.flawed(found, cohort_import.planned(found))
    return csv_file(name, lines) if form == "csv" else xlsx_file(name, lines, title=_("to mend"), bold=0)


def _file(cohort: Cohort, pk: int) -> CohortImport:
    found = get_object_or_404(cohort_import.kept_files(), pk=pk, cohort=cohort)
    found.cohort = cohort
    return found


def _done(request: HttpRequest, cohort: Cohort, file: CohortImport) -> HttpResponse:
    if request.POST.get("deed") == "drop":
        file.delete()
        messages.success(request, _("The file is thrown away. What you invited before stays."))
        return redirect("courses:partner_group", cohort.pk)
    before: Any = file.counts.get("invited", 0)
    try:
        done = cohort_import.apply(file, mark=request.POST.get("mark", ""), by=account_of(request))
    except SchoolError as error:
        messages.warning(request, str(error))
        return redirect("courses:partner_file", cohort.pk, file.pk)
    number = done.counts["invited"] - before
    messages.success(request, _("Invited: %(number)d. Each of them decides alone.") % {"number": number})
    if done.rows:
        return redirect("courses:partner_file", cohort.pk, file.pk)
    return redirect("courses:partner_group", cohort.pk)
