"""Recording for an elder: choose whom, record or send, describe, see how it stands, ask again, answer with a code."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

import media_pipeline.api as films
from courses.domain.films import codes, contribute, helped, succession, succession_choices
from courses.domain.films.answer_page import page_in_words, version_of
from courses.domain.films.answers import ask, stand
from courses.domain.films.standing import standing, standings
from courses.errors import SchoolError
from courses.forms.helped import CodeAnswerForm, FindElderForm, HelpedDescribeForm
from courses.models import Contribution, ContributionState
from courses.views import record, upload
from courses.views.change import INSTEAD, instead_form
from elearn.people import api as people
from elearn.people.api import account_of, role_required
from elearn.people.errors import ConsentProblem
from elearn.people.models import Person, Scope
from elearn.web.speech import cost, sound_answer


def _elder(request: HttpRequest, key: UUID) -> Person:
    """The elder somebody may record for today; everybody else is not there for them."""
    elder = Person.objects.filter(key=key, merged_into__isnull=True).first()
    if elder is None or not helped.may_record_for(account_of(request), elder):
        raise Http404
    return elder


def _mine(request: HttpRequest, pk: int) -> Contribution:
    """A film that one recorded oneself, for an elder one may still record for."""
    found = get_object_or_404(helped.recorded_by(account_of(request)), pk=pk)
    if not helped.may_record_for(account_of(request), found.person):
        raise Http404
    return found


def _for(elder: Person, **more: Any) -> dict[str, Any]:
    """What every page says: for whom it is."""
    return {"elder": people.addressed(elder), "elder_key": elder.key, **more}


# Whom ------------------------------------------------------------------------------------------------
@never_cache
@require_GET
@role_required()
def choose(request: HttpRequest) -> HttpResponse:
    """Step 1: for whom. Staff find by name; a chosen helper sees whom they help. And what one recorded before."""
    account = account_of(request)
    by_search = helped.records_as_staff(account)
    theirs = [row.elder for row in people.helped_by(account.person) if row.allows(Scope.RECORD)]
    recorded = helped.recorded_by(account)
    if not by_search and not theirs and not recorded.exists():
        raise Http404
    form = FindElderForm(request.GET if "q" in request.GET else None)
    asked = form.cleaned_data["q"] if form.is_bound and form.is_valid() else ""
    context = {
        "form": form if by_search else None,
        "asked": asked,
        "found": helped.find_elders(account, asked) if asked else [],
        "theirs": theirs,
        "films": [one for one in standings(recorded.order_by("-created_at")[:20]) if not one.is_empty],
    }
    return render(request, "courses/helped_choose.html", context)


@never_cache
@require_GET
@role_required()
def elder_page(request: HttpRequest, key: UUID) -> HttpResponse:
    """How an elder's films stand, for a helper who was allowed to see; that they looked is written down."""
    elder = Person.objects.filter(key=key, merged_into__isnull=True).first()
    if elder is None or not people.may_act(account_of(request), elder, Scope.SEE):
        raise Http404
    shown = [one for one in standings(helped.look(account_of(request), elder)) if not one.is_empty]
    return render(request, "courses/helped_elder.html", _for(elder, films=shown))


# Record or send --------------------------------------------------------------------------------------
@never_cache
@require_GET
@role_required()
def record_for(request: HttpRequest, key: UUID) -> HttpResponse:
    """The recorder, for an elder."""
    elder = _elder(request, key)
    begin, mine = reverse("courses:helped_take_begin", args=[key]), reverse("courses:helped")
    shown = record.recorder(elder, begin=begin, films_page=mine, by=account_of(request))
    return render(request, "courses/record.html", _for(elder, settings=shown))


@require_POST
@role_required()
def take_begin(request: HttpRequest, key: UUID) -> JsonResponse:
    return record.begin(request, _elder(request, key), by=account_of(request))


@require_POST
@role_required()
def take_send(request: HttpRequest, key: UUID, take: UUID) -> JsonResponse:
    by = account_of(request)
    return record.send(request, record.find(contribute.begun_by(_elder(request, key), by=by), take), by=by)


@require_POST
@role_required()
def take_discard(request: HttpRequest, key: UUID, take: UUID) -> JsonResponse:
    by = account_of(request)
    return record.discard(record.find(contribute.begun_by(_elder(request, key), by=by), take), by=by)


@never_cache
@require_GET
@role_required()
def upload_for(request: HttpRequest, key: UUID) -> HttpResponse:
    """The upload page, for an elder."""
    elder = _elder(request, key)
    begin = reverse("courses:helped_upload_begin", args=[key])
    shown = upload.sender(elder, begin=begin, by=account_of(request))
    return render(request, "courses/upload.html", _for(elder, settings=shown, largest=shown["largest"]))


@require_POST
@role_required()
def upload_begin(request: HttpRequest, key: UUID) -> JsonResponse:
    return upload.begin(_elder(request, key), by=account_of(request))


