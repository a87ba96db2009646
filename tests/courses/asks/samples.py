"""What tests of questions to teachers share: people around one lesson, and sounds."""

from django.utils import timezone

from courses import api
from courses.domain.talk import asks, heard, spoken
from courses.models import LessonProgress
from elearn.people.api import give_consent
from elearn.people.models import ConsentWay
from elearn.safety import api as safety
from tests import factories

QUESTION = "Hansı ipdən toxuyursunuz?"
ANSWER = "Gəncənin yun bazarından alıram."
# What a recorder writes begins so; a real one is made where the sound itself matters.
WEBM = b"\x1a\x45\xdf\xa3" + bytes(400)


def learner(lesson, name="Günay Məmmədova", year=2000, *, begun=True):
    key = name.split()[0].lower().encode("ascii", "ignore").decode()
    person = factories.person(name, birth_year=year, email=f"{key}@ask.example", language="en")
    if begun:
        enrolment = api.enrol(person, lesson.get_parent().specific)
        LessonProgress.objects.create(enrolment=enrolment, lesson=lesson, watched_at=timezone.now())
    return person


def asked(lesson, rena, person=None, *, text=QUESTION, is_public=True):
    """A question that was passed on to the teacher."""
    ask = asks.ask_teacher(person or learner(lesson), lesson, text=text, is_public=is_public)
    safety.decide(ask.question_words, by=rena, approve=True)
    ask.refresh_from_db()
    return ask


def answered(ask, *moderators, text=ANSWER, **how):
    """The same with an answer in writing that was passed on."""
    asks.answer(ask, text=text, **how)
    return decided(ask, *moderators)


def decided(ask, *moderators, approve=True):
    ask.refresh_from_db()
    for account in moderators:
        safety.decide(ask.answer_words, by=account, approve=approve, words="" if approve else "Bir az ətraflı.")
    ask.refresh_from_db()
    return ask


def said(ask, *, by=None, text=""):
    """A spoken answer that was sent and is not made yet."""
    kept = spoken.keep_spoken(ask.teacher, WEBM, taken_by=by)
    spoken.answer_spoken(ask, kept, text=text, by=by)
    return kept


def let_all_have_it(ask):
    """The teacher agrees, before or after it is passed on, that everybody may have their voice or film."""
    give_consent(heard.ask_for_all(ask, by=ask.teacher), way=ConsentWay.CLICK, by=ask.teacher.account)
    ask.refresh_from_db()


def signed_in(client, person):
    client.cookies["language"] = "en"
    client.force_login(person.account, backend="django.contrib.auth.backends.ModelBackend")
    return client
