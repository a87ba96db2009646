"""Fill the demo world through the same doors that people use."""

import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from django.utils import timezone

import courses.api as school
import elearn.people.api as people
import media_pipeline.api as films
from courses.models import CoursePage, LessonPage, TopicPage
from elearn.operations.viewing import right_answers, watch
from elearn.people.models import Person

from . import beside, between, captions, care, designs, guidance, home_visits, in_steps, questions, quiz, webinars
from .films import make_film
from .texts import (
    ANNA,
    COURSES,
    GUNAY,
    LEYLA,
    MURAD,
    PEOPLE,
    PLOV,
    RASHID,
    RENA,
    SCARF,
    SEVINC,
    TOPICS,
    TURAL,
    DemoCourse,
    DemoPerson,
)

Say = Callable[[str], object]


def exists() -> bool:
    """Tell whether the demo world is there."""
    return Person.objects.filter(account__email=RENA.login).exists()


def make(say: Say) -> None:
    """Make everybody, their films, a course each, and learners at different points."""
    everybody = {who.login: _make_person(who) for who in PEOPLE}
    rena, tural = everybody[RENA.login].account, everybody[TURAL.login].account
    designs.make(by=rena, approved_by=tural)
    topics = {
        (code, title): school.create_topic(title, language=code, by=rena, approved_by=tural)
        for code, titles in TOPICS.items()
        for title in titles
    }
    in_steps.make(topic=topics[SCARF.language, SCARF.topic], teacher=everybody[LEYLA.login], by=rena, approved_by=tural)
    lessons = {}
    for course in COURSES:
        say(f"Making the film “{course.lesson}” …")
        lessons[course.title] = _make_lesson(course, everybody, topics[course.language, course.topic])
    say("Letting the learners learn …")
    scarf, plov = (lessons[course.title] for course in (SCARF, PLOV))
    _learn(everybody[GUNAY.login], scarf, part=1.0, answers=True)
    _learn(everybody[GUNAY.login], plov, part=0.35, days_ago=2)
    _learn(everybody[MURAD.login], scarf, part=0.6)
    school.enrol(everybody[ANNA.login], _course(plov))
    between.make(scarf, gunay=everybody[GUNAY.login], murad=everybody[MURAD.login], rena=rena, tural=tural)
    say("Announcing webinars …")
    webinars.make(
        speaker=everybody[LEYLA.login], other=everybody[RASHID.login], host=rena,
        learners=[everybody[GUNAY.login], everybody[MURAD.login]], lesson=scarf,
    )  # fmt: skip
    care.make()
    say("Letting the operator take two calls …")
    home_visits.make(everybody)
    say("Letting a counsellor write guides …")
    sevinc = everybody[SEVINC.login].account
    guidance.make(by=sevinc, approved_by=tural)
    questions.make(first=everybody[LEYLA.login].account, second=everybody[RASHID.login].account, counsellor=sevinc)


def _course(lesson: LessonPage) -> CoursePage:
    return school.course_of(lesson)


def _make_person(who: DemoPerson) -> Person:
    return people.create_person(
        who.name, language=who.language, birth_year=who.birth_year, papers_name=who.papers_name,
        form_of_address=who.form_of_address, roles=[who.role],
        phone=who.login if who.login.startswith("+") else "", email="" if who.login.startswith("+") else who.login,
    )  # fmt: skip


def _make_lesson(course: DemoCourse, everybody: dict[str, Person], topic: TopicPage) -> LessonPage:
    """Take one film from the teacher to a published lesson, as it happens every day: two people for each page."""
    teacher = everybody[course.teacher]
    rena, tural = everybody[RENA.login].account, everybody[TURAL.login].account
    contribution = school.begin_contribution(teacher, is_recording=False, language=course.language)
    with tempfile.TemporaryDirectory(prefix="korpu-demo-") as folder:
        path = Path(folder) / "film.mp4"
        lengths = make_film(course, path)
        films.receive_file(contribution.film, path)
        film = films.prepare_now(contribution.film)
        if course.beside:
            beside.make(film, path, course.beside, language=course.language, by=rena)
    school.describe(
        contribution, title=course.lesson, language=course.language, topic=topic,
        uses=["site"],
    )  # fmt: skip
    school.send_for_review(contribution)
    captions.write(contribution, course, lengths, by=rena)
    page = school.create_course(
        topic, course.title, teacher=teacher, summary=course.summary, hours=course.hours, by=rena, approved_by=tural
    )
    lesson = school.place(contribution, course=page, title=course.lesson, by=rena)
    return school.extend_lesson(
        lesson, text=f"<p>{course.introduction}</p>", steps=_timed(course, lengths), materials=course.materials,
        questions=[*_questions(course), *quiz.more_questions(course)],
        rules=quiz.rules_for(course, topic, by=rena, approved_by=tural), task=course.task, by=rena, approved_by=tural,
    )  # fmt: skip


def _timed(course: DemoCourse, lengths: list[float]) -> list[tuple[str, int]]:
    """Give each step with the second in which the film comes to it."""
    return [(step, int(sum(lengths[:at]))) for step, at in zip(course.steps, course.spoken, strict=True)]


def _questions(course: DemoCourse) -> list[school.NewQuestion]:
    """Give the questions of a lesson; the right answer does not always stand first."""
    return [
        school.NewQuestion(
            text=question.words,
            right=question.choices[0],
            others=question.choices[1:],
            look_again=question.why,
            place=number % len(question.choices),
        )  # fmt: skip
        for number, question in enumerate(course.questions, start=1)
    ]


def _learn(person: Person, lesson: LessonPage, *, part: float, answers: bool = False, days_ago: int = 3) -> None:
    """Let a learner watch a part of a lesson, on a day in the past, and answer its questions."""
    school.enrol(person, _course(lesson))
    watch(person, lesson, part=part, at=timezone.now() - timedelta(days=days_ago))
    if answers:
        school.answer_quiz(person, lesson, right_answers(lesson))
        school.certificates_of(person)
