"""The recording of a webinar on its way to a lesson: whose it is, and what its chapters are.

It is a contribution of the speaker that nobody recorded for them: they are asked for their yes all the same.
"""

from courses.models import Contribution, LessonPage, LiveQuestion, LiveQuestionState, Webinar
from elearn.safety.api import hidden_among
from media_pipeline.models import Broadcast, FilmState, TakeState

LONGEST_CHAPTER = 80


def webinar_of(contribution: Contribution) -> Webinar | None:
    """Give the webinar that a contribution is the recording of; without a query for what somebody recorded."""
    if not contribution.is_helped or contribution.recorded_by_id:
        return None
    return Webinar.objects.filter(contribution=contribution).first()


def hosted_by(contribution: Contribution, person_id: int) -> bool:
    """Say whether somebody hosted the webinar that a contribution is the recording of."""
    webinar = webinar_of(contribution)
    return webinar is not None and webinar.hosts.filter(pk=person_id).exists()


def is_recorded(broadcast: Broadcast) -> bool:
    """Say whether a film is there or on its way: something was on air, and all of it that comes has come."""
    is_sent = broadcast.take is not None and broadcast.take.state == TakeState.SENT
    return is_sent or broadcast.film.state != FilmState.RECEIVING


def may_still_come(broadcast: Broadcast) -> bool:
    """Say whether nobody knows yet if there is a recording: pieces may be on their way."""
    return broadcast.take is not None and broadcast.take.state == TakeState.OPEN


def chapters_of(contribution: Contribution) -> list[tuple[str, int]]:
    """Give the chapters of a webinar's recording as steps of its lesson: the questions taken, in their order.

    Without questions there are none. Who asked is not said.
    """
    taken = LiveQuestion.objects.filter(webinar__contribution=contribution, taken_ms__isnull=False)
    hidden = hidden_among(f"webinar_question:{question.pk}" for question in taken)
    steps: list[tuple[str, int]] = []
    for question in sorted(taken, key=_ms_of):
        if f"webinar_question:{question.pk}" not in hidden and question.state != LiveQuestionState.HIDDEN:
            steps.append((_shortened(question.text), _ms_of(question) // 1000))
    if steps and steps[0][1]:
        steps.insert(0, (contribution.title, 0))
    return steps


def _ms_of(question: LiveQuestion) -> int:
    """Give where in the film a question was taken."""
    at = question.taken_ms if question.film_ms is None else question.film_ms
    return at or 0


def _shortened(text: str) -> str:
    """Give a question in one line, cut at a word."""
    line = " ".join(text.split())
    if len(line) <= LONGEST_CHAPTER:
        return line
    return f"{line[:LONGEST_CHAPTER].rpartition(' ')[0] or line[:LONGEST_CHAPTER]}…"


def placed(contribution: Contribution, lesson: LessonPage) -> None:
    """Note which lesson the recording of a webinar becomes: public, or waiting for a second person."""
    Webinar.objects.filter(contribution=contribution).update(lesson=lesson)
