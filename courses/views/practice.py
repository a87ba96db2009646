"""What a learner made: the page where they send it and read what was said, and its photo for who may see it."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.blocks_made import Takes
from courses.domain.works import gallery, practice, practice_film
from courses.domain.works.practice_replies import replies_to
from courses.errors import LessonClosed, NotEnrolled, SchoolError
from courses.forms.practice import PracticeForm
from courses.models import Gallery, LessonPage, Practice, PracticeState
from courses.policies_practice import may_see_work
from courses.tasks_practice import make_work
from elearn.people.api import account_of, person_of, sign_in_and_return
from elearn.people.models import ConsentState, Person
from elearn.safety.api import SafetyError

from ._limits import is_sent, status_of
from ._parts import in_parts
from .learn import open_lesson_for
from .practice_film import sender


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def show(request: HttpRequest, lesson_id: int) -> HttpResponseBase:
    """Send what one made for a lesson; see how it stands and what was said to it."""
    lesson, course = open_lesson_for(request, lesson_id)
    if not practice.task_of(lesson):
        raise Http404
    person = person_of(request.user)
    if person is None:
        return sign_in_and_return(request)
    work, closed = practice.mine(person, lesson), ""
    try:
        practice.refuse_sending(person, lesson)
    except NotEnrolled as error:
        if work is None:
            return redirect("courses:enrol", course_id=course.pk)
        closed = str(error)
    except LessonClosed as error:
        closed = str(error)
    takes = practice.takes_of(lesson)
    draft = None if closed else practice_film.begun(person, lesson)
    form = PracticeForm(takes=takes, initial={"words": draft.words} if draft else None)
    if request.method == "POST" and not closed:
        form = PracticeForm(request.POST, request.FILES, takes=takes)
        if is_sent(request, form) and _sent(form, person, lesson):
            messages.success(request, _("Thank you! Somebody of ours looks at it first, then the teacher sees it."))
            return redirect("courses:practice", lesson_id=lesson.pk)
        work = practice.mine(person, lesson)
    context = {
        "lesson": lesson, "course": course, "page": lesson, "form": form, "work": work, "closed": closed,
        "task": practice.task_of(lesson), "may_send": practice.may_send(work),
        "replies": replies_to(work, reader=work.person) if work else [],
        "may_hang": _may_hang(work),
        "settings": sender(person, lesson) if not closed and takes != Takes.PHOTO else None,
    }  # fmt: skip
    return render(request, "courses/practice.html", context, status=status_of(form))


def _sent(form: PracticeForm, person: Person, lesson: LessonPage) -> bool:
    """Send the work; what is wrong with it becomes an error of the form, and the words are kept."""
    try:
        data = form.cleaned_data
        work = practice.send_practice(person, lesson, shown=data["picture"], words=data["words"])
    except SafetyError as error:
        form.add_error("words", str(error))
    except (LessonClosed, NotEnrolled) as error:
        form.add_error(None, str(error))
    except SchoolError as error:
        form.add_error("picture", str(error))
    else:
        if work.clip_in:
            make_work.enqueue(work.pk)
    return not form.errors


def _may_hang(work: Practice | None) -> bool:
    """Say whether the learner is offered the gallery: not again after they have taken the consent back."""
    if work is None or work.gallery == Gallery.HANGS or not gallery.may_hang(work):
        return False
    return work.consent is None or work.consent.state != ConsentState.WITHDRAWN


@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Take one's work back; whether the lesson is open does not matter for that."""
    work = _own(request, pk)
    if work is None:
        return sign_in_and_return(request)
    practice.withdraw_practice(work, by=work.person)
    messages.success(request, _("You have taken it back. What you sent is deleted."))
    return redirect("courses:my_learning")


@require_POST
def hang(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Go to the consent that lets one's work hang in the gallery, or take the work down."""
    work = _own(request, pk)
    if work is None:
        return sign_in_and_return(request)
    try:
        if request.POST.get("deed") == "down":
            gallery.take_back(work, by=account_of(request))
            messages.success(request, _("Your work no longer hangs in the gallery."))
            return redirect("courses:practice", lesson_id=work.lesson_id)
        consent = gallery.ask_for_gallery(work, by=work.person)
    except SchoolError as error:
        messages.warning(request, str(error))
        return redirect("courses:practice", lesson_id=work.lesson_id)
    return redirect("consent", consent.key)


def _own(request: HttpRequest, pk: int) -> Practice | None:
    """Find a work of whoever asks, or answer 404; None for a visitor."""
    person = person_of(request.user)
    if person is None:
        return None
    rows = Practice.objects.exclude(state=PracticeState.WITHDRAWN).select_related("person", "lesson", "consent")
    return get_object_or_404(rows, pk=pk, person=person)


@require_safe
def clip(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the film of a work to who may see it, or the part of it that was asked for."""
    work = get_object_or_404(Practice.objects.select_related("person", "lesson").exclude(clip=""), pk=pk)
    if not may_see_work(request.user, work):
        raise Http404
    return in_parts(request, work.clip, content_type="video/mp4")


@require_safe
def picture(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Give the photo of a work to who may see it; to others it is not there."""
    work = get_object_or_404(Practice.objects.select_related("person", "lesson").exclude(picture=""), pk=pk)
    if not may_see_work(request.user, work):
        raise Http404
    try:
        file = work.picture.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    # What is taken back is not seen from anybody's cache.
    headers = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}
    return FileResponse(file, content_type="image/jpeg", headers=headers)
