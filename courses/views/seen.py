"""Who else can be seen or heard in a teacher's film: who is asked, how each has answered, and answers on paper."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from courses.domain.films import contribute
from courses.domain.films.consents import ask_seen, subject_of
from courses.forms.consent import SeenForm
from courses.models import Contribution
from courses.views._teacher import teacher_of
from elearn.people.api import Role, account_of, consent_paper, consents_for, role_required, write_down
from elearn.people.errors import ConsentProblem
from elearn.people.forms_consent import WriteDownForm
from elearn.people.models import Consent, ConsentWay


def _mine(request: HttpRequest, pk: int) -> Contribution:
    return get_object_or_404(contribute.contributions_of(teacher_of(request)), pk=pk)


def _asked(request: HttpRequest, pk: int, key: UUID) -> tuple[Contribution, Consent]:
    """One of the others in a teacher's own film; the teacher's own consent is answered elsewhere."""
    contribution = _mine(request, pk)
    others = consents_for(subject_of(contribution.film)).filter(is_own=False)
    return contribution, get_object_or_404(others, key=key)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.ELDER)
def seen(request: HttpRequest, pk: int) -> HttpResponse:
    """The people in a film, and asking more of them."""
    contribution = _mine(request, pk)
    form = SeenForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _ask(request, contribution, form):
        messages.success(request, _("Thank you. They are asked."))
        return redirect("courses:seen", pk=pk)
    others = [one for one in consents_for(subject_of(contribution.film)) if not one.is_own]
    context = {"form": form, "contribution": contribution, "others": others}
    return render(request, "courses/film_seen.html", context, status=422 if form.errors else 200)


def _ask(request: HttpRequest, contribution: Contribution, form: SeenForm) -> bool:
    try:
        with transaction.atomic():
            for one in form.seen:
                ask_seen(contribution, one, by=account_of(request))
    except ConsentProblem as error:
        form.add_error(None, str(error))
        return False
    return True


@never_cache
@require_safe
@role_required(Role.ELDER)
def paper(request: HttpRequest, pk: int, key: UUID) -> HttpResponse:
    """The paper for somebody in the film, to print and have signed."""
    return consent_paper(request, _asked(request, pk, key)[1])


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.ELDER)
def write(request: HttpRequest, pk: int, key: UUID) -> HttpResponse:
    """Send the signed paper or the recorded voice of somebody in the film."""
    contribution, consent = _asked(request, pk, key)
    form = WriteDownForm(request.POST or None, request.FILES or None, consent=consent, by_phone=False)
    if request.method == "POST" and form.is_valid() and written(request, form, consent):
        return redirect("courses:seen", pk=pk)
    context: dict[str, Any] = {"form": form, "contribution": contribution, "consent": consent}
    return render(request, "courses/film_seen_write.html", context, status=422 if form.errors else 200)


def written(request: HttpRequest, form: WriteDownForm, consent: Consent) -> bool:
    """Write an answer down; what is wrong becomes an error of the form."""
    said = form.cleaned_data
    try:
        write_down(
            consent, by=account_of(request), way=ConsentWay(said["way"]), is_yes=form.is_yes,
            uses=form.uses(), file=said.get("file"), speaker=said["speaker"],
        )  # fmt: skip
    except (ConsentProblem, ValidationError) as error:
        form.add_error(None, error if isinstance(error, ValidationError) else str(error))
        return False
    messages.success(request, _("Thank you. The answer is kept."))
    return True
