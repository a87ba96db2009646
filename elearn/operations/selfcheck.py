"""The whole job on one film, as an installation would do it: intake, publishing, learning, certificate, forgery.

What it makes is marked as a check, is counted in no figure, and is removed at the end.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.utils import timezone

import courses.api as school
import elearn.people.api as people
import media_pipeline.api as films
from courses.models import Certificate, Contribution, CoursePage, Enrolment, LessonPage, TopicPage
from elearn.people.models import Account, Person, Role
from elearn.web.api import NotApproved

from .papers.check import by_python, served_for
from .removal import remove_checks
from .viewing import right_answers, watch


class CheckFailed(Exception):
    """Something is not as it must be; the message says what."""


@dataclass
class Step:
    """One step: its seconds and what was found true."""

    name: str
    seconds: float = 0.0
    checks: list[str] = field(default_factory=list)
    fault: str = ""

    def must(self, truth: object, words: str) -> None:
        """Note a check that holds, or raise CheckFailed."""
        if not truth:
            raise CheckFailed(f"not so: {words}")
        self.checks.append(words)


@dataclass
class Outcome:
    """All steps of one film. `passed` is false after the first step that failed."""

    clip: str
    steps: list[Step] = field(default_factory=list)

    @property
    def passed(self) -> bool:
        return bool(self.steps) and not any(step.fault for step in self.steps)

    def as_json(self) -> dict[str, Any]:
        return {"clip": self.clip, "passed": self.passed, "steps": [asdict(step) for step in self.steps]}


class Check:
    """One run. Steps are methods in the order of the job; each leaves what the next one needs."""

    def __init__(self, clip: Path, say: Callable[[Step], object] = lambda step: None) -> None:
        self.clip, self.say = clip, say
        self.outcome = Outcome(clip.name)
        self.language: str = settings.LANGUAGE_CODE
        self.elder: Person
        self.learner: Person
        self.coordinator: Account
        self.second: Account
        self.contribution: Contribution
        self.topic: TopicPage
        self.now: datetime
        self.paper: bytes
        self.course: CoursePage
        self.lesson: LessonPage
        self.enrolment: Enrolment
        self.certificate: Certificate

    def run(self) -> Outcome:
        """Do every step until one fails; remove what was made in any case."""
        try:
            for name, deed in (
                ("workers", self.count_hands),
                ("people", self.meet), ("intake", self.take_in), ("encoding", self.encode),
                ("publishing", self.publish), ("watching", self.learn), ("cheating", self.cheat),
                ("questions", self.answer), ("certificate", self.certify), ("verification", self.verify),
                ("forgery", self.forge), ("cancelling", self.cancel),
            ):  # fmt: skip
                with self._step(name) as step:
                    deed(step)
                if step.fault:
                    break
        finally:
            with self._step("removal") as step:
                self.remove(step)
        return self.outcome

    @contextmanager
    def _step(self, name: str) -> Iterator[Step]:
        step = Step(name)
        started = time.monotonic()
        try:
            yield step
        except Exception as error:  # a fault of any kind is the answer that the operator came for
            step.fault = f"{type(error).__name__}: {error}"
        step.seconds = round(time.monotonic() - started, 3)
        self.outcome.steps.append(step)
        self.say(step)

    def count_hands(self, step: Step) -> None:
        """Whoever goes live finds a worker that makes it watchable, or the operator learns of it here."""
        for queue in ("live", "live_captions"):
            step.must(queue in settings.TASKS["default"]["QUEUES"], f"there is a queue “{queue}”")
        workers = school.webinar_workers()
        if workers.live:
            step.checks.append("a worker for broadcasts answers")
        else:
            begins = school.next_webinar_within(timedelta(days=1))
            step.must(not begins, "a worker for broadcasts answers, with a webinar within a day")
            step.checks.append("no worker for broadcasts answers now: start one before the next webinar")
        if workers.knows_speech:
            step.checks.append(f"{'a' if workers.captions else 'no'} worker for live captions answers")

    def meet(self, step: Step) -> None:
        mark = uuid4().hex[:8]

        def made(name: str, role: Role, which: str = "") -> Person:
            return people.create_person(
                f"{name} {mark}", language=self.language, roles=[role], is_check=True,
                email=f"{mark}-{role}{which}@check.invalid", papers_name=f"{name} Elçin qızı {mark}",
            )  # fmt: skip

        self.elder, self.learner = made("Sınaq Ustad", Role.ELDER), made("Sınaq Şagird", Role.LEARNER)
        self.coordinator = made("Sınaq Əlaqələndirici", Role.COORDINATOR).account
        self.second = made("Sınaq İkinci", Role.COORDINATOR, "second").account
        step.must(people.has_role(self.coordinator, Role.COORDINATOR), "people exist and hold their roles")
        step.must(not self.coordinator.is_superuser, "the coordinator is no superuser")

    def take_in(self, step: Step) -> None:
        self.contribution = school.begin_contribution(
            self.elder, is_recording=False, language=self.language, is_check=True
        )
        films.receive_file(self.contribution.film, self.clip)
        films.check_now(self.contribution.film)
        status = films.status(self.contribution.film)
        step.must(not status.refusal_words, status.refusal_words or "the film was accepted")
        step.must(status.duration_ms > 0, f"it lasts {status.duration_ms / 1000:.1f} s")
        if status.playable:
            step.checks.append("it can be watched before it is encoded")

    def encode(self, step: Step) -> None:
        films.prepare_now(self.contribution.film)
        status = films.status(self.contribution.film)
        step.must(status.ready and status.percent == 100, "every version is ready")
        step.must(status.sizes, f"versions: {', '.join(sorted(status.sizes))}")
        playback = films.playback(self.contribution.film)
        step.must(playback.playlist.startswith("/films/"), "films are watched through signed addresses")

    def publish(self, step: Step) -> None:
        self.topic = school.create_topic(
            f"Sınaq {uuid4().hex[:6]}", language=self.language, by=self.coordinator, approved_by=self.second
        )
        school.describe(
            self.contribution, title="Sınaq dərsi", language=self.language, topic=self.topic,
            uses=["site"],
        )  # fmt: skip
        school.send_for_review(self.contribution)
        self.course = school.create_course(
            self.topic, "Sınaq kursu", teacher=self.elder, hours=Decimal("0.5"), is_check=True,
            by=self.coordinator, approved_by=self.second,
        )  # fmt: skip
        lesson = school.place(self.contribution, course=self.course, title="Sınaq dərsi", by=self.coordinator)
        self.contribution.film.refresh_from_db()
        if self.contribution.film.has_audio:
            step.must(not lesson.live, "the lesson waits for reviewed captions")
            self._caption()
            lesson.refresh_from_db()
        step.must(lesson.live and lesson.film_id, "the lesson is published with its film")
        question = school.NewQuestion(text="2 + 2?", right="4", others=["5"])
        step.must(self._refuses(lesson, question), "nobody publishes what they wrote themselves")
        self.lesson = school.extend_lesson(lesson, questions=[question], by=self.coordinator, approved_by=self.second)
        step.must(self.lesson.has_quiz, "its questions were approved by a second person")

    def _caption(self) -> None:
        """Type a line, and have it reviewed."""
        film = self.contribution.film
        track = films.open_captions(film, self.language, by=self.elder.account)
        line = films.Cue("line-1", 0, min(2000, film.duration_ms), "Salam")
        films.save_captions(track, films.changes_between([], [line]), base=0, by=self.elder.account)
        films.review_captions(track, revision=1, by=self.coordinator)
        school.settle_film(film.pk)

    def _refuses(self, lesson: LessonPage, question: school.NewQuestion) -> bool:
        try:
            school.extend_lesson(lesson, questions=[question], by=self.coordinator, approved_by=self.coordinator)
        except NotApproved:
            return True
        return False

    def learn(self, step: Step) -> None:
        self.enrolment = school.enrol(self.learner, self.course)
        self.now = timezone.now() - timedelta(days=1)
        duration = self.contribution.film.duration_ms
        watched = watch(self.learner, self.lesson, part=0.5, at=self.now)
        step.must(0 < watched < duration * 0.6, "half of the film counts as half")
        watched = watch(self.learner, self.lesson, at=self.now + timedelta(hours=20))
        step.must(
            watched >= duration * 0.9, f"{watched / 1000:.1f} s of {duration / 1000:.1f} s were seen, on two days"
        )
        progress = school.progress_of(self.learner, self.course)
        step.must(not progress.is_completed, "watching alone does not complete a course with questions")

    def cheat(self, step: Step) -> None:
        """A report that was not opened, or claims more seconds than the clock has had, is refused whole."""
        later: datetime = self.now + timedelta(hours=22)
        opened = school.open_playback(self.learner, self.lesson, now=later)
        session = opened.session
        if session is None:
            raise CheckFailed("the learner's playback is no session")
        whole = [(0, opened.duration_ms)]

        def claim(number: int, spans: list[tuple[int, int]]) -> bool:
            return school.apply_report(session, number=number, spans=spans, rate=1.0, now=later).counted

        step.must(not claim(1, whole), "a session whose film was not opened counts nothing")
        school.begin(session, now=later)
        step.must(not claim(2, whole * 50), "faster than possible counts nothing")

    def answer(self, step: Step) -> None:
        right = right_answers(self.lesson)
        quiz = school.quiz_of(self.lesson)
        wrong = {
            question.id: next(choice.id for choice in question.choices if not choice.is_right)
            for question in quiz.questions
        }
        step.must(not self._passes(wrong), "other answers do not pass")
        step.must(self._passes(right), "right answers pass")
        step.must(school.progress_of(self.learner, self.course).is_completed, "the course is complete")

    def _passes(self, answers: Mapping[str, str | list[str]]) -> bool:
        return bool(school.answer_quiz(self.learner, self.lesson, answers).attempt.passed)

    def certify(self, step: Step) -> None:
        self.enrolment.refresh_from_db()
        self.certificate = school.certify(self.enrolment)
        step.must(self.certificate.paper_sha256, f"{self.certificate.number} was signed")
        again = school.certify(self.enrolment)
        step.must(again.pk == self.certificate.pk, "asking twice gives one certificate")

    def verify(self, step: Step) -> None:
        self.paper = school.read_paper(self.certificate)
        verdict = school.check_paper(self.paper)
        step.must(verdict.finding == school.Finding.GENUINE, "the paper is genuine")
        step.must(verdict.certificate == self.certificate, "the verdict says which certificate it is")
        found = school.find(self.certificate.number, self.certificate.code)
        step.must(found == self.certificate, "its public address finds it")
        badge = self.certificate.credential
        step.must(school.check_file(badge.encode()).certificate == self.certificate, "its badge is genuine")
        apart = by_python([badge], served_for([badge]))
        step.must(apart == ["good"], "a check apart, by what the site serves, accepts the badge")

    def forge(self, step: Step) -> None:
        middle = len(self.paper) // 2
        flipped = self.paper[:middle] + bytes([self.paper[middle] ^ 1]) + self.paper[middle + 1 :]
        step.must(school.check_paper(flipped).finding == school.Finding.ALTERED, "one changed bit is found")
        longer = self.paper + b"\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
        step.must(school.check_paper(longer).finding == school.Finding.ALTERED, "an addition at the end is found")
        strange = school.check_paper(b"%PDF-1.7\nsomething else")
        step.must(strange.finding == school.Finding.UNKNOWN, "a strange PDF is unknown")
        step.must(school.find(self.certificate.number, "0" * 12) is None, "a guessed code finds nothing")
        unsigned = self.certificate.credential.rpartition(".")[0] + "."
        step.must(school.check_file(unsigned.encode()).finding == school.Finding.ALTERED, "a badge has its signature")

    def cancel(self, step: Step) -> None:
        school.cancel(self.certificate, reason="Only a check.", by=self.coordinator)
        step.must(school.check_paper(self.paper).finding == school.Finding.CANCELLED, "a cancelled certificate says so")
        badge = self.certificate.credential
        apart = by_python([badge], served_for([badge]))
        step.must(apart == ["cancelled"], "its badge is on the public list of cancelled ones")

    def remove(self, step: Step) -> None:
        removed = remove_checks()
        step.must(not Person.objects.filter(is_check=True).exists(), f"{removed} rows of the check were removed")
