"""Works of learners, for who answers them: the teacher of the course, volunteers named for it, and coordinators."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from courses.domain.works import practice_replies
from courses.domain.works.waiting import settled, waiting, waits, works_for
from courses.errors import SchoolError
from courses.forms.practice import ReplyForm
from courses.models import Practice
from elearn.people.api import Role, account_of, role_required
from elearn.people.models import Account, Person
from elearn.safety.api import SafetyError

from ._limits import ANSWERS, is_sent, status_of

PER_PAGE = 20
answers_works = role_required(Role.ELDER, Role.VOLUNTEER, Role.COORDINATOR)


@require_safe
@never_cache
@answers_works
def works(request: HttpRequest) -> HttpResponseBase:
    """List the works that wait for an answer, and those answered."""
    rows = works_for(account_of(request))
    is_waiting = request.GET.get("show") != "answered"
    rows = waiting(rows) if is_waiting else settled(rows)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "courses/my_works.html", {"slice": page, "waits": is_waiting})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@answers_works
def work(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Look at one work and answer it. Others' are not there."""
    account = account_of(request)
    found = get_object_or_404(works_for(account), pk=pk)
    return answering_work(request, found, by=account, back=reverse("courses:my_works"))


def answering_work(
    request: HttpRequest, found: Practice, *, by: Account, back: str, teacher: Person | None = None, **more: Any
) -> HttpResponseBase:
    """Show a work with the ways to answer it, or take the answer. `by` takes it down where a teacher is given."""
    form = ReplyForm(request.POST or None, may_decide=waits(found))
    if is_sent(request, form, limit=ANSWERS) and _replied(form, found, by=by, teacher=teacher):
        messages.success(request, _("Thank you! Somebody of ours reads your words first, then they are passed on."))
        return redirect(back)
    context = {
        "work": found, "form": form, "replies": practice_replies.replies_to(found, reader=by.person), "back": back,
        **more,
    }  # fmt: skip
    return render(request, "courses/work.html", context, status=status_of(form))


def _replied(form: ReplyForm, found: Practice, *, by: Account, teacher: Person | None) -> bool:
    try:
        practice_replies.reply(
            found, by=by, verdict=form.chosen, text=form.cleaned_data["text"], teacher=teacher
        )  # fmt: skip
    except (SchoolError, SafetyError) as error:
        form.add_error("text", str(error))
    return not form.errors
