"""Files that are kept apart: no film is made of them, they have a limit of their own, and go with their film."""

import pytest

from media_pipeline import api, storage, tus
from media_pipeline.domain import tidy
from media_pipeline.models import Film, FilmState, Upload, Work
from media_pipeline.tokens import BadToken
from tests import uploads

pytestmark = pytest.mark.django_db


@pytest.fixture
def film():
    return api.open_film()


def address_of(film, **terms) -> str:
    return api.open_upload_address(film, **({"largest": 10, "is_apart": True} | terms))


def test_what_is_apart_is_read_whole_and_no_work_is_asked_for(film):
    with pytest.raises(api.NotArrived), api.open_apart(film):
        pass
    place = uploads.begun(address_of(film), 10)
    assert uploads.went_on(place, b"01234") == 204
    with pytest.raises(api.NotArrived), api.open_apart(film):
        pass
    told = api.upload_summary(film, largest=10, is_apart=True)
    assert (told.percent, told.is_finished) == (50, False)
    assert uploads.went_on(told.address, b"56789", at=5) == 204
    with api.open_apart(film) as path:
        assert path.read_bytes() == b"0123456789"
    Upload.objects.update(touched_at="2020-01-01T00:00Z")
    assert tidy.ask_for_fallen() == set()
    tidy.clear_used()
    tidy.clear_forgotten()
    film.refresh_from_db()
    assert (film.state, film.source, Work.objects.count()) == (FilmState.RECEIVING, "", 0)
    with api.open_apart(film) as path:
        assert path.read_bytes() == b"0123456789"
    # One is enough: whoever has the address sends no second file to it.
    assert uploads.spoken("POST", address_of(film), upload_length="5")[0] == 410


def test_an_address_has_a_limit_of_its_own_and_nobody_raises_it(film, settings):
    for terms in ({}, {"is_apart": False}):
        address = address_of(film, **terms)
        assert uploads.spoken("POST", address, upload_length="11")[0] == 413
        uploads.begun(address, 10)
    _subject, expiry, signature = address_of(film).removeprefix("/uploads/").split(".")
    raised, *_ = api.open_upload_address(film, largest=1000, is_apart=True).removeprefix("/uploads/").split(".")
    with pytest.raises(BadToken):
        uploads.spoken("POST", f"/uploads/{raised}.{expiry}.{signature}", upload_length="11")
    settings.MEDIA_PIPELINE = settings.MEDIA_PIPELINE | {"LARGEST_BYTES": 5}
    assert uploads.spoken("POST", address_of(film), upload_length="6")[0] == 413


def test_addresses_given_out_before_there_were_terms_are_read(film):
    assert tus.Terms.read(str(film.pk)) == tus.Terms(film.pk)
    assert tus.Terms.read(tus.Terms(film.pk, 7, True).words) == tus.Terms(film.pk, 7, True)


def test_it_goes_with_its_film(film, django_capture_on_commit_callbacks):
    uploads.sent(address_of(film), b"0123456789")
    folder = Upload.objects.get().folder
    target = storage.local_target(f"{folder}/.growing")
    assert target.exists()
    with django_capture_on_commit_callbacks(execute=True):
        api.remove_film(film)
    assert not target.exists() and not Film.objects.filter(pk=film.pk).exists()
