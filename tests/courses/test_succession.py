"""A video takes the place of another: shortened, recorded anew, put back. The lesson and what was completed stay."""

from datetime import timedelta

import pytest
from django.utils import timezone

from courses import api
from courses.domain.films import contribute, review, succession, succession_choices
from courses.domain.films.carry import moved, progress_with
from courses.domain.films.consents import agree, own_consent
from courses.errors import (
    AlreadyDecided,
    CannotChange,
    CannotReplace,
    ConsentWanting,
    HiddenNow,
    LessonBeingChanged,
    NothingCutOff,
    OriginalGone,
    TooShort,
)
from courses.models import (
    Contribution,
    ContributionState,
    Enrolment,
    EnrolmentState,
    FilmProgress,
    LessonPage,
    LessonProgress,
)
from elearn.history.models import Entry, Kind
from elearn.people import api as people
from elearn.people.models import Role
from elearn.web.api import NotApproved
from media_pipeline import blocked
from media_pipeline.models import Film, FilmState, Rendition
from tests import factories
from tests.courses.papers import sent_contribution

pytestmark = pytest.mark.django_db
FACTS = {"container": "mov", "seconds": 30.0, "bytes": 1, "video": None, "audio": None}


@pytest.fixture(autouse=True)
def fresh():
    factories.first_pages()
    blocked.forget()
    yield
    blocked.forget()


@pytest.fixture
def rena():
    return factories.person("Rəna Həsənova", email="rena@succession.example", roles=[Role.COORDINATOR]).account


@pytest.fixture
def leyla():
    return factories.person("Leyla Əliyeva", email="leyla@succession.example", birth_year=1955, roles=[Role.ELDER])


def given(leyla, state=ContributionState.SENT, **more):
    """A film of Leyla's with its original; she agrees to it."""
    film = factories.ready_film(source="x/source", facts=FACTS)
    return sent_contribution(leyla, film=film, state=state, **more)


def published(leyla, *more):
    """The same as the first lesson of a course."""
    contribution = given(leyla)
    course, lessons = factories.course_with({"film": contribution.film}, *more, teacher=leyla)
    Contribution.objects.filter(pk=contribution.pk).update(state=ContributionState.PLACED, lesson=lessons[0])
    contribution.refresh_from_db()
    return contribution, course, lessons[0]


def made(contribution) -> Contribution:
    """What the media pipeline does with a part: it can be watched, and it says so."""
    film = contribution.film
    now = timezone.now()
    Film.objects.filter(pk=film.pk).update(
        state=FilmState.READY, playable_at=now, ready_at=now, source="y/source", facts=FACTS
    )
    Rendition.objects.create(film=film, kind=Rendition.Kind.RUNG, name="360p", folder="360p-00000000", bytes=1000)
    contribute.film_changed(film.pk, "playable")
    contribute.film_changed(film.pk, "ready")
    return Contribution.objects.get(pk=contribution.pk)


def shortened(contribution, start_ms=2000, end_ms=20_000) -> Contribution:
    by = contribution.person.account
    return made(succession.shorten(contribution, start_ms=start_ms, end_ms=end_ms, by=by))


def film_states() -> set[str]:
    return set(Film.objects.filter(contribution__isnull=False).values_list("state", flat=True))


def listed(leyla) -> list[Contribution]:
    return list(contribute.contributions_of(leyla))


# Not public yet --------------------------------------------------------------------------------------
def test_a_shorter_draft_takes_the_place_once_it_can_be_watched(leyla):
    draft = given(leyla, ContributionState.DRAFT, sent_at=None)
    new = succession.shorten(draft, start_ms=2000, end_ms=20_000, by=leyla.account)
    assert (new.state, listed(leyla)) == (ContributionState.CUTTING, [draft])
    assert succession_choices.being_cut(draft) == new
    new = made(new)
    draft.refresh_from_db()
    assert (new.state, draft.state, listed(leyla)) == ("draft", "replaced", [new])
    assert (new.title, new.film.cut_of, new.film.cut_start_ms, new.film.cut_end_ms) == (
        draft.title, draft.film, 2000, 20_000,
    )  # fmt: skip
    assert own_consent(new) == own_consent(draft)  # one recording, one answer
    assert Entry.objects.get(kind=Kind.FILM_SHORTENED).facts["seconds"] == 18
    back = succession.put_back(new, by=leyla.account)
    assert (back, listed(leyla)) == (draft, [draft])
    again = succession.put_back(back, by=leyla.account)
    assert (again, listed(leyla)) == (new, [new])


def test_what_was_sent_stays_sent(leyla):
    new = shortened(given(leyla))
    assert (new.state, new.sent_at is not None, list(review.waiting())) == ("sent", True, [new])


