"""The public figures, for templates of any room."""

from django import template

from elearn.history.figures import Figures, figures

register = template.Library()


@register.simple_tag
def counted_figures() -> Figures:
    """Give the figures counted from what happened."""
    return figures()
