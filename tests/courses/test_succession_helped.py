"""A film recorded for an elder is shortened or replaced by the elder, or by who recorded it; the elder is asked anew."""

import pytest
from django.urls import reverse

from courses.domain.films import answers, helped, review, succession, succession_choices
from courses.errors import CannotChange, CannotReplace, ElderHasNotAgreed
from courses.models import Contribution, ContributionState
from elearn.people import api as people
from elearn.people.domain import companions
from elearn.people.models import CompanionAct, Did, EndedBy, Role, Scope
from media_pipeline.models import Film
from tests import factories
from tests.courses.test_helped import companion_of, fresh, recorded, says
from tests.courses.test_succession import FACTS, made
from tests.factories import first_pages, person, staff
from tests.visitors import signed_in, visitor  # noqa: F401 - fixtures

# ruff: noqa: F811
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def pages():
    people.prepare()
    first_pages()


@pytest.fixture
def leyla():
    return person("Leyla Əliyeva", birth_year=1950, email="leyla@elders.example", roles=[Role.ELDER])


@pytest.fixture
def murad():
    return staff("Murad Quliyev", Role.TRAINER)


@pytest.fixture
def rena():
    return staff("Rəna Həsənova", Role.COORDINATOR)


def with_original(contribution) -> Contribution:
    Film.objects.filter(pk=contribution.film_id).update(source="x/source", facts=FACTS)
    if not contribution.film.caption_tracks.exists():
        factories.captions(contribution.film)
    contribution.refresh_from_db()
    contribution.film.refresh_from_db()
    return contribution


@pytest.fixture
def film(leyla, murad):
    """Recorded by Murad for Leyla, described and sent."""
    return with_original(recorded(leyla, murad))


@pytest.fixture
def public(film):
    """The same in a public lesson: she said yes."""
    says(film)
    _course, [lesson] = factories.course_with({"film": film.film, "title": film.title}, teacher=film.person)
    Contribution.objects.filter(pk=film.pk).update(state=ContributionState.PLACED, lesson=lesson)
    film.refresh_from_db()
    return film


def shortened(contribution, by, start_ms=2000, end_ms=20_000) -> Contribution:
    made_of = succession.shorten(contribution, start_ms=start_ms, end_ms=end_ms, by=fresh(by).account)
    return made(made_of)


@pytest.mark.parametrize("who", ["leyla", "murad"])
def test_the_elder_and_who_recorded_it_shorten_it_and_she_is_asked_anew(film, who, request):
    says(film)
    new = shortened(film, request.getfixturevalue(who))
    film.refresh_from_db()
    assert (new.state, film.state) == (ContributionState.SENT, ContributionState.REPLACED)
    assert (new.is_helped, new.recorded_by, new.questions.count()) == (True, film.recorded_by, 1)
    assert not answers.elder_agreed(new)  # her yes was to the longer one
    with pytest.raises(ElderHasNotAgreed):
        answers.refuse_unanswered(new)
    says(new)
    assert answers.elder_agreed(Contribution.objects.get(pk=new.pk))


def test_her_no_to_the_shorter_one_leaves_the_public_one(public, murad, leyla, rena):
    new = shortened(public, murad)
    assert (new.state, new.instead_of) == (ContributionState.SENT, public)
    says(new, yes=False)
    new, public = (Contribution.objects.get(pk=one.pk) for one in (new, public))
    with pytest.raises(ElderHasNotAgreed):
        review.take_place(new, by=rena.account)
    public.film.refresh_from_db()
    assert (public.state, public.film.blocked_at) == (ContributionState.PLACED, None)
    assert answers.elder_agreed(public)


def test_with_her_yes_it_takes_the_place(public, murad, rena):
    new = shortened(public, murad)
    says(new)
    lesson = review.take_place(Contribution.objects.get(pk=new.pk), by=rena.account)
    assert lesson.film_id == new.film_id
    assert Contribution.objects.get(pk=public.pk).state == ContributionState.REPLACED
    assert succession.put_back(Contribution.objects.get(pk=new.pk), by=public.person.account).pk == public.pk


def test_nobody_else_does(film, leyla, murad, rena):
    sona = person("Sona Kərimova", birth_year=1948, email="sona@elders.example", roles=[Role.ELDER])
    other = staff("Aynur Səfərova", Role.TRAINER)
    kamran, _row = companion_of(leyla)  # helps her, and recorded another one
    gunay = person("Günay Məmmədova", birth_year=2004, email="gunay@elders.example", roles=[Role.LEARNER])
    for somebody in (sona, other, kamran, gunay, rena):
        with pytest.raises(CannotChange):
            succession.shorten(film, start_ms=2000, end_ms=20_000, by=fresh(somebody).account)
    assert not Contribution.objects.filter(state=ContributionState.CUTTING).exists()


