"""What the school holds of a person, what goes when their data are removed, and how long things are kept.

A certificate that was issued stays as number, facts and the digest of its paper, without the holder's name and without
our copy of the paper (decision 0012): whoever presents the paper can still have it checked.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.core.files.storage import storages
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

import media_pipeline.api as films
from elearn.people.api import counted_on, forgets, holds, keep, not_given, plain, public_name, stays
from elearn.people.models import Person
from media_pipeline.models import CaptionRevision, Upload

from ..domain.certificates.shown import CHOICES
from ..domain.films.withdrawal import remove as remove_films_of
from ..domain.films.withdrawal import take_down
from ..domain.watching.real_time import as_moment
from ..models import (
    Certificate,
    Contribution,
    ContributionState,
    CoursePage,
    ElderAnswer,
    ElderQuestion,
    Enrolment,
    FilmProgress,
    LessonProgress,
    LessonWay,
    PlaybackSession,
    QuizAttempt,
    ReplacedPaper,
    Taught,
    Thanks,
    WatchClock,
    WatchReport,
)
from ..models.certificate import PAPER_REMOVED

Row = dict[str, Any]


# What is held -----------------------------------------------------------------------------------------
@holds("courses.enrolments", words=_("Courses you take"), of=["courses.Enrolment.person"])
def enrolments(person: Person) -> Iterator[Row]:
    for row in Enrolment.objects.filter(person=person).select_related("course__teacher"):
        teacher = public_name(row.course.teacher) if row.course.teacher else ""
        facts = plain(row, "state", "enrolled_at", "completed_at", "last_seen_at")
        yield {"course": row.course.title, "teacher": teacher} | facts


@holds("courses.lessons", words=_("What you did in lessons"))
def lessons(person: Person) -> Iterator[Row]:
    for row in LessonProgress.objects.filter(enrolment__person=person).select_related("lesson", "enrolment__course"):
        done = ("watched_at", "quiz_passed_at", "reading_since", "read_at", "practised_at", "completed_at")
        facts = plain(row, *done) | {"how": row.get_way_display()}
        yield {"course": row.enrolment.course.title, "lesson": row.lesson.title} | facts


def _in_words(said: Any) -> str:
    return ", ".join(map(str, said)) if isinstance(said, list) else str(said)


@holds("courses.answers", words=_("Your answers to questions"))
def answers(person: Person) -> Iterator[Row]:
    for row in QuizAttempt.objects.filter(enrolment__person=person).select_related("lesson"):
        given = [f"{question}: {_in_words(said)}" for question, said in row.answers.items()]
        yield {"lesson": row.lesson.title, "answers": given} | plain(row, "right", "asked", "passed", "at")


@holds(
    "courses.watched", words=_("Which parts of videos you watched"),
    of=["courses.FilmProgress.person", "courses.WatchClock.person"],
)  # fmt: skip
def watched(person: Person) -> Iterator[Row]:
    for row in FilmProgress.objects.filter(person=person).select_related("film"):
        parts = [f"{start // 1000}–{end // 1000}" for start, end in row.spans]
        yield {"film": row.film.title, "seconds": row.watched_ms // 1000, "parts": parts, "changed_at": row.changed_at}
    for clock in WatchClock.objects.filter(person=person):
        times = [f"{as_moment(start):%Y-%m-%d %H:%M:%S}–{as_moment(end):%H:%M:%S}" for start, end in clock.used]
        yield {"until": clock.used_until, "times": times}


@holds(
    "courses.playback",
    words=_("When you opened a video, and what your player reported"),
    of=["courses.PlaybackSession.person"],
)
def playback(person: Person) -> Iterator[Row]:
    for row in PlaybackSession.objects.filter(person=person).select_related("lesson").order_by("created_at"):
        yield {"lesson": row.lesson.title, "at": row.created_at, "opened_at": row.opened_at}
    reports = WatchReport.objects.filter(session__person=person).select_related("session__lesson")
    for report in reports.iterator():
        parts = [f"{start // 1000}–{end // 1000}" for start, end in report.spans]
        yield {"lesson": report.session.lesson.title, "at": report.received_at, "parts": parts, "speed": report.rate}


@holds("courses.certificates", words=_("Your certificates"), of=["courses.Taught.person"])
def certificates(person: Person) -> Iterator[Row]:
    for row in Certificate.objects.of(person).prefetch_related("replaced_papers"):
        facts = plain(row, "number", "language", "issued_at", "cancelled_at")
        earlier = [paper.claims["holder"] for paper in row.replaced_papers.all()]
        yield {"course": row.claims["course"], "holder": row.claims["holder"]} | facts | {
            "shown_name": earlier, "reason": row.cancel_reason,
            "download": reverse("courses:paper", args=[row.reference]),
            "badge": reverse("courses:badge", args=[row.reference, "jwt"]),
            "shows": [str(words) for key, words in CHOICES if key in row.shows],
            "how": [
                f"{lesson['title']}: {LessonWay(lesson['way']).label}"
                for lesson in row.evidence.get("lessons", ()) if lesson["way"]
            ],
        }  # fmt: skip


@holds("courses.films", words=_("Your videos"), of=["courses.Contribution.person", "courses.Contribution.recorded_by"])
def videos(person: Person) -> Iterator[Row]:
    """One's own, with the original to keep; and which one has recorded for somebody else."""
    found = Contribution.objects.filter(person=person).select_related("film", "topic", "lesson", "recorded_by")
    for row in found.prefetch_related("film__uploads"):
        film = row.film
        yield plain(row, "title", "topic", "state", "created_at", "sent_at", "decided_at", "reason") | {
            "spoken": row.get_language_display(),
            "helper": row.recorded_by.name if row.recorded_by else "",
            "lesson": row.lesson.title if row.lesson else "",
            "file_name": [upload.filename for upload in film.uploads.all()],
            "seconds": film.duration_ms // 1000,
            "bytes": film.source_bytes,
            "download": reverse("courses:original", args=[row.pk]) if films.has_whole(film) else "",
        }
    for row in Contribution.objects.filter(recorded_by=person).exclude(person=person).select_related("person"):
        yield {"person": row.person.name} | plain(row, "title", "created_at")


