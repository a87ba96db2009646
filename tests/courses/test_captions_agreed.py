"""A machine writes captions only of films in which everybody agreed to that use of their voice."""

import pytest

import media_pipeline.api as films
from courses.domain.films import contribute
from courses.domain.films.consents import Seen, own_consent, subject_of
from courses.domain.films.withdrawal import show_again
from elearn.people.api import consents_for, give_consent, withdraw_consent
from elearn.people.domain.consent import cut_out
from elearn.people.models import ConsentWay, ContactPoint
from media_pipeline.models import CaptionState, CaptionTrack, Film, Work, WorkKind
from tests import factories

pytestmark = pytest.mark.django_db
ALL = ["site", "captions"]
MURAD = Seen("Murad Quliyev", ContactPoint.Kind.EMAIL, "murad@x.example")


@pytest.fixture
def leyla():
    return factories.person("Leyla Əliyeva", birth_year=1955, email="leyla@x.example")


def described(leyla, **said):
    """A film that could be heard, with what its teacher said about it."""
    film = contribute.begin_contribution(leyla, is_recording=False)
    facts = {"has_audio": True, "source": "originals/a.mp4", "duration_ms": 30_000, "state": "ready"}
    Film.objects.filter(pk=film.film_id).update(**facts)
    film.refresh_from_db()
    return contribute.describe(film, title="Scarf", language="en", topic=None, by=leyla.account, **said)


def waits(film) -> bool:
    films.ask_for_captions()  # as the clock does
    wanted = Film.objects.get(pk=film.film_id).may_be_heard
    asked = Work.objects.filter(film=film.film_id, kind=WorkKind.CAPTIONS, state="waiting").exists()
    assert asked == wanted
    return asked


def machine_track(film):
    return CaptionTrack.objects.create(film_id=film.film_id, language="en", revision=1, state=CaptionState.MACHINE)


def test_who_allows_it_has_captions_and_who_does_not_has_none(leyla):
    assert waits(described(leyla, uses=ALL))
    assert not waits(described(leyla, uses=["site"]))
    assert not waits(described(leyla))  # nothing was agreed to yet


def test_everybody_in_it_is_asked(leyla):
    film = described(leyla, uses=ALL, seen=[MURAD])
    assert not waits(film)
    theirs = consents_for(subject_of(film.film)).get(is_own=False)
    give_consent(theirs, way=ConsentWay.CLICK, uses=["site"])
    assert not waits(film)
    give_consent(theirs, way=ConsentWay.CLICK, uses=ALL)
    assert waits(film)


def test_who_is_not_recognisable_is_not_asked(leyla):
    film = described(leyla, uses=ALL, seen=[MURAD])
    rena = factories.staff("Rəna", "coordinator")
    show_again(cut_out(consents_for(subject_of(film.film)).get(is_own=False), by=rena.account, reason="blurred"))
    assert waits(film)


def test_when_it_is_taken_back_what_the_machine_wrote_goes_and_peoples_work_stays(leyla):
    film = described(leyla, uses=ALL)
    machine_track(film)
    contribute.describe(film, title="Scarf", language="en", topic=None, uses=["site"], by=leyla.account)
    assert not CaptionTrack.objects.exists()
    give_consent(own_consent(film), way=ConsentWay.CLICK, uses=ALL)
    track = machine_track(film)
    CaptionTrack.objects.filter(pk=track.pk).update(state=CaptionState.REVIEWED)
    withdraw_consent(own_consent(film), by=leyla.account)
    assert CaptionTrack.objects.filter(pk=track.pk).exists()
    assert not Film.objects.get(pk=film.film_id).may_be_heard


def test_a_film_that_nobody_gave_is_heard_as_before():
    film = factories.ready_film(captioned=False)
    Film.objects.filter(pk=film.pk).update(has_audio=True, source="originals/b.mp4", duration_ms=30_000)
    film.refresh_from_db()
    films.set_language(film, "en")
    assert Work.objects.filter(film=film, kind=WorkKind.CAPTIONS).exists()
