"""A teacher, or who helps them, looks at a lesson's pictures, adds one and takes one out."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.images import get_image_model

from courses.domain.building.lesson_pictures import MOST_PICTURES, add_picture, pictures_of, remove_picture
from courses.domain.building.pictured import is_asked_about
from courses.errors import SchoolError
from courses.forms.lesson_pictures import LessonPictureForm
from courses.models import LessonPage
from elearn.people.api import account_of, role_required
from elearn.people.models import Consent
from elearn.web.errors import NotApproved

from ._limits import is_sent, status_of
from .building import helped_name, lesson_to_build
from .quiz_pictures import SIZE


@never_cache
@require_http_methods(["GET", "POST"])
@role_required()
def pictures(request: HttpRequest, lesson_id: int) -> HttpResponse:
    """The pictures of a lesson as it was last saved, and the form that adds one."""
    lesson, course = lesson_to_build(request, lesson_id)
    elder = helped_name(request, course)
    form = LessonPictureForm(request.POST or None, request.FILES or None, teacher=elder)
    if request.method == "POST" and is_sent(request, form):
        asked = _added(request, form, lesson)
        if not form.errors:
            return _thanked(request, lesson, asked, elder)
        lesson.refresh_from_db()
    shown = pictures_of(lesson)
    context = {
        "form": form, "course": course, "lesson": lesson, "elder": elder, "pictures": shown,
        "is_full": len(shown) >= MOST_PICTURES, "most": MOST_PICTURES,
    }  # fmt: skip
    return render(request, "courses/my_lesson_pictures.html", context, status=status_of(form))


def _added(request: HttpRequest, form: LessonPictureForm, lesson: LessonPage) -> Consent | None:
    """Add it; what is wrong with it becomes an error of the form, and the words are kept."""
    said = form.cleaned_data
    try:
        return add_picture(
            lesson, said["picture"].read(), alt=said["alt"], caption=said["caption"], whom=said["whom"],
            by=account_of(request),
        )  # fmt: skip
    except (SchoolError, NotApproved) as error:
        form.add_error("picture", str(error))
    return None


def _thanked(request: HttpRequest, lesson: LessonPage, asked: Consent | None, elder: str) -> HttpResponse:
    if asked and not elder:
        messages.success(request, _("Your picture is sent. One more question: do you agree that everybody sees you?"))
        return redirect("consent", key=asked.key)
    words = _("The picture is sent. Our coordinator looks at it; then everybody sees it.")
    if asked:
        words += " " + _("%(name)s has to agree first, under “What I agreed to”.") % {"name": elder}
    messages.success(request, words)
    return redirect("courses:lesson_pictures", lesson_id=lesson.pk)


@never_cache
@require_POST
@role_required()
def take_out(request: HttpRequest, lesson_id: int) -> HttpResponse:
    """Ask once more, then take a picture out; one that is public stays until a coordinator has agreed."""
    lesson, course = lesson_to_build(request, lesson_id)
    key = request.POST.get("picture", "")
    shown = next((one for one in pictures_of(lesson) if one.key == key), None)
    if shown and request.POST.get("sure") != "yes":
        context = {"lesson": lesson, "course": course, "elder": helped_name(request, course), "one": shown}
        return render(request, "courses/my_lesson_picture_out.html", context)
    try:
        if remove_picture(lesson, key, by=account_of(request)):
            words = _("The picture is taken out.")
            if shown and shown.is_public:
                words += " " + _("Everybody goes on seeing it until our coordinator has agreed.")
            messages.success(request, words)
    except (SchoolError, NotApproved) as error:
        messages.error(request, str(error))
    return redirect("courses:lesson_pictures", lesson_id=lesson.pk)


@never_cache
@require_safe
@role_required()
def picture(request: HttpRequest, lesson_id: int, image_id: int) -> HttpResponseBase:
    """A picture of the lesson as it was last saved: for who builds it, and no other picture of the library."""
    lesson, _course = lesson_to_build(request, lesson_id)
    image = get_image_model().objects.filter(pk=image_id).first()
    if image is None or image_id not in {one.image for one in pictures_of(lesson)}:
        raise Http404
    return _given(image)


@never_cache
@require_safe
@role_required()
def picture_of_me(request: HttpRequest, image_id: int) -> HttpResponseBase:
    """A picture for who is asked whether everybody may see them in it, however it stands."""
    image = get_image_model().objects.filter(pk=image_id).first()
    if image is None or not is_asked_about(account_of(request).person, image_id):
        raise Http404
    return _given(image)


def _given(image: Any) -> FileResponse:
    file = image.get_rendition(SIZE).file.open("rb")
    return FileResponse(file, content_type="image/jpeg", headers={"X-Content-Type-Options": "nosniff"})