@holds("courses.answered", words=_("What you said to finished videos"))
def answered(person: Person) -> Iterator[Row]:
    for row in ElderAnswer.objects.filter(contribution__person=person).select_related("contribution"):
        yield {"title": row.contribution.title} | plain(row, "answer", "way", "words", "note", "at")


@holds("courses.teaching", words=_("Courses you teach"), of=["courses.CoursePage.teacher"])
def teaching(person: Person) -> Iterator[Row]:
    for course in CoursePage.objects.filter(teacher=person):
        yield {"course": course.title, "page": course.full_url or ""}


@holds("courses.thanks", words=_("Words of thanks"), of=["courses.Thanks.person", "courses.Thanks.teacher"])
def thanks(person: Person) -> Iterator[Row]:
    """The person's own are with what they wrote; here are those that reached them, by the writer's public name."""
    for row in Thanks.objects.filter(teacher=person, submission__state="approved").select_related(
        "person", "lesson", "submission"
    ):
        yield {
            "lesson": row.lesson.title,
            "by": public_name(row.person),
            "words": row.submission.text,
            "at": row.created_at,
        }


@holds("courses.captions", words=_("Captions you worked on"), of=["media_pipeline.CaptionRevision.author"])
def captions(person: Person) -> Iterator[Row]:
    """Which and when; the words are what is said in somebody's video."""
    mine = CaptionRevision.objects.filter(author__person=person).select_related("track__film").defer("cues")
    for row in mine.order_by("saved_at"):
        yield {"film": row.track.film.title, "language": row.track.language, "at": row.saved_at}


_AT_WORK = (
    "courses.Certificate.cancelled_by", "courses.Contribution.decided_by", "courses.ElderQuestion.code_read_by",
    "courses.ElderAnswer.taken_by", "courses.Taught.by", "courses.CaptionExcuse.by",
    "media_pipeline.CaptionTrack.handed_in_by", "media_pipeline.CaptionRevision.reviewed_by",
)  # fmt: skip
_FOR_ANOTHER = ("courses.ElderQuestion.asked_by", "courses.ElderQuestion.code_for")
not_given("What somebody did at work, or for somebody else, is kept with that.", *_AT_WORK, *_FOR_ANOTHER)


# What goes ---------------------------------------------------------------------------------------------
@forgets("courses.films", of=["courses.Contribution.person"])
def forget_films(person: Person) -> None:
    """Films come down as when they are taken back; the queue removes their files and tells learners."""
    from ..tasks_films import remove_withdrawn

    mine = Contribution.objects.filter(person=person).select_related("film")
    for row in mine:
        take_down(row.film)
        films.name_film(row.film, "")
        Upload.objects.filter(film=row.film).update(filename="")
    ElderAnswer.objects.filter(contribution__in=mine).update(words="", note="")
    ElderQuestion.objects.filter(contribution__in=mine).update(words="")
    mine.update(title="", reason="")
    transaction.on_commit(lambda: remove_withdrawn.enqueue())


