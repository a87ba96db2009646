"""What a teacher does with a film, and what they are told: each thing once, with its line in history."""

from uuid import uuid4

import pytest

from courses.domain.films import contribute
from courses.domain.films.consents import own_consent
from courses.domain.films.standing import Stage, standing
from courses.errors import NotReadyToSend
from courses.models import Contribution, ContributionState
from courses.tasks_films import remove_withdrawn, sweep_films
from elearn.history.models import Entry, Kind
from elearn.notices.models import Notice
from media_pipeline import api as films
from media_pipeline.models import Film, FilmState, TakeState
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def leyla():
    return factories.person("Leyla Əliyeva", birth_year=1955, email="leyla@korpu.example")


@pytest.fixture
def recorded(leyla) -> Contribution:
    """A recording that has been sent and waits for its description."""
    draft, take = contribute.begin_take(leyla, key=uuid4(), mime="video/webm")
    factories.keep_pieces(take, 1, [b"a", b"b"])
    contribute.send_take(draft, take, {1: 2})
    return draft


def described(contribution, **other):
    said = {"title": "Daban toxumaq", "language": "az", "topic": None, "uses": ["site"]}
    return contribute.describe(contribution, **{**said, **other})


def kinds() -> list[str]:
    return list(Entry.objects.order_by("pk").values_list("kind", flat=True))


@pytest.mark.database
def test_an_empty_draft_is_used_again(leyla):
    first = contribute.begin_contribution(leyla, is_recording=True)
    assert contribute.begin_contribution(leyla, is_recording=True) == first
    assert contribute.begin_contribution(leyla, is_recording=False) != first
    assert standing(first).stage == Stage.EMPTY


@pytest.mark.database
def test_the_recorders_key_makes_one_take(leyla):
    key = uuid4()
    draft, take = contribute.begin_take(leyla, key=key, mime="video/webm")
    assert contribute.begin_take(leyla, key=key, mime="video/webm") == (draft, take)
    with pytest.raises(films.TakeClosed):
        contribute.begin_take(factories.person("Murad Quliyev"), key=key, mime="video/webm")


def test_recording_again_keeps_the_draft(leyla):
    draft, take = contribute.begin_take(leyla, key=uuid4(), mime="video/webm")
    factories.keep_pieces(take, 1, [b"a"])
    assert standing(draft).stage == Stage.ARRIVING
    films.discard_take(take)
    again, other = contribute.begin_take(leyla, key=uuid4(), mime="video/webm")
    assert (again, other == take) == (draft, False)
    assert [draft.pk] == [one.pk for one in contribute.unfinished(leyla, is_recording=True)]


def test_a_second_unfinished_take_does_not_touch_the_first(leyla):
    draft, take = contribute.begin_take(leyla, key=uuid4(), mime="video/webm")
    factories.keep_pieces(take, 1, [b"a"])
    other, _take = contribute.begin_take(leyla, key=uuid4(), mime="video/webm")
    assert other != draft
    take.refresh_from_db()
    assert take.state == TakeState.OPEN


@pytest.mark.database
def test_sending_notes_once(recorded):
    assert kinds() == [Kind.RECORDED]
    take = recorded.film.takes.get()
    contribute.send_take(recorded, take, {1: 2})
    assert kinds() == [Kind.RECORDED]
    assert contribute.unfinished(recorded.person, is_recording=True) == []


@pytest.mark.database
def test_described_and_sent_for_review(recorded):
    described(recorded)
    contribute.send_for_review(recorded)
    contribute.send_for_review(recorded)
    assert (recorded.state, own_consent(recorded).state) == (ContributionState.SENT, "given")
    assert Film.objects.get(pk=recorded.film_id).title == "Daban toxumaq"
    assert kinds() == [Kind.RECORDED, Kind.CONSENT_ASKED, Kind.CONSENT_GIVEN, Kind.SENT_FOR_REVIEW]
    assert Notice.objects.get().kind == "film_received"


@pytest.mark.parametrize("wanting", [{"title": " "}, {"uses": []}])
def test_what_is_wanting_keeps_it_here(recorded, wanting):
    described(recorded, **wanting)
    with pytest.raises(NotReadyToSend) as caught:
        contribute.send_for_review(recorded)
    assert str(caught.value)
    recorded.refresh_from_db()
    assert recorded.state == ContributionState.DRAFT


def test_a_film_that_has_not_come_in_is_not_sent(leyla):
    draft = described(contribute.begin_contribution(leyla, is_recording=True))
    with pytest.raises(NotReadyToSend):
        contribute.send_for_review(draft)


def test_a_refused_film_is_told_once_in_the_teachers_language(recorded):
    Film.objects.update(state=FilmState.REFUSED, refusal="broken")
    assert [contribute.film_changed(recorded.film_id, "refused") for _ in range(2)] == [True, False]
    notice = Notice.objects.get()
    assert (notice.kind, bool(notice.facts["reason"])) == ("film_refused", True)
    assert kinds() == [Kind.RECORDED, Kind.FILM_REFUSED]
    recorded.refresh_from_db()
    assert standing(recorded).stage == Stage.REFUSED
    with pytest.raises(NotReadyToSend):
        contribute.send_for_review(described(recorded))


@pytest.mark.database
def test_an_upload_is_noted_and_ready_told_once(leyla):
    draft = contribute.begin_contribution(leyla, is_recording=False)
    for state in ("playable", "ready", "playable", "ready"):
        contribute.film_changed(draft.film_id, state)
    assert kinds() == [Kind.UPLOADED, Kind.FILM_READY]
    assert [notice.kind for notice in Notice.objects.all()] == ["film_ready"]


def test_a_signal_lost_in_a_crash_is_made_up_for(recorded):
    Film.objects.update(state=FilmState.READY, playable_at="2026-11-01T00:00:00Z")
    assert [sweep_films(), sweep_films()] == [1, 0]
    assert Notice.objects.get().kind == "film_ready"


@pytest.mark.database
def test_taken_back_is_gone(recorded):
    described(recorded)
    contribute.send_for_review(recorded)
    contribute.withdraw(recorded)
    contribute.withdraw(recorded)
    assert kinds()[-1:] == [Kind.FILM_WITHDRAWN]
    assert not contribute.contributions_of(recorded.person).exists()
    remove_withdrawn.call()
    assert not Film.objects.exists()
    assert not Contribution.objects.exists()


def test_templates_of_notices_can_be_written(recorded, settings):
    from elearn.notices.domain.compose import email_of, sms_of

    for kind in ("film_received", "film_ready", "film_refused"):
        for title in ("Daban", ""):
            facts = {"title": title, "address": "/my-films/1/", "reason": "Səbəb"}
            notice = Notice(person=recorded.person, kind=kind, key=f"{kind}{title}", facts=facts)
            subject, body = email_of(notice)
            assert subject
            assert "/my-films/1/" in body
            assert sms_of(notice)
