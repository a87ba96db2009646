"""A shortened video keeps what goes beside it: its described sound is cut along, or stays and is there for an undo."""

import pytest
from django.urls import reverse
from django.utils import timezone

import media_pipeline.api as films
from courses.domain.films import succession, withdrawal
from courses.domain.films.carry import cut_along_with
from courses.models import Contribution, ContributionState
from elearn.people.models import Role
from elearn.safety.domain.hide import hide
from media_pipeline.models import Film, FilmState, TrackKind, Work, WorkKind
from tests import factories
from tests.courses.test_beside import film_with_sound
from tests.courses.test_succession import FACTS, made, sent_contribution

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def pages():
    factories.first_pages()


@pytest.fixture
def leyla():
    return factories.person("Leyla Əliyeva", email="leyla@beside.example", birth_year=1955, roles=[Role.ELDER])


def with_original(film: Film) -> Film:
    Film.objects.filter(pk=film.pk).update(source="x/source", facts=FACTS)
    film.refresh_from_db()
    return film


@pytest.fixture
def told():
    """The same film with what is to be seen told; its own file is kept."""
    return with_original(film_with_sound(30))


@pytest.fixture
def sent(leyla, told):
    """A film of thirty seconds with a described sound."""
    contribution = sent_contribution(leyla, film=with_original(film_with_sound(30)))
    films.attach_track(contribution.film, kind=TrackKind.DESCRIBED, film=told)
    return contribution


def described(film: Film) -> Film | None:
    found = [track.film for track in films.tracks_of(film) if track.kind == TrackKind.DESCRIBED]
    return found[0] if found else None


def shorten(contribution, start_ms: int, end_ms: int) -> Contribution:
    return succession.shorten(contribution, start_ms=start_ms, end_ms=end_ms, by=contribution.person.account)


def test_the_described_sound_is_cut_along(sent, told):
    new = shorten(sent, 2000, 20_000)
    part = described(new.film)
    assert (part.cut_of, part.cut_start_ms, part.cut_end_ms, part.duration_ms) == (told, 2000, 20_000, 18_000)
    assert Work.objects.filter(film=part, kind=WorkKind.CUT).exists()
    assert described(sent.film) == told  # and there for an undo
    now = timezone.now()
    Film.objects.filter(pk=part.pk).update(state=FilmState.READY, playable_at=now, ready_at=now)
    assert films.playable_tracks(made(new).film)[TrackKind.DESCRIBED].film == part


def test_a_second_part_is_cut_from_the_recording_again(sent, told):
    first = made(shorten(sent, 2000, 20_000))
    longer = shorten(first, 1000, 25_000)
    part = described(longer.film)
    assert (part.cut_of, part.cut_start_ms, part.cut_end_ms) == (told, 1000, 25_000)


def test_what_was_described_of_a_part_alone_does_not_reach_further(sent):
    first = made(shorten(sent, 5000, 20_000))
    own = with_original(film_with_sound(15))
    Film.objects.filter(pk=first.film_id).update(has_audio=True)
    films.attach_track(first.film, kind=TrackKind.DESCRIBED, film=own)
    part = described(shorten(first, 7000, 19_000).film)
    assert (part.cut_of, part.cut_start_ms, part.cut_end_ms) == (own, 2000, 14_000)
    assert described(shorten(first, 1000, 20_000).film) is None


def test_without_its_file_it_stays_with_the_old_one_and_this_is_said_before(client, sent, told):
    Film.objects.filter(pk=told.pk).update(source="")
    client.force_login(sent.person.account, backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("courses:shorten", args=[sent.pk])
    assert "səsli təsvirini onunla birlikdə qısaltmaq olmur" in client.get(address).content.decode()
    page = client.post(address, {"begin": "0:02", "end": "0:20"}, follow=True).content.decode()
    assert "Səsli təsviri bu hissə ilə getmir" in page
    new = made(Contribution.objects.get(state=ContributionState.CUTTING))
    assert (described(new.film), described(sent.film)) == (None, told)
    back = succession.put_back(new, by=sent.person.account)
    assert described(back.film) == told


def test_nothing_is_said_where_it_goes_along(client, sent):
    client.force_login(sent.person.account, backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("courses:shorten", args=[sent.pk])
    assert "əsli təsviri" not in client.get(address).content.decode()
    assert "əsli təsviri" not in client.post(
        address, {"begin": "0:02", "end": "0:20"}, follow=True
    ).content.decode()  # fmt: skip


def test_it_goes_with_the_part_it_was_cut_for(sent, told):
    part = described(shorten(sent, 2000, 20_000).film)
    assert succession.stop_cutting(sent)
    assert not Film.objects.filter(pk=part.pk).exists() and Film.objects.filter(pk=told.pk).exists()
    new = made(shorten(sent, 2000, 20_000))
    assert cut_along_with(new.film) == [described(new.film)]
    succession.put_back(new, by=sent.person.account)
    new.refresh_from_db()
    part = described(new.film)
    withdrawal.remove(new)
    assert not Film.objects.filter(pk=part.pk).exists()


def test_what_somebody_gave_by_itself_is_not_removed_with_it(sent, told, leyla):
    part = described(shorten(sent, 2000, 20_000).film)
    sent_contribution(leyla, film=part)
    assert succession.stop_cutting(sent)
    assert Film.objects.filter(pk=part.pk).exists()


def test_a_concern_about_the_described_film_stops_its_parts_too(sent, told):
    part = described(shorten(sent, 2000, 20_000).film)
    hide(f"film:{told.pk}")
    part.refresh_from_db()
    assert part.blocked_at
