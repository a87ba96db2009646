"""A short film of what somebody made: made anew, never kept as it came, and for the eyes of few."""

import json
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from courses import api
from courses.domain.works import practice, practice_clips
from courses.errors import PracticeUnfit, PracticeWaits
from courses.models import Practice
from elearn.notices.models import Notice
from elearn.people.api import Role
from elearn.safety import api as safety
from media_pipeline.ffmpeg.run import run
from tests import factories
from tests.courses.practice.films import PLACE
from tests.courses.practice.photos import photo

pytestmark = pytest.mark.django_db
WEBM = b"\x1a\x45\xdf\xa3 nothing that plays"


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


@pytest.fixture
def rena():
    made = factories.staff("Rəna", "coordinator", language="en")
    safety.prepare()
    return made.account


def lesson(takes="either"):
    task = ("practice", {"task": "Göstərin.", "is_needed": True, "takes": takes})
    teacher = factories.person("Leyla Əliyeva", birth_year=1955, email="leyla@clip.example", roles=[Role.ELDER])
    _, [made] = factories.course_with({"text": "<p>Toxuyun.</p>", "making": [task]}, teacher=teacher)
    return made


def learner(made):
    person = factories.person(birth_year=2000, email="gunay@clip.example", language="en")
    api.enrol(person, api.course_of(made))
    return person


def tags_of(path) -> str:
    said: list[str] = []
    run(
        ["-show_entries", "format_tags:stream_tags:stream=codec_type", "-of", "json", str(path)], program="ffprobe",
        timeout=30, on_line=said.append,
    )  # fmt: skip
    return json.dumps(json.loads("".join(said)))


def test_a_film_is_made_anew_without_its_place(client, filmed, rena, tmp_path, django_capture_on_commit_callbacks):
    assert PLACE.encode() in filmed
    made = lesson()
    gunay = learner(made)
    client.force_login(gunay.account)
    client.cookies["language"] = "en"
    address = reverse("courses:practice", args=[made.pk])
    client.post(address, {"picture": SimpleUploadedFile("VID.mp4", filmed, "video/mp4"), "words": "Belə toxudum"})
    work = Practice.objects.get()
    came = work.clip_in.name
    assert "We prepare your video." in client.get(address).text
    assert work.submission is None
    with pytest.raises(PracticeWaits):
        practice.send_practice(gunay, made, shown=photo())

    with django_capture_on_commit_callbacks(execute=True):
        assert practice_clips.make(work.pk) is True
    work.refresh_from_db()
    assert (work.clip_in.name, work.submission.state, storages["works"].exists(came)) == ("", "waiting", False)
    kept = tmp_path / "kept.mp4"
    kept.write_bytes(work.clip.open("rb").read())
    for secret in (PLACE.encode(), b"Secret", b"ISO6709", b"40.4093"):
        assert secret not in kept.read_bytes()
    assert "location" not in tags_of(kept)
    assert "40.4" not in tags_of(kept)
    assert work.picture.open("rb").read(2) == b"\xff\xd8"
    assert practice_clips.make(work.pk) is False
    assert "<video" in client.get(address).text

    film = reverse("courses:work_clip", args=[work.pk])
    part = client.get(film, headers={"Range": "bytes=0-9"})
    assert (part.status_code, len(part.content), part["Cache-Control"]) == (206, 10, "private, no-store")
    for stranger in (api.course_of(made).teacher, factories.person("Murad", birth_year=1999, email="m@clip.example")):
        client.force_login(stranger.account)
        assert client.get(film).status_code == 404
    safety.decide(work.submission, by=rena, approve=True)
    client.force_login(api.course_of(made).teacher.account)
    assert client.get(film).status_code == 200


def test_what_does_not_play_is_given_back(django_capture_on_commit_callbacks):
    made = lesson()
    gunay = learner(made)
    work = practice.send_practice(gunay, made, shown=WEBM)
    came = work.clip_in.name
    with django_capture_on_commit_callbacks(execute=True):
        assert practice_clips.make(work.pk) is False
    work.refresh_from_db()
    assert (work.clip_in.name, work.clip.name, storages["works"].exists(came)) == ("", "", False)
    assert Notice.objects.get(kind="practice_unfit").person == gunay
    assert practice.send_practice(gunay, made, shown=photo()).pk == work.pk


def test_what_was_taken_back_meanwhile_stays_away(filmed, monkeypatch, django_capture_on_commit_callbacks):
    made = lesson()
    gunay = learner(made)
    work = practice.send_practice(gunay, made, shown=filmed)
    before = storages["works"].listdir("practice")[1]
    make = practice_clips.films.make_clip

    def slowly(*args, **more):
        practice.withdraw_practice(work, by=gunay)
        return make(*args, **more)

    monkeypatch.setattr(practice_clips.films, "make_clip", slowly)
    with django_capture_on_commit_callbacks(execute=True):
        assert practice_clips.make(work.pk) is False
    work.refresh_from_db()
    assert (work.state, work.clip.name, work.picture.name, work.submission) == ("withdrawn", "", "", None)
    assert storages["works"].listdir("practice")[1] == before


@pytest.mark.parametrize(("takes", "shown"), [("photo", WEBM), ("film", photo())])
def test_a_lesson_takes_what_it_asks_for(takes, shown):
    made = lesson(takes)
    with pytest.raises(PracticeUnfit):
        practice.send_practice(learner(made), made, shown=shown)


def test_a_film_that_is_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(practice, "LARGEST_FILM", 10)
    made = lesson()
    with pytest.raises(PracticeUnfit):
        practice.send_practice(learner(made), made, shown=WEBM)


def test_a_crash_leaves_nothing_for_ever(monkeypatch):
    made = lesson()
    work = practice.send_practice(learner(made), made, shown=WEBM)
    assert practice_clips.left_over() == []
    Practice.objects.update(sent_at=work.sent_at - timedelta(minutes=20))
    assert practice_clips.left_over() == [work.pk]
    Practice.objects.update(sent_at=work.sent_at - timedelta(days=2))
    assert practice_clips.left_over() == []
    assert Practice.objects.get().clip_in.name == ""
