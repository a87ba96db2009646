"""Captions of the demo films, through the doors that people use: typed and reviewed, or written by a machine."""

from collections.abc import Sequence

import courses.api as school
import media_pipeline.api as films
from courses.models import Contribution
from elearn.people.models import Account

from .narrate import PAUSE
from .texts import DemoCourse


def write(contribution: Contribution, course: DemoCourse, lengths: Sequence[float], *, by: Account) -> None:
    """A machine listens where it knows the language; where that is to do for now, the coordinator says why.

    Else the teacher types what they said, hands it in, and the coordinator reviews it.
    """
    films.listen_now(contribution.film)
    if course.captions_later:
        school.go_without_captions(contribution.film, reason=course.captions_later, by=by)
    else:
        _type(contribution, course, lengths, by=by)


def _type(contribution: Contribution, course: DemoCourse, lengths: Sequence[float], *, by: Account) -> None:
    teacher = contribution.person.account
    reached = school.reach_captions(teacher, contribution.film_id)
    if reached is None:
        raise RuntimeError("The teacher cannot reach the captions of their own film.")
    track = school.open_caption_track(reached, course.language)
    draft = films.captions_draft(track)
    changes = films.changes_between(draft.cues, cues_of(course.sentences, lengths))
    school.save_captions(reached, track, changes, base=draft.revision)
    school.hand_in_captions(reached, track)
    reviewer = school.reach_captions(by, contribution.film_id)
    if reviewer is None:
        raise RuntimeError("The coordinator cannot reach captions that were handed in.")
    school.review_captions(reviewer, track, revision=films.captions_draft(track).revision)


def cues_of(sentences: Sequence[str], lengths: Sequence[float]) -> list[films.Cue]:
    """A line for each sentence, while it is spoken."""
    cues, at = [], 0.0
    for number, (sentence, length) in enumerate(zip(sentences, lengths, strict=True), start=1):
        end = at + length - PAUSE / 2
        cues.append(films.Cue(f"line-{number}", round(at * 1000), round(end * 1000), sentence))
        at += length
    return cues
