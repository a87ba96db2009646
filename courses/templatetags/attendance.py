"""What a page of a webinar that is over says to who was there: how long they watched, and where their question is."""

from django import template

from courses.domain.webinars.asks import asked_by
from courses.domain.webinars.attendance import attendance_of
from courses.domain.webinars.export import Row, row_of
from courses.models import Webinar
from elearn.people.models import Person

register = template.Library()


@register.simple_tag
def my_attendance(webinar: Webinar, person: Person | None) -> Row | None:
    """Give what the record says of this person, if they watched anything live."""
    mine = attendance_of(webinar, person) if person else None
    return row_of(mine, webinar) if mine and mine.live_ms else None


@register.simple_tag
def has_asked(webinar: Webinar, person: Person | None) -> bool:
    """Say whether a question of this person was handed to the speaker."""
    return person is not None and asked_by(person).filter(webinar=webinar).exists()
