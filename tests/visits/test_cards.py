"""Cards that two people choose together: who may, what stands, what the elder reads, and nothing that counts them."""

from datetime import timedelta

import pytest
from django.core.exceptions import FieldError
from django.db import connection
from django.utils import timezone

from elearn.history.models import Entry, Kind
from elearn.people.domain.export import gather
from elearn.people.domain.remove import plan_removal, remove
from elearn.people.models import Removal
from elearn.people.own_data_words import LABELS
from elearn.visits.api import prepare
from elearn.visits.domain import cards
from elearn.visits.errors import NotYours
from elearn.visits.models import CanDo, CanDoChoice, Trainer, Unit, UnitText, Visit, VisitRequest
from tests.factories import person, staff, trainer, visit_request

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def tea():
    """A skill with two sentences."""
    unit = Unit.objects.create(code="tea", position=1)
    for language, title in (("en", "Making tea"), ("az", "Çay dəmləmək")):
        UnitText.objects.create(unit=unit, language=language, title=title, promise="", steps="")
    for place, words in enumerate(("boil water", "pour it"), 1):
        said = {"en": f"I can {words}.", "az": f"Bacarıram: {words}."}
        CanDo.objects.create(unit=unit, position=place, competence="1.1", words=said)
    return unit


@pytest.fixture
def asked(tea):
    made = visit_request(person("Sona Kərimova", email="sona@korpu.example", birth_year=1950), state="under_way")
    made.units.add(tea)
    return made


@pytest.fixture
def murad():
    return trainer("Murad Quliyev")


@pytest.fixture
def rena():
    return staff("Rəna Həsənova", "coordinator")


def visit(asked, who, *, hours=0, **more):
    """A visit that begins in so many hours."""
    starts = timezone.now() + timedelta(hours=hours)
    facts = {"state": "confirmed", "number": 1, **more}
    return Visit.objects.create(
        request=asked, person=asked.person, trainer=who, starts_at=starts, ends_at=starts + timedelta(hours=1), **facts
    )


def first(asked) -> CanDo:
    return CanDo.objects.filter(unit__in=asked.units.all()).first()


def choose(asked, by, card="not_yet", when="before", **more):
    return cards.choose(asked, more.pop("can_do", None) or first(asked), when=when, card=card, by=by, **more)


def address(asked, rest=""):
    return f"/skills/cards/{asked.key}/{rest}"


# Who may -------------------------------------------------------------------------------------------
def test_the_trainer_has_the_cards_around_a_visit_only(asked, murad):
    his = murad.person.account
    assert not cards.may_choose(his, asked)
    for hours, state, may in (
        (49, "confirmed", False), (23, "confirmed", True), (20, "proposed", False), (20, "cancelled", False),
        (-5, "done", True), (-5, "no_show", False), (-24 * 13, "done", True), (-24 * 15, "done", False),
    ):  # fmt: skip
        made = visit(asked, murad, hours=hours, state=state)
        assert cards.may_choose(his, asked) is may, (hours, state)
        made.delete()


def test_nobody_else_chooses(asked, murad, rena):
    visit(asked, murad)
    stranger = trainer("Elçin Səfərov").person
    visit(visit_request("Nigar Əliyeva"), Trainer.objects.get(person=stranger))
    operator = staff("Aysel Nəbiyeva", "operator")
    for somebody in (
        stranger.account,
        operator.account,
        asked.person.account,
        person("Günay", email="g@k.example").account,
        None,
    ):
        with pytest.raises(NotYours):
            choose(asked, somebody)
    assert not CanDoChoice.objects.exists()
    assert choose(asked, rena.account).card == "not_yet"


def test_a_suspended_trainer_has_no_cards(asked, murad):
    visit(asked, murad)
    Trainer.objects.update(suspended_at=timezone.now())
    with pytest.raises(NotYours):
        choose(asked, murad.person.account)


def test_a_coordinator_has_no_part_in_their_own_or_those_they_help(asked, rena, monkeypatch):
    own = visit_request(rena, state="under_way")
    assert not cards.may_choose(rena.account, own)
    monkeypatch.setattr(cards, "is_helper_of", lambda helper, elder: True)
    assert not cards.may_choose(rena.account, asked)


def test_when_the_address_is_gone_the_cards_rest(asked, rena):
    VisitRequest.objects.update(address_gone_at=timezone.now())
    asked.refresh_from_db()
    assert not cards.may_choose(rena.account, asked)


def test_a_card_belongs_to_a_visit_of_its_request(asked, murad, rena):
    other = visit(visit_request("Nigar Əliyeva"), murad)
    with pytest.raises(NotYours):
        choose(asked, rena.account, visit=other)


