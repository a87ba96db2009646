"""Originals go by the operator's rule, never without a good copy, and never while anybody needs one."""

from datetime import timedelta
from pathlib import Path
from tempfile import NamedTemporaryFile
from uuid import uuid4

import pytest
from django.db import transaction
from django.utils import timezone

from media_pipeline import api, storage
from media_pipeline.domain import originals
from media_pipeline.ffmpeg.probe import Bounds, inspect
from media_pipeline.models import Film, FilmState, Rendition, Track, TrackKind, Work, WorkKind, WorkState
from media_pipeline.signals import original_going, original_needed, original_removed

from .kept import DAYS, kept_film, write

pytestmark = pytest.mark.django_db
BEGUN = b'#EXTM3U\n#EXT-X-MAP:URI="init.mp4"\n#EXTINF:4.0,\ns00000.m4s\n'


@pytest.fixture(autouse=True)
def rule(settings, tmp_path):
    options = {"location": tmp_path / "films", "allow_overwrite": True}
    backend = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options}
    settings.STORAGES = settings.STORAGES | {"films": backend}
    rule = {"ORIGINALS": "ready", "ORIGINALS_DAYS": DAYS - 1, "ORIGINALS_NOTICE_DAYS": 0}
    settings.MEDIA_PIPELINE = settings.MEDIA_PIPELINE | rule
    return settings.MEDIA_PIPELINE


@pytest.fixture
def heard(monkeypatch):
    """Who asks for an original and what is told, without the school's own answers."""
    told: list[tuple] = []
    monkeypatch.setattr(original_needed, "receivers", [])
    original_needed.sender_receivers_cache.clear()
    monkeypatch.setattr(original_removed, "receivers", [])
    original_removed.sender_receivers_cache.clear()

    def hear(sender, *, film_id, rule, bytes, **kwargs):
        told.append((film_id, rule, bytes, transaction.get_connection().in_atomic_block))

    original_removed.connect(hear, weak=False)
    yield told
    original_needed.sender_receivers_cache.clear()
    original_removed.sender_receivers_cache.clear()


@pytest.fixture
def film(heard) -> Film:
    return kept_film()


def goes(film: Film, callbacks) -> bool:
    with callbacks(execute=True):
        gone = originals.remove_due()
    film.refresh_from_db()
    assert bool(gone) is not api.has_original(film) is storage.films().exists(film.source_key)
    return bool(gone)


@pytest.mark.database
def test_it_goes_when_its_days_are_over(film, heard, django_capture_on_commit_callbacks):
    assert goes(film, django_capture_on_commit_callbacks)
    assert (film.source, film.source_bytes) == ("", 0)
    assert timezone.now() - film.source_removed_at < timedelta(minutes=1)
    assert heard == [(film.pk, "ready", 800, True)]
    assert film.renditions.filter(is_live=True).count() == 2
    assert originals.fault_of_copies(film) == ""


def test_for_ever_is_for_ever(film, rule, django_capture_on_commit_callbacks):
    rule["ORIGINALS"] = "keep"
    assert not goes(film, django_capture_on_commit_callbacks)


def test_not_a_day_too_early(film, rule, django_capture_on_commit_callbacks):
    rule["ORIGINALS_DAYS"] = DAYS + 1
    assert not goes(film, django_capture_on_commit_callbacks)


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda folder: storage.remove(f"{folder}/s00001.m4s"), "360p lacks ['s00001.m4s']"),
        (lambda folder: write(f"{folder}/s00001.m4s", b""), "360p lacks ['s00001.m4s']"),
        (lambda folder: write(f"{folder}/s00001.m4s", b"b" * 199), "360p is not as long as it was"),
        (lambda folder: storage.remove(f"{folder}/init.mp4"), "360p lacks ['init.mp4']"),
        (lambda folder: storage.remove(f"{folder}/index.m3u8"), "360p has no playlist"),
        (lambda folder: write(f"{folder}/index.m3u8", BEGUN), "360p lacks its end"),
        (
            lambda folder: write(f"{folder}/index.m3u8", BEGUN + b"#EXT-X-ENDLIST\n"),
            "360p is not as long as it was",
        ),
    ],
)
def test_never_without_a_good_copy(film, damage, said, django_capture_on_commit_callbacks):
    damage(f"{film.folder}/360p-0000aaaa")
    assert originals.fault_of_copies(film) == said
    assert not goes(film, django_capture_on_commit_callbacks)