def test_a_shorter_one_can_be_made_longer_again(leyla):
    first = given(leyla)
    new = shortened(first)
    other = shortened(new, 1000, 25_000)
    assert (other.film.cut_of, other.film.cut_start_ms, other.film.cut_end_ms) == (first.film, 1000, 25_000)
    whole = succession.shorten(other, start_ms=0, end_ms=30_000, by=leyla.account)
    assert (whole, listed(leyla)) == (first, [first])  # the whole is there already: nothing is made


def test_nobody_else_shortens_it(leyla, rena):
    murad = factories.person("Murad Quliyev", email="murad@succession.example", birth_year=1950, roles=[Role.ELDER])
    for other in (murad.account, rena):
        with pytest.raises(CannotChange):
            succession.shorten(given(leyla), start_ms=2000, end_ms=20_000, by=other)
    assert not Contribution.objects.filter(state=ContributionState.CUTTING).exists()


@pytest.mark.parametrize(
    ("start", "end", "error"),
    [(0, 30_000, NothingCutOff), (150, 29_900, NothingCutOff), (5000, 7900, TooShort), (9000, 2000, TooShort)],
)
def test_what_makes_no_sense_is_refused(leyla, start, end, error):
    with pytest.raises(error):
        succession.shorten(given(leyla), start_ms=start, end_ms=end, by=leyla.account)


@pytest.mark.parametrize("state", ["another_take", "second_person", "withdrawn", "replaced", "cutting"])
def test_not_in_every_state(leyla, state):
    with pytest.raises(CannotChange):
        succession.shorten(given(leyla, state), start_ms=2000, end_ms=20_000, by=leyla.account)


def test_without_its_original_a_film_is_not_shortened(leyla):
    contribution = given(leyla)
    Film.objects.update(source="")
    with pytest.raises(OriginalGone):
        succession.shorten(contribution, start_ms=2000, end_ms=20_000, by=leyla.account)


def test_what_a_helper_recorded_is_answered_for_as_it_is(leyla):
    with pytest.raises(CannotChange):
        succession.shorten(given(leyla, is_helped=True), start_ms=2000, end_ms=20_000, by=leyla.account)


def test_only_the_newest_wish_is_made(leyla):
    contribution = given(leyla)
    first = succession.shorten(contribution, start_ms=2000, end_ms=20_000, by=leyla.account)
    second = succession.shorten(contribution, start_ms=3000, end_ms=20_000, by=leyla.account)
    assert not Film.objects.filter(pk=first.film_id).exists()
    assert succession_choices.being_cut(contribution) == second
    assert succession.stop_cutting(contribution) and not Contribution.objects.filter(pk=second.pk).exists()
    assert not succession.stop_cutting(contribution)


# In a lesson -----------------------------------------------------------------------------------------
def test_a_lesson_shows_the_shorter_video_when_a_second_person_agrees(leyla, rena):
    old, _course, lesson = published(leyla)
    new = shortened(old)
    lesson.refresh_from_db()
    old.refresh_from_db()
    assert (new.state, old.state, lesson.film_id) == ("sent", "placed", old.film_id)
    page = review.take_place(new, by=rena)
    new.refresh_from_db()
    old.refresh_from_db()
    assert (page.pk, page.film_id, page.live) == (lesson.pk, new.film_id, True)
    assert LessonPage.objects.get(pk=lesson.pk).film_id == new.film_id
    assert (new.state, new.lesson, old.state) == ("placed", lesson, "replaced")
    assert listed(leyla) == [new]
    assert Entry.objects.get(kind=Kind.FILM_REPLACED).facts == {"is_part": True, "language": "az"}
    back = succession.put_back(new, by=leyla.account)
    assert (back, back.state, LessonPage.objects.get(pk=lesson.pk).film_id) == (old, "sent", new.film_id)
    review.take_place(back, by=rena)
    assert LessonPage.objects.get(pk=lesson.pk).film_id == old.film_id


def test_the_teacher_alone_changes_nothing_in_public(leyla, rena):
    """A teacher who also coordinates is still one person."""
    people.grant_role(leyla, Role.COORDINATOR)
    old, _course, lesson = published(leyla)
    new = shortened(old)
    review.take_place(new, by=leyla.account)
    new.refresh_from_db()
    old.refresh_from_db()
    shown = LessonPage.objects.get(pk=lesson.pk)
    assert (shown.film_id, new.state, old.state) == (old.film_id, "second_person", "placed")
    with pytest.raises(NotApproved):
        shown.latest_revision.publish(user=leyla.account, skip_permission_checks=True)
    with pytest.raises(CannotChange):  # not while somebody is deciding
        succession.put_back(new, by=leyla.account)


