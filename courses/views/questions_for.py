"""Questions to an elder, for who helps them: a helper of their choice reads them out and takes the answer down, and so
do our staff beside them or on the phone. Others find nothing here.
"""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from courses.domain.talk import asks, filmed_words
from courses.domain.talk.answering_for import may_answer_for
from courses.forms.asks import SaidLaterForm
from courses.models import Ask
from elearn.people.api import account_of, addressed, role_required
from elearn.people.models import Person

from .answering import answering
from .my_questions import keep_said, sound_question

MOST = 20


def elder_for(request: HttpRequest, key: UUID) -> Person:
    """The elder somebody may answer for today; everybody else is not there for them."""
    elder = Person.objects.filter(key=key, merged_into__isnull=True).first()
    if elder is None or not may_answer_for(account_of(request), elder):
        raise Http404
    return elder


def find_open(elder: Person, pk: int) -> Ask:
    """A question that waits; what was answered is the elder’s own to read."""
    ask: Ask = get_object_or_404(asks.to_answer(elder), pk=pk)
    if not asks.shown([ask]):
        raise Http404
    return ask


@require_safe
@never_cache
@role_required()
def questions(request: HttpRequest, key: UUID) -> HttpResponse:
    """List the questions that wait for an elder’s answer."""
    elder = elder_for(request, key)
    rows = asks.shown(list(asks.to_answer(elder)[:MOST]))
    sent = asks.shown(filmed_words.taken_down_for(elder, by=account_of(request)))
    context = {"elder": addressed(elder), "key": key, "rows": rows, "sent": sent}
    return render(request, "courses/questions_for.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@role_required()
def answer(request: HttpRequest, key: UUID, pk: int) -> HttpResponse:
    """Take an elder’s answer down."""
    elder = elder_for(request, key)
    if request.POST.get("deed") in ("put_away", "take_out"):
        raise Http404  # whether to answer is the elder’s own to say
    for ask in asks.shown(filmed_words.taken_down_for(elder, by=account_of(request))):
        if ask.pk == pk:
            return _words_beside(request, key, ask)
    return answering(
        request, find_open(elder, pk), by=account_of(request), back=reverse("courses:questions_for", args=[key]),
        elder=addressed(elder), listen=reverse("courses:question_for_listen", args=[key, pk]),
        record=reverse("courses:question_for_film", args=[key, pk]),
        begin=reverse("courses:question_for_file", args=[key, pk]),
        keep=reverse("courses:question_for_words", args=[key, pk]),
    )  # fmt: skip


def _words_beside(request: HttpRequest, key: UUID, ask: Ask) -> HttpResponse:
    """Let who recorded an answer write or change what is said in it, until a moderator has decided."""
    if request.method == "POST" and request.POST.get("deed") != "say":
        raise Http404  # everything else is the elder’s own to do
    said, back = SaidLaterForm(request.POST or None, stands=ask.answer), reverse("courses:questions_for", args=[key])
    done = keep_said(request, ask, said, next=redirect(back), helper=account_of(request))
    context = {"ask": ask, "said": said, "elder": addressed(ask.teacher), "back": back}
    return done or render(request, "courses/answer_words_for.html", context, status=422 if said.errors else 200)


@require_safe
@role_required()
def listen(request: HttpRequest, key: UUID, pk: int) -> HttpResponse:
    """The question read aloud, for the elder beside the helper."""
    return sound_question(find_open(elder_for(request, key), pk))
