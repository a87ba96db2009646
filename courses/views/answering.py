"""What pages where a question is answered share: in writing, by voice or by film, by its teacher or for them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from courses.domain.talk import asks, filmed_words, spoken, unanswered
from courses.errors import SchoolError
from courses.forms.asks import AskAnswerForm, FilmAnswerForm, VoiceForm
from courses.models import Ask
from courses.tasks_spoken import make_spoken
from elearn.people.api import typed_before
from elearn.people.models import Account
from elearn.safety.api import SafetyError
from elearn.web.speech import cost

from ._film_file import sender, show_answer
from ._limits import ANSWERS, is_sent, status_of


def answering(
    request: HttpRequest, ask: Ask, *, by: Account | None, back: str, begin: str, keep: str, **more: Any
) -> HttpResponse:
    """Show a question with its ways to answer, or take the answer. `by` takes it down for the teacher.

    `begin` is where a file that is sent in parts begins, `keep` where the words beside it are kept before that.

    What was typed while the sign-in ran out is there again, and not sent.
    """
    typed = request.POST if request.method == "POST" else typed_before(request)
    deed = typed.get("deed", "write") if typed is not None else ""
    if request.method == "POST" and deed in ("put_away", "take_out"):
        return _leave(request, ask, deed, back)
    written = AskAnswerForm(typed if deed == "write" else None, initial={"text": ask.answer})
    voice = VoiceForm(*((typed, request.FILES) if deed == "voice" else ()), initial={"said": ask.answer})
    initial = {"said": filmed_words.kept_words(ask, by=by)}
    film = FilmAnswerForm(*((typed, request.FILES) if deed == "film" else ()), initial=initial, prefix="film")
    bound = next((form for form in (written, voice, film, more.get("said")) if form and form.is_bound), None)
    is_now = bound is not None and is_sent(request, bound, limit=ANSWERS)
    if is_now and _answered(ask, by, written, voice, film):
        messages.success(request, _("Thank you! Somebody of ours looks at it first, then it is passed on."))
        return redirect(back)
    is_open = asks.to_answer(ask.teacher).filter(pk=ask.pk).exists()
    context = {
        "ask": ask, "form": written, "voice": voice, "film": film, "bound": bound, "back": back, "keep": keep,
        "sound_bytes": cost([ask.text]),
        "is_open": is_open, "settings": sender(ask, begin=begin, by=by) if is_open else None, **more,
    }  # fmt: skip
    return render(request, "courses/my_question.html", context, status=status_of(bound))


def _leave(request: HttpRequest, ask: Ask, deed: str, back: str) -> HttpResponse:
    """Put a question away without an answer, or let it wait again; only its teacher comes here."""
    if deed == "put_away" and unanswered.put_away(ask):
        messages.success(request, _("The question is put away. At the end of this list you can take it out again."))
    elif deed == "take_out" and unanswered.take_out(ask):
        messages.success(request, _("The question waits for your answer again."))
    return redirect(back)


def _answered(ask: Ask, by: Account | None, written: AskAnswerForm, voice: VoiceForm, film: FilmAnswerForm) -> bool:
    """Send the answer in the way that was taken."""
    if voice.is_bound:
        return _speak(voice, ask, by)
    return show_answer(film, ask, by) if film.is_bound else _write(written, ask, by)


def _write(form: AskAnswerForm, ask: Ask, by: Account | None) -> bool:
    """Send an answer in writing; what is wrong with it becomes an error of the form, and it is kept."""
    try:
        asks.answer(ask, text=form.cleaned_data["text"], by=by)
    except SafetyError as error:
        form.add_error("text", str(error))
    except SchoolError as error:
        form.add_error(None, str(error))
    return not form.errors


def _speak(form: VoiceForm, ask: Ask, by: Account | None) -> bool:
    """Send a recording; it is made playable by the queue."""
    file = form.cleaned_data["sound"]
    try:
        kept = spoken.keep_spoken(ask.teacher, file.read(spoken.LARGEST + 1) if file else b"", taken_by=by)
    except SchoolError as error:
        form.add_error("sound", str(error))
        return False
    try:
        spoken.answer_spoken(ask, kept, text=form.cleaned_data["said"], by=by)
    except (SafetyError, SchoolError) as error:
        spoken.forget(kept)
        form.add_error("said" if isinstance(error, SafetyError) else None, str(error))
        return False
    make_spoken.enqueue(str(kept.pk))
    return True