@pytest.mark.parametrize("name", ["360p", "audio"])
def test_never_while_a_version_is_missing(film, name, django_capture_on_commit_callbacks):
    Rendition.objects.filter(name=name).update(is_live=False)
    assert not goes(film, django_capture_on_commit_callbacks)


def test_a_copy_that_ends_too_early_is_no_good_copy(film):
    Film.objects.update(duration_ms=11_000)
    film.refresh_from_db()
    assert originals.fault_of_copies(film) == "360p ends too early"


@pytest.mark.parametrize("state", [WorkState.WAITING, WorkState.RUNNING, WorkState.PARKED])
def test_never_while_somebody_works_on_it(film, state, django_capture_on_commit_callbacks):
    work = Work.objects.create(film=film, kind=WorkKind.CAPTIONS, state=state)
    assert not goes(film, django_capture_on_commit_callbacks)
    Work.objects.filter(pk=work.pk).update(state=WorkState.DONE)
    assert goes(film, django_capture_on_commit_callbacks)


def test_never_while_a_part_is_cut_from_it(film, django_capture_on_commit_callbacks):
    part = Film.objects.create(cut_of=film)
    assert not goes(film, django_capture_on_commit_callbacks)
    Film.objects.filter(pk=part.pk).update(state=FilmState.READY, ready_at=timezone.now())
    assert goes(film, django_capture_on_commit_callbacks)


def test_what_failed_on_our_side_stays(film, django_capture_on_commit_callbacks):
    Film.objects.update(state=FilmState.FAILED)
    assert not goes(film, django_capture_on_commit_callbacks)


def test_what_no_film_could_be_made_of_goes_when_its_days_are_over(film, django_capture_on_commit_callbacks):
    refused = {"state": FilmState.REFUSED, "ready_at": None, "playable_at": None}
    Film.objects.update(**refused, changed_at=timezone.now() - timedelta(days=DAYS - 2))
    film.renditions.all().delete()
    assert not goes(film, django_capture_on_commit_callbacks)
    Film.objects.update(changed_at=timezone.now() - timedelta(days=DAYS))
    assert goes(film, django_capture_on_commit_callbacks)


def test_what_nobody_may_watch_now_stays(film, django_capture_on_commit_callbacks):
    Film.objects.update(blocked_at=timezone.now())
    assert not goes(film, django_capture_on_commit_callbacks)


def test_whoever_needs_it_keeps_it(film, django_capture_on_commit_callbacks):
    part = Film.objects.create(cut_of=film, state=FilmState.READY)
    main = Film.objects.create(state=FilmState.READY)
    Track.objects.create(main=main, film=film, kind=TrackKind.SIGN)
    needed = {film.pk}
    original_needed.connect(lambda sender, film_id, **kwargs: film_id in needed, weak=False, dispatch_uid="here")
    assert not goes(film, django_capture_on_commit_callbacks)
    needed.symmetric_difference_update({film.pk, part.pk})  # now only what was cut from it is of use
    assert not goes(film, django_capture_on_commit_callbacks)
    needed.symmetric_difference_update({part.pk, main.pk})  # and now what it goes beside
    assert not goes(film, django_capture_on_commit_callbacks)
    needed.clear()
    assert goes(film, django_capture_on_commit_callbacks)


def test_a_receiver_that_fails_keeps_it(film, django_capture_on_commit_callbacks):
    original_needed.connect(lambda sender, **kwargs: 1 / 0, weak=False, dispatch_uid="here")
    assert not goes(film, django_capture_on_commit_callbacks)


def test_who_cannot_note_it_keeps_it(film, django_capture_on_commit_callbacks):
    """The note of it and the deed are one transaction: without the first the other is not."""
    original_removed.connect(lambda sender, **kwargs: 1 / 0, weak=False, dispatch_uid="here")
    with pytest.raises(ZeroDivisionError):
        originals.remove_due()
    assert not goes_quietly(film)


def goes_quietly(film: Film) -> bool:
    film.refresh_from_db()
    return not api.has_original(film) or not storage.films().exists(film.source_key)