# Describe, and how it stands -------------------------------------------------------------------------
@never_cache
@require_http_methods(["GET", "POST"])
@role_required()
def describe(request: HttpRequest, pk: int) -> HttpResponse:
    """What the film shows; then it is sent, and the elder is asked."""
    contribution = _mine(request, pk)
    if contribution.state != ContributionState.DRAFT:
        return redirect("courses:helped_film", pk)
    form = HelpedDescribeForm(request.POST or None, contribution=contribution)
    instead = instead_form(request, contribution)
    is_valid = request.method == "POST" and form.is_valid() and (instead is None or instead.is_valid())
    if is_valid:
        try:
            with transaction.atomic():
                if instead is not None:
                    succession.mean_to_replace(contribution, instead.cleaned_data["instead_of"])
                contribute.describe_for(contribution, **form.description(), by=account_of(request))
        except (SchoolError, ConsentProblem) as error:
            form.add_error(None, str(error))
        else:
            request.session.pop(INSTEAD, None)
            messages.success(request, _("Thank you. It is sent, and we ask for the yes or no."))
            return redirect("courses:helped_film", pk)
    context = _for(contribution.person, form=form, instead=instead, stands=standing(contribution))
    return render(request, "courses/helped_describe.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "POST"])
@role_required()
def film(request: HttpRequest, pk: int) -> HttpResponse:
    """How a film stands that one recorded for an elder, and the elder's answer; ask again, at most once a week."""
    if newer := helped.taken_by(account_of(request), pk):
        return redirect("courses:helped_film", newer.pk)
    contribution = _mine(request, pk)
    if request.method == "POST":
        try:
            ask(contribution, by=account_of(request))
        except SchoolError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("We have asked again."))
        return redirect("courses:helped_film", pk)
    stands, answered = standing(contribution), stand(contribution)
    choices = succession_choices.choices(contribution)
    context = {
        "choices": choices,
        "cutting": choices.cutting and standing(choices.cutting),
        "cutting_words": succession_choices.cutting_words(choices.cutting) if choices.cutting else "",
        "cutting_goes": choices.cutting is not None and succession_choices.is_going(choices.cutting),
        "stands": stands,
        "answered": answered,
        "playback": films.playback(contribution.film) if stands.is_playable else None,
        "may_answer_here": contribution.questions.exists()
        and not answered.is_yes
        and not contribution.person.speak_alone,
    }
    return render(request, "courses/helped_film.html", _for(contribution.person, **context))


@require_GET
@role_required()
def film_status(request: HttpRequest, pk: int) -> JsonResponse:
    """How a film stands, for the page that is open meanwhile."""
    stands = standing(_mine(request, pk))
    names = ("stage", "words", "percent", "when", "is_moving", "is_playable")
    return JsonResponse({name: getattr(stands, name) for name in names})


# The elder answers on the helper's device --------------------------------------------------------------
@never_cache
@require_http_methods(["GET", "POST"])
@role_required()
def answer_here(request: HttpRequest, pk: int) -> HttpResponse:
    """The elder looks, and answers with the code that reached them alone."""
    contribution = _mine(request, pk)
    if not contribution.questions.exists() or contribution.person.speak_alone:
        raise Http404
    deed = request.POST.get("answer", "")
    if deed == "code":
        return _send_code(request, contribution)
    form = CodeAnswerForm(request.POST if deed in ("yes", "no") else None)
    if form.is_bound and form.is_valid():
        try:
            codes.answer_with_code(
                contribution, code=form.cleaned_data["code"], yes=deed == "yes", by=account_of(request),
                version=request.POST.get("version", ""), note=form.cleaned_data["note"],
            )  # fmt: skip
        except (SchoolError, ConsentProblem) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Thank you. The answer is written down."))
            return redirect("courses:helped_film", pk)
    words = page_in_words(contribution)
    context = _for(
        contribution.person, form=form, contribution=contribution, words=words, version=version_of(contribution),
        sound_bytes=cost(words), playback=_playback(contribution),
        has_code=contribution.questions.exclude(code="").exists(),
    )  # fmt: skip
    return render(request, "courses/helped_answer_here.html", context, status=422 if form.errors else 200)


def _send_code(request: HttpRequest, contribution: Contribution) -> HttpResponse:
    name = {"name": people.addressed(contribution.person)}
    try:
        is_sent = codes.send_code(contribution, by=account_of(request))
    except SchoolError as error:
        messages.error(request, str(error))
    else:
        if is_sent:
            messages.success(request, _("The code is on its way to %(name)s. It is good for 30 minutes.") % name)
        else:
            words = _("%(name)s gets no messages. Our operator calls them and reads the code out.")
            messages.info(request, words % name)
    return redirect("courses:helped_answer_here", contribution.pk)


def _playback(contribution: Contribution) -> Any:
    return films.playback(contribution.film) if films.status(contribution.film).playable else None


@require_GET
@role_required()
def listen_here(request: HttpRequest, pk: int) -> HttpResponse:
    """The page read aloud, for the elder beside the helper."""
    contribution = _mine(request, pk)
    return sound_answer(page_in_words(contribution), language=get_language() or contribution.person.language)
