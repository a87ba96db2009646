"""Times of lines of captions, as people read them."""

from django import template

from courses.clock import clock

register = template.Library()


@register.filter
def clock_ms(ms: int) -> str:
    """Write a place in a film that is given in ms: 83 400 → "1:23"."""
    return clock(ms // 1000)