def test_two_coordinators_decide_once(leyla, rena):
    new = shortened(published(leyla)[0])
    review.take_place(new, by=rena)
    for again in (new, Contribution.objects.get(pk=new.pk)):
        with pytest.raises(AlreadyDecided):
            review.take_place(again, by=rena)


def test_changes_of_others_are_not_swept_along(leyla, rena):
    old, _course, lesson = published(leyla)
    new = shortened(old)
    lesson.refresh_from_db()
    lesson.title = "Başqa ad"
    lesson.save_revision(user=rena)
    with pytest.raises(LessonBeingChanged):
        review.take_place(new, by=rena)
    new.refresh_from_db()
    assert new.state == "sent"


def test_what_a_concern_hides_is_not_replaced(leyla, rena, monkeypatch):
    old, _course, _lesson = published(leyla)
    new = shortened(old)
    monkeypatch.setattr(succession, "held_among", lambda rows: {one.pk for one in rows if one.pk == old.pk})
    with pytest.raises(HiddenNow):
        review.take_place(new, by=rena)
    with pytest.raises(HiddenNow):
        succession.shorten(old, start_ms=4000, end_ms=20_000, by=leyla.account)
    with pytest.raises(HiddenNow):
        succession.put_back(old, by=leyla.account)


def test_of_two_wishes_the_newest_waits(leyla):
    old, _course, _lesson = published(leyla)
    first, second = shortened(old), shortened(old, 4000, 20_000)
    first.refresh_from_db()
    assert (first.state, second.state, list(review.waiting())) == ("replaced", "sent", [second])


# A new recording -------------------------------------------------------------------------------------
def test_a_new_recording_keeps_the_lesson(leyla, rena):
    old, _course, lesson = published(leyla)
    new = given(leyla, ContributionState.DRAFT, sent_at=None, title="Daha yaxşısı")
    succession.mean_to_replace(new, old)
    contribute.send_for_review(new)
    review.take_place(new, by=rena)
    shown = LessonPage.objects.get(pk=lesson.pk)
    assert (shown.film_id, shown.title) == (new.film_id, lesson.title)
    old.refresh_from_db()
    assert old.state == "replaced"


def test_everybody_in_the_new_recording_agrees_first(leyla, rena):
    old, _course, lesson = published(leyla)
    film = factories.ready_film(source="x/source", facts=FACTS)
    new = sent_contribution(leyla, film=film, agreed=False, instead_of=old)
    with pytest.raises(ConsentWanting):
        review.take_place(new, by=rena)
    agree(new, ["site"], by=None)
    review.take_place(new, by=rena)
    assert LessonPage.objects.get(pk=lesson.pk).film_id == film.pk


def test_without_reviewed_captions_the_lesson_keeps_what_it_has(leyla, rena):
    from courses.models import CaptionExcuse

    old, _course, lesson = published(leyla)
    film = factories.ready_film(captioned=False, source="x/source", facts=FACTS)
    new = sent_contribution(leyla, film=film, instead_of=old)
    review.take_place(new, by=rena)
    new.refresh_from_db()
    assert (new.state, LessonPage.objects.get(pk=lesson.pk).film_id) == ("second_person", old.film_id)
    CaptionExcuse.objects.create(film=film, reason="Altyazı hazırlanır.", by=rena)
    review.settle_film(film.pk)
    new.refresh_from_db()
    old.refresh_from_db()
    assert (new.state, old.state, LessonPage.objects.get(pk=lesson.pk).film_id) == ("placed", "replaced", film.pk)


def test_nobody_replaces_the_video_of_another(leyla):
    murad = factories.person("Murad Quliyev", email="murad@succession.example", birth_year=1950, roles=[Role.ELDER])
    old, _course, _lesson = published(leyla)
    theirs = sent_contribution(murad, state=ContributionState.DRAFT, sent_at=None)
    with pytest.raises(CannotReplace):
        succession.mean_to_replace(theirs, old)
    draft = given(leyla, ContributionState.DRAFT, sent_at=None)
    with pytest.raises(CannotReplace):  # what is not public has no lesson
        succession.mean_to_replace(draft, given(leyla))


def test_what_is_no_longer_in_a_lesson_is_not_replaced(leyla, rena):
    old, _course, lesson = published(leyla)
    new = shortened(old)
    lesson.unpublish()
    with pytest.raises(CannotReplace):
        review.take_place(new, by=rena)


# Evidence --------------------------------------------------------------------------------------------
def learner(course, name="Günay Məmmədova"):
    gunay = factories.person(name, birth_year=1990)
    return gunay, Enrolment.objects.create(person=gunay, course=course, state=EnrolmentState.ACTIVE)