@pytest.mark.parametrize("facts", [{"card": "best"}, {"when": "never"}])
def test_what_is_no_card_is_refused(asked, rena, facts):
    with pytest.raises(ValueError):
        choose(asked, rena.account, **facts)


# What stands ---------------------------------------------------------------------------------------
def test_a_card_is_one_each_time_and_can_be_taken_back(asked, rena):
    choose(asked, rena.account, "not_yet")
    choose(asked, rena.account, "with_help")
    choose(asked, rena.account, "alone", "after")
    assert [(row.when, row.card) for row in CanDoChoice.objects.all()] == [("after", "alone"), ("before", "with_help")]
    assert choose(asked, rena.account, "") is None
    assert [row.when for row in CanDoChoice.objects.all()] == ["after"]


def test_what_was_chosen_later_stays_when_a_device_comes_late(asked, rena):
    choose(asked, rena.account, "alone", "after")
    choose(asked, rena.account, "not_yet", "after", at=timezone.now() - timedelta(hours=3))
    choose(asked, rena.account, "", "after", at=timezone.now() - timedelta(hours=3))
    assert CanDoChoice.objects.get().card == "alone"
    choose(asked, rena.account, "with_help", "after", at=timezone.now() + timedelta(days=9))
    assert CanDoChoice.objects.get().at <= timezone.now()


def test_the_card_is_encrypted_and_history_does_not_say_which(asked, rena):
    choose(asked, rena.account, "with_help")
    with connection.cursor() as cursor:
        cursor.execute("SELECT card FROM visits_candochoice")
        assert "with_help" not in cursor.fetchone()[0]
    with pytest.raises(FieldError):
        CanDoChoice.objects.filter(card="with_help").exists()
    entry = Entry.objects.get(kind=Kind.VISIT_CARD)
    assert entry.facts == {"competence": "1.1", "framework": "DigComp 3.0 (JRC, 2025)", "when": "before"}


def test_the_door_gives_sentences_in_the_elders_language(asked, rena):
    VisitRequest.objects.update(language="az")
    asked.refresh_from_db()
    choose(asked, rena.account, "with_help")
    rows = [(row.words, row.card) for row in cards.cards_for(asked, "before")]
    assert rows == [("Bacarıram: boil water.", "with_help"), ("Bacarıram: pour it.", "")]
    assert [row.card for row in cards.cards_for(asked, "after")] == ["", ""]


def test_a_sentence_that_is_offered_no_more_is_not_asked(asked, tea):
    CanDo.objects.filter(position=2, unit=tea).update(is_offered=False)
    assert [row.words for row in cards.cards_for(asked, "before")] == ["Bacarıram: boil water."]


def test_who_has_not_said_what_has_all_skills(asked, tea):
    asked.units.clear()
    Unit.objects.exclude(pk=tea.pk).update(is_offered=False)
    assert [unit.code for unit in cards.taught(asked)] == ["tea"]


@pytest.mark.parametrize("count", [1, 3])
def test_cards_are_read_in_few_questions(asked, rena, count, django_assert_num_queries):
    for number in range(count - 1):
        unit = Unit.objects.create(code=f"more-{number}")
        CanDo.objects.create(unit=unit, competence="1.1", words={"en": "I can."})
        asked.units.add(unit)
    for one in CanDo.objects.filter(unit__in=asked.units.all()):
        choose(asked, rena.account, can_do=one)
    with django_assert_num_queries(5):
        cards.cards_for(asked, "before")
    with django_assert_num_queries(5):
        cards.progress(asked)
    with django_assert_num_queries(3):
        cards.learnt(asked.person)


# Pages ---------------------------------------------------------------------------------------------
def test_two_people_choose_at_the_table(asked, murad, signed_in):
    today = visit(asked, murad, hours=-1)
    his = signed_in(murad.person)
    page = his.get("/skills/cards/all/").text
    assert address(asked) in page and "Sona" not in page
    assert "Making tea" in his.get(address(asked)).text
    form = his.get(address(asked, "tea/before/")).text
    assert "Bacarıram: boil water." in form and 'lang="az"' in form
    done = his.post(address(asked, "tea/before/"), {f"card_{first(asked).pk}": "not_yet"})
    assert done.url == address(asked)
    row = CanDoChoice.objects.get()
    assert (row.card, row.when, row.visit, row.framework) == ("not_yet", "before", today, "DigComp 3.0 (JRC, 2025)")
    assert "I would like to learn this" in his.get(done.url).text


