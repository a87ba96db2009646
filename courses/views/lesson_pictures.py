"""The pictures of a lesson: for whom the lesson's page is shown, and no other picture of the library."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe
from wagtail.images import get_image_model

from courses.blocks_made import pictures_in
from courses.domain.building.pictured import may_be_seen
from courses.domain.hidden import is_page_hidden
from courses.models import LessonPage
from courses.policies import may_see_hidden

from .learn import NotShown
from .pages import serve_open
from .quiz_pictures import CACHED, SIZE


@require_safe
def lesson_picture(request: HttpRequest, lesson_id: int, image_id: int) -> HttpResponseBase:
    """Give a picture in the size of a page."""
    lesson = get_object_or_404(LessonPage.objects.live(), pk=lesson_id)
    if is_page_hidden(lesson) and not may_see_hidden(request.user):
        raise NotShown
    serve_open(request, lesson)
    if image_id not in set(pictures_in(lesson.body)) or not may_be_seen(image_id):
        raise Http404
    image = get_image_model().objects.filter(pk=image_id).first()
    if image is None:
        raise Http404
    drawn = image.get_rendition(SIZE)
    headers = {"Cache-Control": CACHED, "X-Content-Type-Options": "nosniff"}
    return FileResponse(drawn.file.open("rb"), content_type="image/jpeg", headers=headers)
