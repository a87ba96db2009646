"""Questions to a teacher, for the teacher: those that wait, those that are answered, and the ways to answer one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.domain.talk import asks, filmed, filmed_made, filmed_words, heard
from courses.errors import NotForAll, WordsChanged
from courses.forms.asks import SaidLaterForm
from courses.models import Ask, AskState
from elearn.people.api import account_of, public_name, role_required
from elearn.people.models import Account, Person
from elearn.web.speech import sound_answer

from .answering import answering

PER_PAGE = 20


def _person(request: HttpRequest) -> Person:
    return account_of(request).person


def find_mine(request: HttpRequest, pk: int) -> Ask:
    """One question to this person; another’s, and one that a concern hides, is not there."""
    ask: Ask = get_object_or_404(asks.asked_of(_person(request)), pk=pk)
    if not asks.shown([ask]):
        raise Http404
    return ask


@require_safe
@never_cache
@role_required()
def my_questions(request: HttpRequest) -> HttpResponse:
    """List the questions to this person: those that wait first, then those that are answered or put away."""
    person = _person(request)
    page = Paginator(asks.asked_of(person), PER_PAGE).get_page(request.GET.get("page"))
    waiting = set(asks.to_answer(person).values_list("pk", flat=True))
    context = {"slice": page, "rows": asks.shown(list(page)), "waiting": waiting}
    return render(request, "courses/my_questions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@role_required()
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer one question, in writing, by voice or by film, or put it away; and what became of a film that was sent."""
    ask = find_mine(request, pk)
    is_said = ask.film is not None and request.POST.get("deed") == "say"
    said = SaidLaterForm(request.POST if is_said else None, stands=ask.answer)
    may_say = filmed_words.may_say(ask)
    if request.method == "POST" and ask.film and (done := _with_film(request, ask, said)):
        return done
    return answering(
        request, ask, by=None, back=reverse("courses:my_questions"),
        listen=reverse("courses:my_question_listen", args=[pk]), said=said,
        record=reverse("courses:my_question_film", args=[pk]), stands=filmed_made.standing(ask),
        begin=reverse("courses:my_question_file", args=[pk]), keep=reverse("courses:my_question_words", args=[pk]),
        may_say=may_say,
    )  # fmt: skip


def _with_film(request: HttpRequest, ask: Ask, said: SaidLaterForm) -> HttpResponse | None:
    """Take a film back, or write beside it what is said; None where nothing was done."""
    if request.POST.get("deed") == "take_back":
        if filmed.take_back(ask, by=_person(request)):
            messages.success(request, _("Your video is taken back and deleted."))
        return redirect("courses:my_question", ask.pk)
    return keep_said(request, ask, said, next=redirect("courses:my_question", ask.pk))


def keep_said(
    request: HttpRequest, ask: Ask, said: SaidLaterForm, *, next: HttpResponse, helper: Account | None = None
) -> HttpResponse | None:
    """Write beside a film that was sent what is said in it; None where it could not be, and the form says why."""
    if not said.is_bound or not said.is_valid():
        return None
    text, was = said.cleaned_data["said"], said.cleaned_data["was"]
    try:
        is_kept = filmed_words.say(ask, text=text, by=ask.teacher, helper=helper, was=was)
    except WordsChanged as error:
        stands = Ask.objects.get(pk=ask.pk).answer
        said.add_error("said", f"{error} “{stands}”")
        said.stands_now(stands)
        return None
    if is_kept:
        messages.success(request, _("Thank you. It can be read beside your video."))
    else:
        messages.info(request, _("Somebody of ours looks at your answer already. It was not changed."))
    return next


@require_safe
@login_required
def listen(request: HttpRequest, pk: int) -> HttpResponse:
    """The question read aloud."""
    return sound_question(find_mine(request, pk))


def sound_question(ask: Ask) -> HttpResponse:
    """Say who asks what, in the active language."""
    words = _("%(name)s asks: %(text)s") % {"name": public_name(ask.person), "text": ask.text}
    return sound_answer([words], language=get_language() or ask.teacher.language)


@require_POST
@login_required
def shown(request: HttpRequest, pk: int) -> HttpResponse:
    """Let an answer stand under the lesson, or no longer; a voice or a film goes by its consent first."""
    ask = find_mine(request, pk)
    is_shown = request.POST.get("deed") == "show"
    try:
        consent = heard.ask_for_all(ask, by=_person(request)) if is_shown and ask.lesson_id else None
    except NotForAll as error:
        messages.warning(request, str(error))
        return redirect("courses:my_questions")
    if consent and not consent.is_valid:
        return redirect("consent", consent.key)
    if ask.state == AskState.ANSWERED and ask.lesson_id:
        asks.let_be_shown(ask, by=_person(request), is_shown=is_shown)
        words = _("It stands under your lesson.") if is_shown else _("It no longer stands under your lesson.")
        messages.success(request, words)
    return redirect("courses:my_questions")
