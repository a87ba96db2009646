"""Notes of a learner: under a lesson as a fragment or a page of its own, to change one, and all of them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from courses.domain.learning import notes
from courses.errors import AfterTheEnd, LessonClosed, SchoolError
from courses.forms.notes import NoteForm
from courses.models import LessonPage, Note
from elearn.people.api import person_of, sign_in_and_return, typed_before
from elearn.people.models import Person

from .learn import FRAGMENT, is_fragment, open_lesson_for

PER_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@vary_on_headers(FRAGMENT)
def of_lesson(request: HttpRequest, lesson_id: int) -> HttpResponseBase:
    """Show one's notes of a lesson and take a new one. A visitor is led to sign in."""
    lesson, course = open_lesson_for(request, lesson_id)
    person = person_of(request.user)
    if person is None and (request.method == "POST" or not is_fragment(request)):
        to_sign_in = sign_in_and_return(request)  # what was typed waits on the page of the notes
        return HttpResponse(status=401) if is_fragment(request) else to_sign_in
    has_film = notes.leads_into_film(lesson)
    form = NoteForm(request.POST or typed_before(request), has_film=has_film)
    is_kept = bool(person and request.method == "POST" and form.is_valid() and _kept(form, person, lesson))
    if is_kept and not is_fragment(request):
        messages.success(request, _("Your note is kept."))
        return redirect("courses:notes", lesson_id=lesson.pk)
    context = {
        "lesson": lesson, "page": lesson, "course": course, "person": person, "is_kept": is_kept,
        "form": NoteForm(has_film=has_film) if is_kept else form,
        "notes": list(notes.notes_of(person, lesson)) if person else [], "has_film": has_film,
    }  # fmt: skip
    template = "courses/_notes_mine.html" if is_fragment(request) else "courses/notes.html"
    return render(request, template, context, status=422 if form.is_bound and form.errors else 200)


def _kept(form: NoteForm, person: Person, lesson: LessonPage) -> bool:
    """Keep a note; what is wrong with it becomes an error of the form, and what was typed stays."""
    try:
        notes.note_down(person, lesson, text=form.cleaned_data["text"], ms=form.ms)
    except LessonClosed:
        raise
    except SchoolError as error:
        form.add_error("at" if isinstance(error, AfterTheEnd) else "text", str(error))
    return not form.errors


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def change(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Change one's note. Somebody else's is not there."""
    note = _mine(request, pk)
    if note is None:
        return sign_in_and_return(request)
    has_film = notes.leads_into_film(note.lesson)
    now = {"text": note.text, "at": note.ms // 1000}
    form = NoteForm(request.POST or typed_before(request), initial=now, has_film=has_film)
    if request.method == "POST" and form.is_valid():
        try:
            notes.change_note(note, text=form.cleaned_data["text"], ms=form.ms if has_film else None)
        except SchoolError as error:
            form.add_error("at" if isinstance(error, AfterTheEnd) else "text", str(error))
        else:
            messages.success(request, _("Your note is changed."))
            return redirect("courses:my_notes")
    context = {"note": note, "form": form}
    return render(request, "courses/note.html", context, status=422 if form.is_bound and form.errors else 200)


@require_POST
def throw_away(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Throw one's note away; back to where the button was."""
    note = _mine(request, pk)
    if note is None:
        return sign_in_and_return(request)
    notes.delete_note(note)
    if not is_fragment(request):
        messages.success(request, _("The note is thrown away."))
    in_lesson = request.POST.get("from") == "lesson"
    return redirect(reverse("courses:notes", args=[note.lesson_id]) if in_lesson else reverse("courses:my_notes"))


@require_safe
@never_cache
def my_notes(request: HttpRequest) -> HttpResponseBase:
    """List all one's notes, lesson by lesson."""
    person = person_of(request.user)
    if person is None:
        return sign_in_and_return(request)
    page = Paginator(notes.notes_of(person), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "courses/my_notes.html", {"slice": page, "groups": notes.by_lesson(page)})


def _mine(request: HttpRequest, pk: int) -> Note | None:
    """Find a note of whoever asks, or answer 404; None for a visitor."""
    person = person_of(request.user)
    return get_object_or_404(notes.notes_of(person), pk=pk) if person else None
