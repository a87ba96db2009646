"""What lessons in which something is made show: difficulty and time in words, works, and the gallery of a course."""

from base64 import b64encode
from typing import Any

from django import template
from django.template import Context

from courses.blocks_made import Difficulty, pictures_in
from courses.domain.building.pictured import withheld
from courses.domain.works import gallery, practice_replies
from courses.models import CoursePage, Practice, PracticeReply
from courses.views.quiz_pictures import SIZE
from elearn.web.templatetags.korpu import duration

register = template.Library()


@register.filter
def difficulty_words(difficulty: str) -> str:
    return str(Difficulty(difficulty).label) if difficulty in Difficulty.values else ""


@register.filter
def minutes_words(minutes: int) -> str:
    """Say a time: 90 → "1 h 30 min"."""
    return duration(minutes * 60)


@register.filter
def is_readable(reply: PracticeReply) -> bool:
    """Whether the learner may read it already."""
    return practice_replies.is_readable(reply)


@register.simple_tag
def gallery_of(course: CoursePage) -> list[Practice]:
    """Give the works that hang in a course."""
    return gallery.gallery_of(course) if course.pk else []


@register.filter
def as_data(image: Any) -> str:
    """Give a picture in the size of a page as an address that holds it."""
    with image.get_rendition(SIZE).file.open("rb") as file:
        return f"data:image/jpeg;base64,{b64encode(file.read()).decode()}"


@register.simple_tag(takes_context=True)
def is_picture_shown(context: Context, image: Any) -> bool:
    """Whether a lesson shows a picture: not one that somebody in it does not agree to. One query for all of a page."""
    page, request = context.get("page"), context.get("request")
    if page is None or not page.pk:
        return False
    if getattr(request, "is_preview", False):
        return True
    if not hasattr(page, "withheld_pictures"):
        page.withheld_pictures = withheld(set(pictures_in(page.body)))
    return image.pk not in page.withheld_pictures
