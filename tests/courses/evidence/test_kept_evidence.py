"""What a lesson counted by is kept with the certificate when it is issued, for auditors alone."""

import json

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from courses import api
from courses.domain.certificates.reserve import reserve_all
from courses.domain.watching.adjust import adjust
from courses.domain.watching.evidence import evidence_of, evidence_of_all
from courses.models import Certificate, LoadCheck, PlaybackSession
from courses.own_data.evidence import delete_playback
from courses.own_data.school import certificates, forget_learning
from tests import factories
from tests.courses.test_watch import START, Player

pytestmark = pytest.mark.django_db


@pytest.fixture
def watched(learner, lesson, enrolment, clock):
    """Watched in two goes, at two speeds, with a check that was answered rightly."""
    player = Player(learner, lesson, clock)
    player.play(30)
    player.send([[0, 60_000]])  # impossible
    LoadCheck.objects.create(
        session_id=player.playback.session, number=1, film=lesson.film, segment="x/s.m4s", salt="00",
        asked_at=clock.now, verdict="right",
    )  # fmt: skip
    player.rate = 1.5
    player.play(20)
    return enrolment


def test_it_stays_when_the_reports_are_removed(watched, lesson):
    certificate = api.certify(watched)
    [figures] = certificate.evidence["lessons"]
    assert (figures["way"], figures["watched_seconds"], figures["reports"]) == ("watched", 60, 5)
    assert (figures["refused"], figures["rates"], figures["confidence"]) == ({"too_fast": 1}, [1.0, 1.5], "strong")
    assert figures["checks"] == {"right": 1, "wrong": 0, "without": 0}
    delete_playback(list(PlaybackSession.objects.all()))
    certificate.refresh_from_db()
    assert certificate.evidence["lessons"] == [figures]
    assert evidence_of(watched)["lessons"] != [figures]


def test_it_is_neither_printed_nor_public(watched, client):
    certificate = api.certify(watched)
    told = [certificate.get_absolute_url(), f"{certificate.get_absolute_url()}badge.json"]
    shown = json.dumps(certificate.claims) + certificate.credential
    for address in told:
        shown += client.get(address).content.decode()
    for word in ("too_fast", "confidence", "watched_seconds", "sessions", "adjusted"):
        assert word not in shown


def test_it_goes_with_the_person_who_is_told_of_it_before(watched, learner, lesson):
    certificate = api.certify(watched)
    [held] = certificates(learner)
    assert len(held["how"]) == 1 and held["how"][0].startswith(f"{lesson.title}: ")
    forget_learning(learner)
    certificate.refresh_from_db()
    assert certificate.evidence == {} and certificate.holder_is_removed


def test_for_a_group_it_costs_the_same_and_is_each_one_s_own(lesson, clock, rena, django_assert_num_queries):
    course = lesson.get_parent().specific
    rows = []
    for number in range(3):
        person = factories.person(f"Günay {number}")
        rows.append(api.enrol(person, course, now=START))
        if number == 0:
            Player(person, lesson, clock).play(60)
        else:
            adjust(rows[-1], lesson, by=rena.account, reason="Sinifdə baxdı.")
    for count in (1, 3):
        with django_assert_num_queries(10):
            found = evidence_of_all(rows[:count], course.path)
        assert found == {row.pk: evidence_of(row) for row in rows[:count]}
    reserve_all([row.pk for row in rows], course, by=rena.account, reason="")
    kept = {one.enrolment_id: one.evidence["lessons"][0] for one in Certificate.objects.all()}
    assert [kept[row.pk]["way"] for row in rows] == ["watched", "adjusted", "adjusted"]
    assert [kept[row.pk]["watched_seconds"] for row in rows] == [60, 0, 0]


@pytest.fixture
def page(watched, client, in_english):
    """The admin's page of the certificate, as somebody with these permissions reads it."""
    certificate = api.certify(watched)

    def opened(*permissions: str) -> str:
        account = factories.staff("Kənan Əliyev", "counsellor", language="en").account
        for name in ("wagtailadmin.access_admin", *permissions):
            app, codename = name.split(".")
            account.user_permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        answer = client.get(reverse("courses_admin:certificate", args=[certificate.pk]))
        assert answer.status_code == 200
        return answer.content.decode()

    return opened


def test_who_may_see_evidence_reads_it_in_words_on_the_certificate_s_page(page, lesson):
    shown = page("courses.view_certificate", "courses.adjust_progress")
    assert "Evidence kept with it" in shown and lesson.title in shown
    for words in (
        "1:00 of the video were watched; 0:54 were needed.",
        "It was opened 1 time, watched on 1 day.",
        "1 report of the player did not count: more was played than time has passed.",
        "1 right, 0 wrong, 0 without an answer.",
        ": watched.",
    ):
        assert words in shown, words


def test_who_only_looks_after_certificates_reads_none_of_it(page):
    shown = page("courses.view_certificate")
    assert "Evidence kept with it" not in shown and "was opened" not in shown and "k-evidence" not in shown


def test_what_is_not_there_any_more_is_said(page):
    Certificate.objects.update(evidence={})
    assert "Nothing was kept" in page("courses.view_certificate", "courses.adjust_progress")


def test_only_coordinators_may_see_evidence(db):
    allowed = Permission.objects.get(content_type__app_label="courses", codename="adjust_progress")
    assert {group.name for group in allowed.group_set.all()} == {"coordinator"}
