"""Why a lesson counts or not, as a coordinator reads it; who else may not."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from courses import api
from courses.domain.watching.adjust import adjust, undo
from courses.domain.watching.evidence import Confidence, evidence_of, gathered
from courses.domain.watching.evidence_words import why
from courses.models import Adjustment, LessonProgress, LoadCheck, PlaybackSession
from tests import factories
from tests.courses.test_watch import Player

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english(in_english):
    """What is said is read in English."""


@pytest.fixture
def staff(client, rena):
    client.force_login(rena.account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def words(enrolment, lesson) -> list[str]:
    return [str(line.words) for line in why(enrolment, lesson)]


def check(player, verdict: str, number: int) -> None:
    LoadCheck.objects.create(
        session_id=player.playback.session, number=number, film=PlaybackSession.objects.first().film, segment="x/s.m4s",
        salt="00", asked_at=player.clock.now, verdict=verdict,
    )  # fmt: skip


def test_nothing_was_done(enrolment, lesson):
    lines = why(enrolment, lesson)
    assert [(str(line.words), line.counts) for line in lines] == [
        ("This lesson does not count yet.", False), ("The video was never opened.", False),
    ]  # fmt: skip


def test_watched_on_several_days_with_refusals_and_checks(learner, lesson, enrolment, clock):
    player = Player(learner, lesson, clock)
    player.play(10)
    player.send([[0, 60_000]])  # impossible
    for verdict, number in (("right", 1), ("right", 2), ("", 3), ("none", 4)):
        check(player, verdict, number)
    clock.wait(48 * 3600)
    Player(learner, lesson, clock, rate=1.5).play(20)
    assert words(enrolment, lesson) == [
        "This lesson does not count yet.",
        "0:40 of 1:00 were watched, on 2 days; 0:54 are needed.",
        "It was played at 1× to 1.5×.",
        "1 report of the player did not count: more was played than time has passed.",
        "2 times we checked that the video was really loaded, and it was.",
        "2 checks were not answered. That says nothing: some devices cannot.",
    ]
    [figures] = evidence_of(enrolment)["lessons"]
    assert figures["checks"] == {"right": 2, "wrong": 0, "without": 2}
    assert (figures["watched_seconds"], figures["needed_seconds"], figures["days"]) == (40, 54, 2)
    assert (figures["refused"], figures["confidence"], figures["rates"]) == ({"too_fast": 1}, "strong", [1.0, 1.5])


def test_what_was_watched_without_a_check_is_said_to_be(learner, lesson, enrolment, clock):
    player = Player(learner, lesson, clock)
    player.play(60)
    silent = "It was never checked that the video was really loaded: only the times speak for it."
    assert [one for one in words(enrolment, lesson) if one.startswith(silent)]
    check(player, "", 1)
    assert not [one for one in words(enrolment, lesson) if one.startswith(silent)]


def test_doubt_is_said_and_nobody_is_accused(learner, lesson, enrolment, clock):
    player = Player(learner, lesson, clock)
    player.play(60)
    check(player, "wrong", 1)
    said = words(enrolment, lesson)
    assert said[0] == "This lesson counts: it was watched."
    assert (
        "Once the player could not show that the video was loaded. Please look at the times, and ask the person."
        in said
    )
    assert gathered(enrolment)[0].confidence == Confidence.DOUBTFUL


def test_every_other_way(learner, enrolment, lesson, rena):
    made = adjust(enrolment, lesson, by=rena.account, reason="Sinifdə baxdı.")
    today = timezone.localdate().strftime("%-d %B %Y")
    assert words(enrolment, lesson) == [
        "This lesson counts by a coordinator’s word.", "The video was never opened.",
        f"Rəna Həsənova recorded on {today} that it is done: “Sinifdə baxdı.”",
    ]  # fmt: skip
    undo(made, by=rena.account)
    assert words(enrolment, lesson)[-1] == f"Rəna Həsənova took that back on {today}."
    now = timezone.now()
    LessonProgress.objects.update(reading_since=now - timedelta(minutes=9), read_at=now)
    assert words(enrolment, lesson)[2].startswith("The words of the video were read in its place, from ")


@pytest.mark.parametrize("language", ["az", "ru", "en"])
def test_it_can_be_said_in_every_language(learner, lesson, enrolment, clock, language):
    player = Player(learner, lesson, clock, rate=0.5)
    player.play(20)
    with translation.override(language):
        assert len(words(enrolment, lesson)) == 4


LIST, ONE = 13, 22


# The screens -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same(staff, lesson, count, django_assert_num_queries):
    staff.get("/admin/school/learners/")
    for number in range(count):
        api.enrol(factories.person(f"Learner {number}", birth_year=2000), lesson.get_parent().specific)
    with django_assert_num_queries(LIST):
        page = staff.get("/admin/school/learners/").content.decode()
    assert page.count("/admin/school/learners/") >= count


@pytest.mark.parametrize("count", [1, 3])
def test_one_learner_costs_the_same_however_many_lessons(staff, learner, clock, count, django_assert_num_queries):
    course, lessons = factories.course_with(*({"film": factories.ready_film(60)} for _ in range(count)))
    enrolment = api.enrol(learner, course)
    for lesson in lessons:
        Player(learner, lesson, clock).play(10)
        Adjustment.objects.create(enrolment=enrolment, lesson=lesson, reason="səbəb")
    staff.get(f"/admin/school/learners/{enrolment.pk}/")
    with django_assert_num_queries(ONE):
        page = staff.get(f"/admin/school/learners/{enrolment.pk}/").content.decode()
    assert page.count("0:10 of 1:00 were watched") == count


def test_search_finds_names_and_courses(staff, learner, lesson, enrolment):
    for said, found in (("gunay", 1), ("Şərf", 1), ("Гюнай Şərf", 1), ("Murad", 0)):
        page = staff.get("/admin/school/learners/", {"q": said}).content.decode()
        assert page.count(f"/admin/school/learners/{enrolment.pk}/") == found, said


def test_recording_and_taking_back(staff, learner, lesson, enrolment):
    address = f"/admin/school/learners/{enrolment.pk}/{lesson.pk}/done/"
    assert staff.get(address).status_code == 405
    assert staff.post(address, {"reason": ""}).status_code == 422
    assert not Adjustment.objects.exists()
    assert staff.post(address, {"reason": "Sinifdə baxdı."})["Location"] == f"/admin/school/learners/{enrolment.pk}/"
    made = Adjustment.objects.get()
    page = staff.get(f"/admin/school/learners/{enrolment.pk}/").content.decode()
    assert "This lesson counts by a coordinator’s word." in page and f"/adjustment/{made.pk}/undo/" in page
    assert staff.post(f"/admin/school/learners/adjustment/{made.pk}/undo/").status_code == 302
    assert "This lesson does not count yet." in staff.get(f"/admin/school/learners/{enrolment.pk}/").content.decode()


def test_ones_own_course_is_for_somebody_else(staff, rena, lesson):
    own = api.enrol(rena, lesson.get_parent().specific)
    page = staff.get(f"/admin/school/learners/{own.pk}/").content.decode()
    assert "Another coordinator can record what is done." in page and "/done/" not in page
    assert staff.post(f"/admin/school/learners/{own.pk}/{lesson.pk}/done/", {"reason": "mən"})["Location"] == "/admin/"
    assert not Adjustment.objects.exists()


@pytest.mark.parametrize(
    "role", [None, "learner", "elder", "trainer", "operator", "counsellor", "safeguarding", "partner"]
)
def test_nobody_else_reads_or_records(client, lesson, enrolment, rena, role):
    made = adjust(enrolment, lesson, by=rena.account, reason="səbəb")
    if role:
        who = factories.staff("Murad Quliyev", role)
        client.force_login(who.account, backend="django.contrib.auth.backends.ModelBackend")
    base = "/admin/school/learners"
    for answer in (
        client.get(f"{base}/"),
        client.get(f"{base}/{enrolment.pk}/"),
        client.post(f"{base}/{enrolment.pk}/{lesson.pk}/done/", {"reason": "səbəb"}),
        client.post(f"{base}/adjustment/{made.pk}/undo/"),
    ):
        assert answer.status_code in (302, 403)
        assert "səbəb" not in answer.content.decode()
    made.refresh_from_db()
    assert (Adjustment.objects.count(), made.undone_at) == (1, None)