@forgets(
    "courses.learning",
    of=[
        "courses.Enrolment.person",
        "courses.PlaybackSession.person",
        "courses.FilmProgress.person",
        "courses.WatchClock.person",
        "courses.Taught.person",
    ],
)
def forget_learning(person: Person) -> None:
    """What was watched and answered goes; of a course with a certificate stays that it was completed."""
    PlaybackSession.objects.filter(person=person).delete()
    FilmProgress.objects.filter(person=person).delete()
    WatchClock.objects.filter(person=person).delete()
    QuizAttempt.objects.filter(enrolment__person=person).delete()
    LessonProgress.objects.filter(enrolment__person=person).delete()
    mine = Enrolment.objects.filter(person=person)
    Certificate.objects.of(person).filter(paper="").delete()  # a number whose paper was never printed
    mine.filter(certificates=None).delete()
    Taught.objects.filter(person=person, certificates=None).delete()
    mine.update(last_lesson=None, last_seen_at=None)
    for certificate in Certificate.objects.of(person):
        forget_holder(certificate)


def forget_holder(certificate: Certificate) -> None:
    """Take the name out of a certificate, and delete our copies of its papers. Digests stay, to check a paper by."""
    papers = {certificate.paper}
    for earlier in ReplacedPaper.objects.filter(certificate=certificate):
        papers.add(earlier.paper)
        ReplacedPaper.objects.filter(pk=earlier.pk).update(
            claims=earlier.claims | {"holder": ""}, paper=PAPER_REMOVED, reason=""
        )
    # The credential has no name, but salted hashes of how the holder is reached; its digest stays like the paper's.
    Certificate.objects.filter(pk=certificate.pk).update(
        claims=certificate.claims | {"holder": ""}, paper=PAPER_REMOVED, credential="", shows=[], issue_reason="",
        evidence={},
    )  # fmt: skip
    for key in papers - {PAPER_REMOVED, ""}:
        transaction.on_commit(partial(storages["papers"].delete, key))


stays(
    "Words to and from a person go with what they wrote, which safety removes.",
    "courses.Thanks.person",
    "courses.Thanks.teacher",
)
stays("The course stays for its learners; its teacher is a row without a name then.", "courses.CoursePage.teacher")
stays("Stays with the video, while its author is no longer named.", "media_pipeline.CaptionRevision.author")
stays("Stays with what was decided, while the account that did it is no longer named.", *_AT_WORK)
stays(
    "Stays for the person it was done for, by a row without a name.", "courses.Contribution.recorded_by", *_FOR_ANOTHER
)


# How long ----------------------------------------------------------------------------------------------
def people_with_lessons() -> Any:
    """Those whose films others learn from."""
    return Contribution.objects.filter(state=ContributionState.PLACED).values("person")


def drafts_never_sent(before: datetime, most: int) -> list[Contribution]:
    old = Contribution.objects.filter(state=ContributionState.DRAFT, changed_at__lt=before, film__changed_at__lt=before)
    return list(old.select_related("film").order_by("pk")[:most])


def remove_drafts(drafts: Sequence[Contribution]) -> None:
    for draft in drafts:
        take_down(draft.film)
        remove_films_of(draft)


def old_playback(before: datetime, most: int) -> list[PlaybackSession]:
    """Reports of what was played, in courses that are over; what counted of them is kept in the progress."""
    over = PlaybackSession.objects.filter(created_at__lt=before, enrolment__completed_at__lt=before)
    return list(over.order_by("created_at")[:most])


def delete_playback(sessions: Sequence[PlaybackSession]) -> None:
    PlaybackSession.objects.filter(pk__in=[session.pk for session in sessions]).delete()


counted_on(people_with_lessons)
keep(
    "courses.drafts", what=_("A video that you never sent"), days=365,
    why=_("So that you can go on with it for a year."), find=drafts_never_sent, clear=remove_drafts,
)  # fmt: skip
keep(
    "courses.playback", what=_("What your player reported, after a course was completed"), days=365,
    why=_("So that we can explain how a certificate came about."), find=old_playback, clear=delete_playback,
)  # fmt: skip