def test_a_card_can_be_taken_back_on_the_page(asked, rena, signed_in):
    choose(asked, rena.account)
    signed_in(rena).post(address(asked, "tea/before/"), {f"card_{first(asked).pk}": ""})
    assert not CanDoChoice.objects.exists()


def test_nothing_else_is_taken_from_the_page(asked, rena, signed_in):
    hers = signed_in(rena)
    assert hers.post(address(asked, "tea/before/"), {f"card_{first(asked).pk}": "best"}).status_code == 422
    foreign = CanDo.objects.exclude(unit__code="tea").first() or CanDo.objects.create(
        unit=Unit.objects.create(code="x"), competence="1.1", words={"en": "I can."}
    )
    hers.post(address(asked, "tea/before/"), {f"card_{foreign.pk}": "alone"})
    assert not CanDoChoice.objects.exists()
    for rest in ("tea/never/", "nothing/before/"):
        assert hers.get(address(asked, rest)).status_code == 404


@pytest.mark.parametrize("rest", ["", "tea/before/", "tea/after/"])
def test_others_do_not_find_the_cards(asked, murad, visitor, signed_in, rest):
    visit(asked, murad, hours=-1)
    page = address(asked, rest)
    assert visitor.get(page).status_code == 302
    for who in (asked.person, staff("Aysel Nəbiyeva", "operator")):
        assert signed_in(who).get(page).status_code == 403
    assert signed_in(trainer("Elçin Səfərov").person).get(page).status_code == 404
    assert signed_in(trainer("Elnur Əliyev").person).post(page).status_code in (404, 405)
    assert not CanDoChoice.objects.exists()


def test_the_list_is_for_who_teaches(visitor, signed_in, asked, rena):
    assert visitor.get("/skills/cards/all/").status_code == 302
    assert signed_in(person("Günay", email="g@korpu.example")).get("/skills/cards/all/").status_code == 403
    assert "Sona Kərimova" in signed_in(rena).get("/skills/cards/all/").text


def test_the_elder_reads_warm_words_and_no_number(asked, rena, signed_in, visitor):
    assert visitor.get("/skills/cards/mine/").status_code == 302
    sona = signed_in(asked.person)
    assert "There is nothing yet, and there is no hurry." in sona.get("/skills/cards/mine/").text
    choose(asked, rena.account, "not_yet", "before")
    choose(asked, rena.account, "alone", "after", at=timezone.now() + timedelta(seconds=1))
    choose(asked, rena.account, "not_for_me", can_do=CanDo.objects.get(unit__code="tea", position=2))
    page = " ".join(sona.get("/skills/cards/mine/").text.split())
    main = page.partition("<main")[2].partition("</main>")[0]
    assert "You do this by yourself" in main and "I can boil water." in main and "Making tea" in main
    assert "I can pour it." not in main and "if you like" not in main
    for word in ("1.1", "DigComp", "%", " of 2", "score"):
        assert word not in main


def test_others_read_nothing_of_it(asked, rena, signed_in):
    choose(asked, rena.account, "alone", "after")
    assert "boil water" not in signed_in(person("Günay", email="g@korpu.example")).get("/skills/cards/mine/").text


# A person's own copy, and removal ------------------------------------------------------------------
def test_the_elders_copy_holds_their_cards_and_removal_leaves_none(asked, rena):
    choose(asked, rena.account, "with_help")
    part = next(part for part in gather(asked.person) if part.name == "visits.cards")
    assert [(row["words"], row["answer"]) for row in part.rows] == [
        ("I can boil water.", "before: I do this with a little help")
    ]
    assert {key for row in part.rows for key in row} <= set(LABELS)
    remove(plan_removal(asked.person, cause=Removal.Cause.OWN))
    assert not CanDoChoice.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_cards_asks_the_same_few_questions(murad, rena, signed_in, count, django_assert_num_queries):
    for number in range(count):
        visit(visit_request(f"Sona {number}", state="under_way"), murad, hours=-2 * number)
    for who, queries in ((murad.person, 4), (rena, 6)):
        browser = signed_in(who)
        browser.get("/skills/cards/all/")
        with django_assert_num_queries(queries):
            assert browser.get("/skills/cards/all/").text.count("k-list__title") == count


def test_the_way_to_the_cards_is_shown_to_who_plans(asked, rena, signed_in):
    way = address(asked)
    page = f"/home-visits/for/{asked.person.key}/"
    prepare()
    assert way in signed_in(rena).get(page).text
    operator = signed_in(staff("Aysel Nəbiyeva", "operator"))
    assert operator.get(page).status_code == 200 and way not in operator.get(page).text
    assert "/skills/cards/mine/" in signed_in(asked.person).get("/home-visits/").text