def test_a_film_without_its_original_is_still_had_as_one_file(clips, heard, django_capture_on_commit_callbacks):
    """Put together from what players get: whoever recorded it does not lose it to the rule."""
    film = api.prepare_now(api.receive_file(api.open_film(), clips("plain.mp4")))
    with api.open_whole(film) as file:
        assert file.read() == clips("plain.mp4").read_bytes()
    late = timezone.now() + timedelta(days=DAYS)
    Work.objects.update(state=WorkState.DONE)
    with django_capture_on_commit_callbacks(execute=True):
        assert originals.remove_original(film.pk, now=late), originals.fault_of_copies(film)
    film.refresh_from_db()
    assert api.has_whole(film) and not api.has_original(film)
    with api.open_whole(film) as file, NamedTemporaryFile(suffix=".mp4") as kept:
        kept.write(file.read())
        kept.flush()
        facts = inspect(Path(kept.name), Bounds())
    assert facts.video and facts.audio
    assert abs(facts.seconds - film.duration_ms / 1000) < 0.2
    storage.remove_folder(film.folder)
    with pytest.raises(FileNotFoundError):
        api.open_whole(film)


def test_one_that_nobody_knows(heard):
    assert originals.remove_original(uuid4()) is False


# Announced before it goes -------------------------------------------------------------------------------
NOTICE = 14


@pytest.fixture
def said(rule, heard, monkeypatch):
    """Which days were announced, where so many days have to lie between."""
    rule["ORIGINALS_NOTICE_DAYS"] = NOTICE
    days: list[tuple] = []
    monkeypatch.setattr(original_going, "receivers", [])
    original_going.sender_receivers_cache.clear()
    original_going.connect(lambda sender, film_id, at, **kwargs: days.append((film_id, at)), weak=False)
    yield days
    original_going.sender_receivers_cache.clear()


def later(days: float):
    return timezone.now() + timedelta(days=days)


def test_it_goes_only_so_long_after_it_was_announced_and_that_is_once(film, said, django_capture_on_commit_callbacks):
    assert not goes(film, django_capture_on_commit_callbacks)  # its days are over, and nobody was told
    now = timezone.now()
    assert (originals.announce(now), originals.announce(now)) == (1, 0)
    assert said == [(film.pk, now + timedelta(days=NOTICE))]
    film.refresh_from_db()
    assert api.original_goes_at(film) == now + timedelta(days=NOTICE)
    assert originals.remove_due(later(NOTICE - 1)) == 0
    assert originals.remove_due(later(NOTICE + 1)) == 1
    film.refresh_from_db()
    assert (api.has_original(film), api.original_goes_at(film)) == (False, None)


def test_it_is_announced_before_its_days_are_over(film, rule, said):
    rule["ORIGINALS_DAYS"] = DAYS + NOTICE - 1
    now = timezone.now()
    assert originals.announce(now) == 1
    assert said == [(film.pk, now + timedelta(days=NOTICE))]  # all of them, also where the rule alone is a day shorter


def test_one_that_is_not_due_soon_is_not_announced(film, rule, said):
    rule["ORIGINALS_DAYS"] = DAYS + NOTICE + 1
    assert (originals.announce(), said) == (0, [])


def test_what_is_needed_is_not_announced_and_what_is_needed_again_goes_no_more(film, said):
    needed = {film.pk}
    original_needed.connect(lambda sender, film_id, **kwargs: film_id in needed, weak=False, dispatch_uid="here")
    assert (originals.announce(), said) == (0, [])
    needed.clear()
    assert originals.announce() == 1
    needed.add(film.pk)
    assert originals.announce() == 0
    film.refresh_from_db()
    assert api.original_goes_at(film) is None
    needed.clear()
    assert originals.remove_due(later(NOTICE + 1)) == 0  # it would go without a word


def test_what_somebody_asked_to_keep_stays_until_they_need_it_no_longer(film, said):
    originals.announce()
    assert (api.keep_original(film), api.keep_original(film)) == (True, False)
    assert (originals.remove_due(later(1000)), originals.announce(later(1000))) == (0, 0)
    assert api.allow_original_to_go(film) and not api.allow_original_to_go(film)
    assert originals.remove_due(later(1000)) == 0  # announced anew first
    assert originals.announce() == 1 and len(said) == 2


def test_nothing_is_said_of_a_day_once_the_rule_is_to_keep(film, rule, said):
    originals.announce()
    film.refresh_from_db()
    rule["ORIGINALS"] = "keep"
    assert (api.original_goes_at(film), originals.announce()) == (None, 0)