def test_a_chosen_helper_only_while_they_may_record_and_it_is_written_down(leyla):
    kamran, row = companion_of(leyla)
    theirs = with_original(recorded(leyla, kamran))
    new = shortened(theirs, kamran)
    assert CompanionAct.objects.order_by("-pk").first().did == Did.ASKED_ANSWER
    companions.end(row, by=EndedBy.ELDER)
    with pytest.raises(CannotChange):
        succession.shorten(new, start_ms=0, end_ms=25_000, by=fresh(kamran).account)
    assert succession_choices.may_cut(with_original(new))  # she still can
    companion_row = companion_of(leyla, scopes=(Scope.SEE,))[1]
    assert not helped.may_change_for(fresh(kamran).account, new) and companion_row


def test_who_recorded_it_does_not_put_back_what_she_shortened(film, leyla, murad):
    new = shortened(film, leyla)
    with pytest.raises(CannotChange):
        succession.put_back(new, by=fresh(murad).account)
    assert succession.put_back(new, by=leyla.account) == film


def test_the_recording_of_a_webinar_stays_as_it_is(film, leyla):
    Contribution.objects.update(recorded_by=None)
    film.refresh_from_db()
    assert not succession_choices.may_cut(film)
    with pytest.raises(CannotChange):
        succession.shorten(film, start_ms=2000, end_ms=20_000, by=leyla.account)


def test_a_helper_replaces_only_what_they_recorded(public, leyla, murad):
    hers = factories.ready_film()
    own = Contribution.objects.create(person=leyla, film=hers, state=ContributionState.PLACED, lesson=public.lesson)
    draft = recorded(leyla, murad, title="")
    with pytest.raises(CannotReplace):
        succession.mean_to_replace(draft, own)
    succession.mean_to_replace(draft, public)
    assert Contribution.objects.get(pk=draft.pk).instead_of == public
    other = recorded(leyla, staff("Aynur Səfərova", Role.TRAINER), title="")
    with pytest.raises(CannotReplace):
        succession.mean_to_replace(other, public)


# Pages -----------------------------------------------------------------------------------------------
def at(name: str, contribution) -> str:
    return reverse(f"courses:{name}", args=[contribution.pk])


def test_through_the_helpers_pages(film, murad, signed_in, in_english):
    page = signed_in(murad)
    assert at("helped_shorten", film) in page.get(at("helped_film", film)).text
    shown = page.get(at("helped_shorten", film)).text
    assert "for a yes or no to the shorter video" in shown and at("helped_film", film) in shown
    answer = page.post(at("helped_shorten", film), {"begin": "0:02", "end": "0:20"})
    assert answer["Location"] == at("helped_film", film)
    assert page.get(at("helped_cut_status", film)).json()["stage"] == "cutting"
    assert "We are making the shorter video" in page.get(at("helped_film", film)).text
    new = made(Contribution.objects.get(state=ContributionState.CUTTING))
    assert page.get(at("helped_cut_status", film)).json()["next"] == at("helped_film", film)
    assert page.get(at("helped_film", film))["Location"] == at("helped_film", new)


def test_replacing_through_the_helpers_pages(public, leyla, murad, signed_in):
    page = signed_in(murad)
    assert at("helped_replace", public) in page.get(at("helped_film", public)).text
    assert page.get(at("helped_replace", public)).status_code == 200
    answer = page.post(at("helped_replace", public), {"way": "record"})
    assert answer["Location"] == reverse("courses:helped_record", args=[leyla.key])
    draft = recorded(leyla, murad, title="")
    assert f'value="{public.pk}"' in page.get(at("helped_describe", draft)).text
    sent = {"title": "Daban", "language": "az", "others": "alone", "instead_of": public.pk}
    assert page.post(at("helped_describe", draft), sent).status_code == 302
    assert Contribution.objects.get(pk=draft.pk).instead_of == public


def test_the_elders_own_pages_offer_it(public, leyla, signed_in):
    shown = signed_in(leyla).get(at("film", public)).text
    assert at("shorten", public) in shown and at("replace", public) in shown


@pytest.mark.parametrize("name", ["helped_shorten", "helped_cut_status", "helped_replace"])
def test_others_are_not_let_in(public, leyla, rena, client, signed_in, name):
    kamran, _row = companion_of(leyla)
    assert client.get(at(name, public)).status_code == 302
    for somebody in (rena, kamran, leyla, staff("Aynur Səfərova", Role.TRAINER)):
        page = signed_in(somebody)
        assert page.get(at(name, public)).status_code == 404
        if name != "helped_cut_status":
            assert page.post(at(name, public), {"begin": "0:02", "end": "0:20", "way": "file"}).status_code == 404
    assert not Contribution.objects.filter(state=ContributionState.CUTTING).exists()
