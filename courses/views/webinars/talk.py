"""The talk of a webinar for who watches: ask, want a question answered too, applaud, answer a poll.

The same forms are on the page where one watches and on a plain page, which needs no script and shows what is new
whenever it is read again.
"""

from typing import Any

from allauth.core import ratelimit
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.domain.webinars import events, polls, pulse, talk
from courses.errors import SchoolError
from courses.forms.webinar_talk import QuestionForm
from courses.models import LiveQuestion, LiveQuestionState, PollState, Webinar, WebinarState
from courses.policies_webinars import may_watch_live
from courses.views._limits import is_sent, status_of
from courses.views.webinars import _talk as shared
from courses.views.webinars._studio import wants_json
from courses.views.webinars.register import shown_webinar
from elearn.people.api import person_of, sign_in_and_return, typed_before
from elearn.people.models import Person
from elearn.safety.api import SafetyError
from elearn.web.api import number_in


def talk_facts(request: HttpRequest, webinar: Webinar, *, form: QuestionForm | None = None) -> dict[str, Any]:
    """Give what `_talk.html` draws, for somebody who may watch."""
    person = person_of(request.user)
    if person is None:
        return {}
    after = events.last_number(webinar)  # before all else is read
    wanted = talk.voted_by(person, webinar)
    rows = shared.rows_of(talk.public_questions(webinar), person, wanted)
    found = polls.shown(webinar)
    now_open = next((one for one in found if one.state == PollState.OPEN), None)
    chosen = polls.chosen_by(person, webinar) if now_open else {}
    token = events.token_of(webinar, person, "viewer")
    return {
        "after": after,
        "is_open": webinar.state in talk.OPEN,
        "is_on_air": webinar.state == WebinarState.ON_AIR,
        "taken": [row for row in rows if row.state == LiveQuestionState.TAKEN],
        "open": [row for row in rows if row.state == LiveQuestionState.SHOWN],
        "answered": [row for row in rows if row.state == LiveQuestionState.DONE],
        "mine": shared.rows_of(talk.questions_of(person, webinar), person),
        "poll": now_open,
        "choices": [(one, chosen.get(now_open.pk) == one.pk) for one in now_open.options.all()] if now_open else [],
        "results": shared.results_of(found),
        "form": form or QuestionForm(),
        "applause": webinar.applause,
        "applaud": f"{events.EVENTS}{token}/applause",
        "blank": shared.Row(0, "", "", "", 0),
    }


@require_safe
@never_cache
def talk_page(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The talk alone, on a page that needs no script."""
    webinar = shown_webinar(request, pk)
    if not request.user.is_authenticated:
        return sign_in_and_return(request)
    if not may_watch_live(request.user, webinar):
        return redirect("courses:webinar", webinar.pk)
    return _page(request, webinar)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def ask(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Ask something. Who had to sign in again comes back here with what they had typed."""
    if not request.user.is_authenticated:
        return sign_in_and_return(request)
    webinar, person = shared.watched(request, pk)
    form = QuestionForm(request.POST or typed_before(request))
    if request.method != "POST":
        return _page(request, webinar, form if form.is_bound else None)
    if is_sent(request, form, limit="ask_live") and (question := _asked(form, person, webinar)):
        words = _("Thank you. A host reads your question now.")
        return shared.done(request, webinar, words, question=talk.said(question, own=True))
    return _wrong(request, webinar, form)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def own_question(request: HttpRequest, pk: int, question: int) -> HttpResponseBase:
    """Change one's own question while nobody has looked at it, or take it back. Another's is not there."""
    webinar, person = shared.watched(request, pk)
    mine = shared.question_of(webinar, question)
    if mine.person_id != person.pk:
        return HttpResponse(status=404)
    if request.method == "POST" and request.POST.get("deed") == "take_back":
        try:
            talk.take_back(mine, by=person)
        except SchoolError as error:
            return shared.not_done(request, webinar, error)
        return shared.done(request, webinar, _("Your question is taken back."))
    form = QuestionForm(request.POST or None, initial={"text": mine.text})
    if request.method == "POST" and form.is_valid() and _reworded(form, mine, person):
        return shared.done(request, webinar, _("Your question is changed."))
    context = {"webinar": webinar, "form": form, "question": mine, "may_change": mine.state == LiveQuestionState.NEW}
    return render(request, "courses/webinars/own_question.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def vote(request: HttpRequest, pk: int, question: int) -> HttpResponseBase:
    """Say that one wants a question answered too, or not any more."""
    webinar, person = shared.watched(request, pk)
    row = shared.question_of(webinar, question)
    is_wanted = request.POST.get("deed") != "off"
    if not ratelimit.consume(request, action="talk_live"):
        return shared.too_often(request, webinar)
    try:
        votes = talk.vote(person, row, is_wanted=is_wanted)
    except SchoolError as error:
        return shared.not_done(request, webinar, error)
    return shared.done(request, webinar, "", votes=votes, wanted=is_wanted)


@require_POST
@login_required
def applaud(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Applaud once; a script does it by a shorter way."""
    webinar, _person = shared.watched(request, pk)
    if not ratelimit.consume(request, action="talk_live"):
        return shared.too_often(request, webinar)
    pulse.applaud({webinar.pk: 1})
    return shared.done(request, webinar, _("Thank you for your applause."))


@require_POST
@login_required
def choose(request: HttpRequest, pk: int, poll: int) -> HttpResponseBase:
    """Choose an answer of a poll."""
    webinar, person = shared.watched(request, pk)
    row = shared.poll_of(webinar, poll)
    if not ratelimit.consume(request, action="talk_live"):
        return shared.too_often(request, webinar)
    try:
        polls.choose(person, row, option=number_in(request.POST.get("option")))
    except SchoolError as error:
        return shared.not_done(request, webinar, error)
    return shared.done(request, webinar, _("Thank you. Your answer counts. You can change it while the poll is open."))


@require_safe
@never_cache
@login_required
def now(request: HttpRequest, pk: int) -> JsonResponse:
    """The talk as it is now, for a page that missed too much; and where it follows on."""
    webinar, person = shared.watched(request, pk)
    facts = talk_facts(request, webinar)
    html = render_to_string("courses/webinars/_talk.html", {"webinar": webinar, "talk": facts}, request)
    address = events.events_address(webinar, person, "viewer", after=facts["after"])
    return JsonResponse({"events": address, "html": html})


def _asked(form: QuestionForm, person: Person, webinar: Webinar) -> LiveQuestion | None:
    """Ask; what is wrong becomes an error of the form, and the words are kept."""
    try:
        return talk.ask(person, webinar, text=form.cleaned_data["text"])
    except (SchoolError, SafetyError) as error:
        form.add_error("text", str(error))
        return None


def _reworded(form: QuestionForm, question: LiveQuestion, person: Person) -> bool:
    try:
        talk.reword(question, by=person, text=form.cleaned_data["text"])
    except (SchoolError, SafetyError) as error:
        form.add_error("text", str(error))
    return not form.errors


def _wrong(request: HttpRequest, webinar: Webinar, form: QuestionForm) -> HttpResponseBase:
    if wants_json(request):
        words = [str(word) for words in form.errors.values() for word in words]
        return JsonResponse({"code": "not_done", "words": " ".join(words)}, status=status_of(form))
    return _page(request, webinar, form)


def _page(request: HttpRequest, webinar: Webinar, form: QuestionForm | None = None) -> HttpResponse:
    facts = talk_facts(request, webinar, form=form)
    context = {"webinar": webinar, "talk": facts, "is_alone": True}
    return render(request, "courses/webinars/talk.html", context, status=status_of(form))
