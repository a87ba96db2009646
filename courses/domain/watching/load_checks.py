"""Checks that a player really loaded what it says it played (decision 0023).

Now and then the answer to a report names one segment of what was just played, and a salt. With its next report the
player gives SHA-256 of salt and bytes. Who did not load the film cannot answer; where the bytes came from, from a CDN
or a cache, is all one. A right answer makes the evidence stronger. None at all, from an old browser or one that plays
HLS by itself, only leaves it as it is: nobody is refused for that. Wrong answers, again and again, in one session or in
several of a person, let these sessions count nothing until a right one comes (`doubt`).

Recording reports only writes down what was asked and answered; `judge` reads the bytes later, in the queue.
"""

import logging
import secrets
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

import media_pipeline.api as films
from courses.models import CheckVerdict, LoadCheck, PlaybackSession

from .doubt import WRONG_MOST, doubtful

# One report of so many is answered with a check: with one report each 30 s, one in five minutes of watching.
EVERY = 10
LARGEST_NUMBER = 32_767
AT_ONCE = 5_000  # judged at a time: more than a minute brings when all there is room for are watching

log = logging.getLogger(__name__)

Answers: TypeAlias = Mapping[tuple[UUID, int], str]  # session and number of the check → digest; "": it cannot say


@dataclass(frozen=True)
class Shown:
    """What a player says to a check: the digest, or "" where it cannot tell."""

    number: int
    digest: str


def number_due(session: UUID, report: int) -> int | None:
    """Give the number of the check that a report is to be answered with, if it is its turn.

    Which of ten reports it is cannot be told beforehand, and asks no database: one of each ten, by a keyed hash.
    """
    window, place = divmod(report, EVERY)
    if window >= LARGEST_NUMBER:
        return None
    turn = salted_hmac("courses.load_checks", f"{session.hex}:{window}").digest()[0] % EVERY
    return window + 1 if place == turn else None


def draw(
    session: UUID, film: UUID, report: int, *, version: str, spans: Sequence[Sequence[int]], now: datetime
) -> LoadCheck | None:
    """Draw a check for what was just played, if it is its turn and the version is known. Nothing is saved."""
    number = number_due(session, report) if version and spans else None
    if number is None:
        return None
    played = [name for start, end in spans for name in films.segments_between(film, version, start, end)]
    if not played:
        return None
    return LoadCheck(
        session_id=session, number=number, film_id=film, segment=secrets.choice(played), salt=secrets.token_hex(16),
        asked_at=now,
    )  # fmt: skip


def keep_answers(answers: Answers, *, now: datetime) -> None:
    """Write down what players said to checks; only the first word counts. Two queries, however many."""
    if not answers:
        return
    rows = LoadCheck.objects.filter(
        session__in={session for session, _ in answers}, number__in={number for _, number in answers}, answered_at=None
    )
    answered = [row for row in rows.select_for_update() if (row.session_id, row.number) in answers]
    for row in answered:
        row.answered_at, row.digest = now, answers[row.session_id, row.number]
        row.verdict = CheckVerdict.OPEN if row.digest else CheckVerdict.UNANSWERABLE
    LoadCheck.objects.bulk_update(answered, ["answered_at", "digest", "verdict"])


def judge(*, most: int = AT_ONCE, now: datetime | None = None) -> int:
    """Compare answers with the bytes as they lie in the storage; gives how many. Each segment is read once."""
    waiting = LoadCheck.objects.filter(verdict=CheckVerdict.OPEN).exclude(digest="").order_by("asked_at")[:most]
    alike: dict[tuple[UUID, str], list[LoadCheck]] = defaultdict(list)
    for check in waiting:
        alike[check.film_id, check.segment].append(check)
    judged: dict[CheckVerdict, list[LoadCheck]] = defaultdict(list)
    for (film, segment), checks in alike.items():
        try:
            wanted = films.digests_of(film, segment, [check.salt for check in checks])
        except Exception:  # the storage cannot be reached: the next time
            log.exception("A segment could not be read to check what players loaded.")
            continue
        for check, digest in zip(checks, wanted or [""] * len(checks), strict=True):
            judged[_verdict(check, digest)].append(check)
    _keep(judged, now or timezone.now())
    return sum(len(checks) for checks in judged.values())


def _verdict(check: LoadCheck, digest: str) -> CheckVerdict:
    """Say what an answer is worth. An empty digest: that version of the film has gone."""
    if not digest:
        return CheckVerdict.UNANSWERABLE
    return CheckVerdict.RIGHT if secrets.compare_digest(digest, check.digest) else CheckVerdict.WRONG


@transaction.atomic
def _keep(judged: Mapping[CheckVerdict, Sequence[LoadCheck]], now: datetime) -> None:
    """Note the verdicts, and what the sessions' players are worth after them. Doing it again changes nothing."""
    for verdict, checks in judged.items():
        rows = LoadCheck.objects.filter(pk__in=[check.pk for check in checks], verdict=CheckVerdict.OPEN)
        rows.update(verdict=verdict)
    wrong = {check.session_id for check in judged.get(CheckVerdict.WRONG, ())}
    about = PlaybackSession.objects.filter(key__in=wrong).order_by().values_list("person", "film", "enrolment")
    for person, film, enrolment in about.distinct():
        found = doubtful(person, film=film, enrolment=enrolment)
        PlaybackSession.objects.filter(key__in=found, doubted_at=None).update(doubted_at=now)
    right = {check.session_id for check in judged.get(CheckVerdict.RIGHT, ())}
    doubted = PlaybackSession.objects.filter(key__in=right, doubted_at__isnull=False).values_list("key", flat=True)
    for session in list(doubted):
        if not _wrong_in_a_row(session):
            PlaybackSession.objects.filter(key=session).update(doubted_at=None)


def _wrong_in_a_row(session: UUID) -> int:
    """Count the wrong answers of a session since its last right one, up to the most there may be."""
    said = LoadCheck.objects.filter(session=session, verdict__in=[CheckVerdict.RIGHT, CheckVerdict.WRONG])
    newest = list(said.order_by("-number").values_list("verdict", flat=True)[:WRONG_MOST])
    wrong = [verdict == CheckVerdict.WRONG for verdict in newest]
    return wrong.index(False) if False in wrong else len(wrong)
