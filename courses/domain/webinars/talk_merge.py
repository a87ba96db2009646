"""Two records of one person become one: nobody votes twice for a question, or answers a poll twice."""

from django.db.models import F
from django.db.models.functions import Greatest

from courses.models import LiveQuestion, PollAnswer, QuestionVote
from elearn.people.models import Person


def settle_merge(keep: Person, absorb: Person) -> None:
    """Leave one vote and one answer of what both gave; runs in the transaction of the merge."""
    wanted = QuestionVote.objects.filter(person=keep).values("question")
    asked = LiveQuestion.objects.filter(person__in=[keep, absorb]).values("pk")
    votes = QuestionVote.objects.filter(person=absorb)
    for double in votes.filter(question__in=wanted) | votes.filter(question__in=asked):
        withdraw_vote(double)
    for own in QuestionVote.objects.filter(person=keep, question__in=LiveQuestion.objects.filter(person=absorb)):
        withdraw_vote(own)
    answered = PollAnswer.objects.filter(person=keep).values("poll")
    PollAnswer.objects.filter(person=absorb, poll__in=answered).delete()


def withdraw_vote(vote: QuestionVote) -> None:
    """Take a vote out, and out of the sum."""
    if QuestionVote.objects.filter(pk=vote.pk).delete()[0]:
        LiveQuestion.objects.filter(pk=vote.question_id).update(votes=Greatest(F("votes"), 1) - 1)
