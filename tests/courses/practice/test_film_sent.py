"""A film of what somebody made that is sent in parts: the same limits, the same few eyes, and no place kept."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.urls import reverse
from django.utils import timezone

from courses import api
from courses.domain.works import practice, practice_clips, practice_film
from courses.errors import PhotoWanting, PracticeUnfit
from courses.models import Enrolment, Practice, PracticeDraft
from elearn.people.domain.remove import plan_removal, remove
from elearn.people.models import Removal
from media_pipeline.models import Film, Upload
from tests import factories, uploads
from tests.courses.practice.photos import photo

from .films import PLACE
from .test_clips import learner, lesson, tags_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


def begun(client, made, data: bytes = b"", **said):
    head = {"head": ContentFile(data[:64], name="head")} if data else {}
    return client.post(reverse("courses:practice_film", args=[made.pk]), head | said)


def sent(client, made, **said):
    return client.post(reverse("courses:practice_film_send", args=[made.pk]), said)


@pytest.fixture
def made():
    return lesson()


@pytest.fixture
def gunay(made, client):
    person = learner(made)
    client.cookies["language"] = "en"
    client.force_login(person.account)
    return person


def test_it_comes_in_two_parts_and_is_made_anew_without_its_place(
    client,
    made,
    gunay,
    filmed,
    tmp_path,
    django_capture_on_commit_callbacks,
):
    address = reverse("courses:practice", args=[made.pk])
    told = begun(client, made, filmed, words="Belə toxudum").json()
    place = uploads.begun(told["address"], len(filmed))
    uploads.went_on(place, filmed[:1000])
    page = client.get(address)
    [left] = page.context["settings"]["unfinished"]
    assert (left["arrived"], left["is_whole"], left["send"]) == (1000, False, told["send"])
    assert "data-film-form" in page.text and page.context["form"]["words"].value() == "Belə toxudum"
    assert sent(client, made).json()["code"] == "unfit"
    uploads.went_on(left["address"], filmed[1000:], at=1000)
    assert sent(client, made, words="Zəng edin 050 123 45 67").json()["field"] == "words"

    growing = [upload.film.folder for upload in Upload.objects.select_related("film")]
    with django_capture_on_commit_callbacks(execute=True):
        assert sent(client, made, words="Belə toxudum").json()["next"] == address
    # What came in parts is deleted at once; the copy that is worked on, as soon as it is made anew.
    assert (Film.objects.filter(practice_draft__isnull=False).count(), PracticeDraft.objects.count()) == (0, 0)
    assert not any(storages["films"].exists(f"{folder}/uploads") for folder in growing)
    assert sent(client, made, words="Belə toxudum").status_code == 200  # the first answer was not heard
    work = Practice.objects.get()
    came = work.clip_in.name
    assert (work.words, work.person, work.submission, bool(came)) == ("Belə toxudum", gunay, None, True)
    with django_capture_on_commit_callbacks(execute=True):
        assert practice_clips.make(work.pk) is True
    work.refresh_from_db()
    kept = tmp_path / "kept.mp4"
    kept.write_bytes(work.clip.open("rb").read())
    assert PLACE.encode() not in kept.read_bytes() and "location" not in tags_of(kept)
    assert (storages["works"].exists(came), work.submission.state) == (False, "waiting")


def test_only_who_is_enrolled_begins_or_sends_it(client, made, gunay, filmed):
    told = begun(client, made, filmed).json()
    uploads.sent(told["address"], filmed)
    teacher = api.course_of(made).teacher
    stranger = factories.person("Murad", birth_year=1999, email="m@clip.example", language="en")
    staff = factories.staff("Aygün", "coordinator", language="en", email="a@clip.example")
    for person in (teacher, stranger, staff):
        client.force_login(person.account)
        assert begun(client, made, filmed).status_code == 422
        assert sent(client, made).status_code == 422
        assert "settings" not in (client.get(reverse("courses:practice", args=[made.pk])).context or {})
    client.logout()
    assert begun(client, made, filmed).status_code == sent(client, made).status_code == 302
    assert (Practice.objects.count(), PracticeDraft.objects.get().person) == (0, gunay)
    client.force_login(gunay.account)
    api.leave(Enrolment.objects.get(person=gunay))
    assert (begun(client, made, filmed).status_code, sent(client, made).status_code) == (422, 422)
    assert not Practice.objects.exists()


def test_the_limits_of_the_form_hold(client, made, gunay, filmed):
    assert begun(client, made, photo()).json()["field"] == "picture"
    assert begun(client, made, filmed, words="Zəng edin 050 123 45 67").json()["field"] == "words"
    assert not PracticeDraft.objects.exists()
    address = begun(client, made, filmed).json()["address"]
    assert uploads.spoken("POST", address, upload_length=str(practice.LARGEST_FILM + 1))[0] == 413
    uploads.begun(address, practice.LARGEST_FILM)
    photos_only = lesson_taking("photo")
    api.enrol(gunay, api.course_of(photos_only))
    assert begun(client, photos_only, filmed).status_code == 422
    assert client.get(reverse("courses:practice", args=[photos_only.pk])).context["settings"] is None


def lesson_taking(takes):
    task = ("practice", {"task": "Göstərin.", "is_needed": True, "takes": takes})
    _, [made] = factories.course_with({"text": "<p>Toxuyun.</p>", "making": [task]}, title=f"By {takes}")
    return made


def test_what_is_no_film_is_not_kept_and_another_may_be_sent(client, made, gunay, filmed):
    told = begun(client, made).json()  # whoever leaves the beginning out
    uploads.sent(told["address"], b"RIFF" + bytes(500))
    assert sent(client, made).json()["code"] == "unfit"
    assert not PracticeDraft.objects.exists()
    uploads.sent(begun(client, made, filmed).json()["address"], filmed)
    assert sent(client, made).status_code == 200
    # It waits for somebody now: neither another film nor the same again.
    assert begun(client, made, filmed).status_code == 422


def test_another_film_takes_the_place_of_one_that_is_here_and_not_sent(made, gunay, filmed):
    first = practice_film.begin_film(gunay, made, words="Bir")
    assert practice_film.begin_film(gunay, made, words="İki") == first
    import media_pipeline.api as films

    uploads.sent(films.open_upload_address(first.film, is_apart=True), filmed)
    second = practice_film.begin_film(gunay, made)
    assert (second == first, PracticeDraft.objects.count(), Upload.objects.count()) == (False, 1, 0)
    with pytest.raises(PhotoWanting):
        practice_film.send_film(gunay, made)
    with pytest.raises(PracticeUnfit):
        practice_film.begin_film(gunay, made, head=b"\xff\xd8\xff")


def test_what_nobody_goes_on_with_is_given_up_and_goes_with_its_sender(made, gunay):
    row = practice_film.begin_film(gunay, made)
    assert practice_film.sweep() == 0
    PracticeDraft.objects.update(begun_at=timezone.now() - timedelta(days=15))
    assert (practice_film.sweep(), Film.objects.filter(pk=row.film_id).exists()) == (1, False)
    row = practice_film.begin_film(gunay, made)
    remove(plan_removal(gunay, cause=Removal.Cause.OWN))
    assert not PracticeDraft.objects.exists()