def watched(who, film, *spans):
    total = sum(end - start for start, end in spans)
    return FilmProgress.objects.create(
        person=who, film=film, spans=[list(span) for span in spans], watched_ms=total,
        position_ms=spans[-1][1], changed_at=timezone.now(),
    )  # fmt: skip


def test_spans_move_with_their_seconds(leyla):
    whole = factories.ready_film(seconds=30)
    part = factories.ready_film(seconds=18, cut_of=whole, cut_start_ms=2000, cut_end_ms=20_000)
    assert moved([[0, 1000], [1500, 5000], [19_000, 30_000]], old=whole, new=part) == [(0, 3000), (17_000, 18_000)]
    assert moved([[0, 3000]], old=part, new=whole) == [(2000, 5000)]


def test_who_completed_stays_completed_and_who_watched_goes_on(leyla, rena):
    old, course, lesson = published(leyla, {"film": factories.ready_film()})
    gunay, enrolment = learner(course)
    done = LessonProgress.objects.create(
        enrolment=enrolment, lesson=lesson, watched_at=timezone.now(), completed_at=timezone.now()
    )
    nigar, _going = learner(course, "Nigar Məmmədova")
    watched(gunay, old.film, (0, 30_000))
    watched(nigar, old.film, (0, 12_000))
    new = shortened(old)
    review.take_place(new, by=rena)
    done.refresh_from_db()
    assert done.watched_at and done.completed_at
    of_part = {row.person.name: (row.spans, row.position_ms) for row in FilmProgress.objects.filter(film=new.film)}
    assert of_part == {
        "Günay Məmmədova": ([[0, 18_000]], 18_000),
        "Nigar Məmmədova": ([[0, 10_000]], 10_000),
    }


def test_what_is_watched_of_the_old_one_meanwhile_is_counted_when_the_new_one_is_opened(leyla, rena):
    old, course, lesson = published(leyla)
    nigar, _enrolment = learner(course)
    new = shortened(old)
    review.take_place(new, by=rena)
    watched(nigar, old.film, (2000, 7000))  # a page that was left open
    opened = api.open_playback(nigar, LessonPage.objects.get(pk=lesson.pk))
    assert (opened.watched_ms, opened.resume_ms) == (5000, 5000)
    assert progress_with(nigar.pk, new.film).spans == [[0, 5000]]


def test_of_another_recording_nothing_is_counted(leyla, rena):
    old, course, lesson = published(leyla)
    nigar, _enrolment = learner(course)
    watched(nigar, old.film, (0, 29_000))
    new = given(leyla, instead_of=old)
    review.take_place(new, by=rena)
    assert api.open_playback(nigar, LessonPage.objects.get(pk=lesson.pk)).watched_ms == 0


# Taken back, and let go ------------------------------------------------------------------------------
def test_taking_back_takes_back_every_part(leyla, rena):
    old, _course, lesson = published(leyla)
    new = shortened(old)
    review.take_place(new, by=rena)
    pending = succession.shorten(new, start_ms=5000, end_ms=20_000, by=leyla.account)
    contribute.withdraw(new, by=leyla.account)
    states = set(Contribution.objects.values_list("state", flat=True))
    assert (states, film_states()) == ({"withdrawn"}, {"blocked"})
    assert made(pending).state == "withdrawn"  # a worker that was just done changes nothing


def test_who_is_seen_takes_all_parts_back(leyla, rena):
    from courses.domain.films.consents import Seen, ask_seen
    from elearn.people.models import ConsentWay

    old = given(leyla)
    seen = ask_seen(old, Seen("Murad Quliyev"), by=None)
    people.give_consent(seen, way=ConsentWay.CLICK)
    new = shortened(old)
    assert own_consent(new).subject == seen.subject
    people.withdraw_consent(seen, by=None)
    assert film_states() == {"blocked"}


def test_a_replaced_video_is_kept_for_a_while(leyla, rena):
    old, _course, _lesson = published(leyla)
    new = given(leyla, instead_of=old)
    review.take_place(new, by=rena)
    assert not succession.no_longer_kept().exists()
    later = timezone.now() + timedelta(days=31)
    assert list(succession.no_longer_kept(later)) == [old]
    # The whole of a part that is shown is kept with it.
    part = shortened(new)
    review.take_place(part, by=rena)
    assert list(succession.no_longer_kept(later)) == [old]
    assert succession.let_go(succession.no_longer_kept(later)) == 1


def test_an_old_one_cannot_be_put_back_for_ever(leyla):
    new = shortened(given(leyla))
    Contribution.objects.filter(state="replaced").update(replaced_at=timezone.now() - timedelta(days=31))
    assert succession_choices.earlier(new) is None
    with pytest.raises(CannotChange):
        succession.put_back(new, by=leyla.account)
