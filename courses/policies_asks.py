"""Who may hear an answer by voice, and watch one by film."""

from django.db.models import QuerySet

from courses.domain.hidden import is_lesson_shown
from courses.domain.learning.gate import gate_for
from courses.domain.talk.heard import may_stand
from courses.models import Ask, AskState, FilmedAnswer, SpokenAnswer
from elearn.people.api import may_be_contacted_unmoderated, person_of
from elearn.safety.api import hidden_among, may_moderate
from elearn.safety.models import SubmissionState

from .policies import Visitor, may_see_hidden


def may_hear(user: Visitor, spoken: SpokenAnswer) -> bool:
    """Say whether somebody may hear an answer: whose voice it is, who moderates, who asked, or all, where it stands."""
    return _may_have(user, spoken, Ask.objects.filter(voice=spoken))


def may_watch_answer(user: Visitor, filmed: FilmedAnswer) -> bool:
    """Say whether somebody may watch an answer, by the same rules; what was not sent is its teacher’s alone."""
    if filmed.is_draft:
        return False
    return _may_have(user, filmed, Ask.objects.filter(film=filmed.film_id))


def _may_have(user: Visitor, recorded: SpokenAnswer | FilmedAnswer, asks: QuerySet[Ask]) -> bool:
    person = person_of(user)
    if may_moderate(user) or may_see_hidden(user) or (person is not None and person.pk == recorded.person_id):
        return True
    ask = asks.select_related("person", "lesson", "answer_words", "question_words", "consent").first()
    if ask is None or not _is_passed_on(ask):
        return False
    return (person is not None and person.pk == ask.person_id) or _is_heard_by_all(user, ask)


def _is_passed_on(ask: Ask) -> bool:
    words = ask.answer_words
    is_agreed = words is not None and words.state == SubmissionState.APPROVED
    return ask.state == AskState.ANSWERED and is_agreed and not hidden_among([f"ask:{ask.pk}"])


def _is_heard_by_all(user: Visitor, ask: Ask) -> bool:
    """Say whether it stands under a lesson that is open to this visitor."""
    words, lesson = ask.question_words, ask.lesson
    if lesson is None or not is_lesson_shown(lesson) or not gate_for(person_of(user), lesson).is_open:
        return False
    is_agreed = words is not None and words.state == SubmissionState.APPROVED
    is_wanted = ask.may_be_shown and ask.shown_at is not None and may_stand(ask)
    return is_agreed and is_wanted and may_be_contacted_unmoderated(ask.person)
