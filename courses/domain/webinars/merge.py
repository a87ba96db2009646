"""Two records of one person become one: what both were there for is one attendance."""

from courses.domain.watching.spans import length, merged
from courses.models import Attendance, Presence
from elearn.people.models import Person

from .presence import needed_ms


def settle_merge(keep: Person, absorb: Person) -> None:
    """Join the attendances that would be there twice; runs in the transaction of the merge."""
    Presence.objects.filter(person=absorb).update(person=keep)
    mine = {row.webinar_id: row for row in Attendance.objects.filter(person=keep).select_for_update(of=("self",))}
    others = Attendance.objects.filter(person=absorb).select_related("webinar").select_for_update(of=("self",))
    for other in others:
        if other.webinar_id in mine:
            _join(mine[other.webinar_id], other)
        else:
            Attendance.objects.filter(pk=other.pk).update(person=keep)


def _join(mine: Attendance, other: Attendance) -> None:
    union = merged(mine.spans, other.spans)
    mine.spans, mine.live_ms = [list(span) for span in union], length(union)
    mine.joined_at = min(filter(None, (mine.joined_at, other.joined_at)), default=None)
    mine.left_at = max(filter(None, (mine.left_at, other.left_at)), default=None)
    # Time that either has used stays used.
    mine.used_until = max(filter(None, (mine.used_until, other.used_until)), default=None)
    mine.recording_at = min(filter(None, (mine.recording_at, other.recording_at)), default=None)
    mine.polls_answered = max(mine.polls_answered, other.polls_answered)
    mine.attended_at = min(filter(None, (mine.attended_at, other.attended_at)), default=None)
    if mine.attended_at is None and 0 < needed_ms(other.webinar) <= mine.live_ms:
        mine.attended_at = mine.left_at
    other.delete()
    mine.save()
