"""The pictures of a lesson's questions: for whom the lesson is open, and no other picture of the library."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe
from wagtail.images import get_image_model

from courses.domain.quizzes.quiz import quiz_of
from courses.errors import NoQuiz

from .learn import open_lesson_for

SIZE = "max-960x960|format-jpeg|jpegquality-80|bgcolor-ffffff"
CACHED = "private, max-age=86400"


@require_safe
def quiz_picture(request: HttpRequest, lesson_id: int, image_id: int) -> HttpResponseBase:
    """Give a picture in the size of a page."""
    lesson, _course = open_lesson_for(request, lesson_id)
    try:
        questions = quiz_of(lesson).questions
    except NoQuiz as error:
        raise Http404 from error
    if image_id not in {question.picture.image for question in questions if question.picture}:
        raise Http404
    image = get_image_model().objects.filter(pk=image_id).first()
    if image is None:
        raise Http404
    drawn = image.get_rendition(SIZE)
    headers = {"Cache-Control": CACHED, "X-Content-Type-Options": "nosniff"}
    return FileResponse(drawn.file.open("rb"), content_type="image/jpeg", headers=headers)
