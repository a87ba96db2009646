"""What lists of notes show: where in the film a note stands, and whether there is a film to go to."""

from django import template

from courses.domain.learning import notes
from courses.domain.learning.notes import NotesOfLesson
from courses.models import Note

register = template.Library()


@register.filter
def note_seconds(note: Note) -> int:
    """Give the place of a note in whole seconds."""
    return note.ms // 1000


@register.filter
def is_of_another_film(note: Note) -> bool:
    return notes.is_of_another_film(note)


@register.filter
def leads_into_film(group: NotesOfLesson) -> bool:
    return notes.leads_into_film(group.lesson)
