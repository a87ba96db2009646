"""Parents and guardians: asked by the minor, answering with a code of their own; and those who try to get round it."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from elearn.history.models import Entry, Kind
from elearn.notices.models import MailboxMessage, Notice
from elearn.people import api
from elearn.people.domain.age import adult_day, age_known, is_minor
from elearn.people.domain.coming_of_age import sweep_guardians, tell_age
from elearn.people.domain.guardians import agree, ask_guardian, record_consent, refuse, remind_guardian
from elearn.people.domain.guardianship import by_token, guardianship_of, is_own, needs_guardian, same_box
from elearn.people.domain.names import choose_name, public_name
from elearn.people.errors import GuardianRefused
from elearn.people.models import Account, Consent, ContactPoint, Guardianship, GuardianState, Person, Relation, Way
from elearn.people.writing import given_name
from tests import factories

PHONE, MOTHERS, FATHERS = "+994501234567", "+994557654321", "+994702223344"
SURNAME = "Zərqələmova"
YOUNG = timezone.localdate().year - 15
EMAIL = ContactPoint.Kind.EMAIL
BY_PHONE = ContactPoint.Kind.PHONE


def girl(**more) -> Person:
    return factories.person(f"Günay {SURNAME}", **{"phone": PHONE, "birth_year": YOUNG, "language": "en", **more})


def asked(minor, *, value=MOTHERS, kind=BY_PHONE, name="Sevinc Zərqələmova") -> Guardianship:
    return ask_guardian(minor, name=name, relation=Relation.MOTHER, kind=kind, value=value, language="en")


@pytest.fixture
def gunay(db):
    return girl()


@pytest.fixture
def guest(db) -> Client:
    """The guardian's browser: nobody is signed in there."""
    client = Client()
    client.cookies["language"] = "en"
    return client


def prove(guest, row) -> str:
    """Go through the code; gives the address where the guardian decides."""
    guest.post(reverse("guardian", args=[row.token]), {"action": "code"})
    answer = guest.post(reverse("guardian_code", args=[row.token]), {"code": factories.last_code(row.contact)})
    return answer.url


# Age -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("year", "adult_from", "on", "minor"),
    [
        (2011, None, date(2026, 11, 22), True),
        (2008, None, date(2026, 12, 31), True),
        (2008, None, date(2027, 1, 1), False),
        (2008, date(2026, 11, 22), date(2026, 11, 21), True),
        (2008, date(2026, 11, 22), date(2026, 11, 22), False),
        (2008, date(2024, 1, 1), date(2026, 11, 22), True),  # a day of another year says nothing
        (2011, date(2024, 1, 1), date(2026, 11, 22), True),
        (1955, date(2030, 1, 1), date(2026, 11, 22), False),
        (None, date(2030, 1, 1), date(2026, 11, 22), True),
        (None, date(2026, 1, 1), date(2026, 11, 22), False),
        (None, None, date(2026, 11, 22), False),
    ],
)
def test_who_may_be_under_age_counts_as_under_age(year, adult_from, on, minor):
    assert is_minor(Person(birth_year=year, adult_from=adult_from), on=on) is minor


def test_the_age_is_a_setting(settings):
    settings.ADULT_AGE = 16
    assert not is_minor(Person(birth_year=2009), on=date(2026, 1, 1))


def test_who_says_nothing_is_not_known():
    assert not age_known(Person())
    assert age_known(Person(birth_year=2011)) and age_known(Person(adult_from=date(2020, 1, 1)))
    assert not api.may_be_contacted_unmoderated(Person())
    assert not api.may_be_contacted_unmoderated(Person(birth_year=YOUNG))
    assert api.may_be_contacted_unmoderated(Person(birth_year=1955))


def test_born_on_the_29th_of_february():
    assert adult_day(2008, 2, 29) == date(2026, 3, 1)
    with pytest.raises(ValueError):
        adult_day(2009, 2, 29)


@pytest.mark.parametrize(
    "name",
    ["Günay Zərqələmova", "Zərqələmova Günay", "Zərqələmova Günay Elçin qızı", "Günay", "Гюнай", "Əliyev Günay xanım"],
)
def test_the_first_name_is_found_wherever_it_stands(name):
    assert given_name(name) in ("Günay", "Гюнай")


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("Həsənli Aysu Elçin qızı", "Aysu"),
        ("Aysu Elçin qızı Həsənli", "Aysu"),
        ("Aslan Aysu Elçin qızı", "Aysu"),
        ("Kərimli Aysu", "Aysu"),
        ("Aysu Kərimli", "Aysu"),
        ("Əliyarlı Nihad", "Nihad"),
        ("Əhmədsoy Aylin", "Aylin"),
        ("Рустамли Айсу", "Айсу"),
        ("Məmmədli Əli", "Əli"),
        ("Əli Məmmədli", "Əli"),
        ("Leyli Qurbanlı", "Leyli"),
        ("Quliyev Vəli Nəbi oğlu", "Vəli"),
        ("Соколова Анна Павловна", "Анна"),
        ("Həsənli", "Həsənli"),
        ("xanım", "xanım"),
        ("", ""),
    ],
)
def test_the_first_name_is_told_from_surnames_of_every_kind(name, first):
    assert given_name(name) == first


@pytest.mark.database
def test_what_others_see(gunay):
    assert public_name(gunay) == "Günay"
    gunay.name = f"{SURNAME} Günay Elçin qızı"
    gunay.save()
    assert public_name(gunay) == "Günay"
    assert public_name(factories.person("Leyla Əliyeva", birth_year=1955)) == "Leyla Əliyeva"


# Telling an age ------------------------------------------------------------------------------------
@pytest.mark.database
def test_signing_up_leads_a_minor_to_the_guardian(signed_in):
    person = factories.person("Günay", phone=PHONE, language="en")
    browser = signed_in(person)
    page = browser.post(reverse("account_welcome"), {"birth_year": str(YOUNG), "next": "/help/"})
    assert page.url == f"{reverse('account_age')}?next=%2Fhelp%2F"
    page = browser.post(page.url, {"day": "5", "month": "3"})
    assert page.url == f"{reverse('account_guardian')}?next=%2Fhelp%2F"
    person.refresh_from_db()
    assert (person.adult_from, person.guarded) == (date(YOUNG + 18, 3, 5), True)


def test_the_day_may_stay_open(signed_in, gunay):
    page = signed_in(gunay).post(reverse("account_age"), {"skip": "1"})
    assert page.url == reverse("account_guardian")


@pytest.mark.database
def test_an_unknown_age_is_asked_with_a_way_not_to_say_the_year(signed_in):
    person = factories.person("Leyla", phone=PHONE, language="en")
    browser = signed_in(person)
    assert "take special care of the young" in browser.get(reverse("account_age")).content.decode()
    assert browser.post(reverse("account_age"), {"skip": "1"}).status_code == 200
    assert browser.post(reverse("account_age"), {"side": "grown", "next": "/help/"}).url == "/help/"
    person.refresh_from_db()
    assert (person.birth_year, person.guarded, is_minor(person)) == (None, False, False)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"side": "young"}, "four digits"),
        ({"side": "young", "year": "1960"}, "is 18 or older"),
        ({"side": "young", "year": str(YOUNG), "day": "31", "month": "2"}, "no such day"),
        ({}, "choose one of the two"),
    ],
)
def test_what_does_not_fit_is_said_in_words(signed_in, said, words):
    person = factories.person("Günay", phone=PHONE, language="en")
    assert words in signed_in(person).post(reverse("account_age"), said).content.decode()


@pytest.mark.database
def test_nobody_makes_themselves_an_adult(signed_in, gunay):
    browser = signed_in(gunay)
    browser.post(reverse("account_welcome"), {"birth_year": "1990"})
    browser.post(reverse("account_age"), {"side": "grown"})
    details = {"name": "Günay", "form_of_address": "", "language": "en", "papers_name": ""}
    for year in ("1990", ""):
        browser.post(reverse("account_details"), {**details, "birth_year": year})
    tell_age(gunay, birth_year=1990)
    gunay.refresh_from_db()
    assert (gunay.birth_year, is_minor(gunay), gunay.adult_from) == (YOUNG, True, None)


def test_a_minor_is_no_teacher(signed_in, gunay):
    browser = signed_in(gunay)
    assert browser.get(reverse("account_teach")).status_code == 403
    assert browser.post(reverse("account_teach")).status_code == 403
    assert not gunay.account.groups.filter(name="elder").exists()


# The minor asks ------------------------------------------------------------------------------------
@pytest.mark.database
def test_asking_writes_to_the_guardian_with_the_first_name_alone(signed_in, gunay, django_capture_on_commit_callbacks):
    browser = signed_in(gunay)
    with django_capture_on_commit_callbacks(execute=True):
        said = {"name": "Sevinc", "relation": "mother", "address": "055 765 43 21", "language": "en"}
        assert browser.post(reverse("account_guardian"), said).status_code == 302
    row = Guardianship.objects.get()
    assert (row.state, row.contact, row.guardian.name) == (GuardianState.ASKED, MOTHERS, "Sevinc")
    assert not Account.objects.filter(person=row.guardian).exists()
    notice = Notice.objects.get(kind="guardian_asked")
    assert notice.person == row.guardian and notice.facts["child"] == "Günay"
    assert notice.facts["address"] == f"/guardian/{row.token}/"
    page = browser.get(reverse("account_guardian")).content.decode()
    assert "We have asked Sevinc." in page and "055 765 43 21" in page
    entry = Entry.objects.get(kind=Kind.GUARDIAN_ASKED)
    assert entry.facts == {"relation": "mother"}


@pytest.mark.parametrize("own", [PHONE, "gunay@example.com", "gunay+ana@example.com", "GUNAY@example.com"])
def test_the_childs_own_address_is_no_guardians(signed_in, own):
    minor = girl(email="gunay@example.com")
    said = {"name": "Sevinc", "relation": "mother", "address": own, "language": "en"}
    page = signed_in(minor).post(reverse("account_guardian"), said)
    assert "This is your own address" in page.content.decode()
    with pytest.raises(GuardianRefused) as refused:
        asked(minor, value=own, kind=EMAIL if "@" in own else BY_PHONE)
    assert refused.value.reason == "own"
    assert not Guardianship.objects.exists()


def test_dots_do_not_make_another_mailbox():
    assert same_box("gu.nay+x@gmail.com", "gunay@googlemail.com")
    assert not same_box("gu.nay@example.com", "gunay@example.com")


def test_the_guardians_address_does_not_become_the_childs(signed_in, gunay):
    asked(gunay, value="ana@example.com", kind=EMAIL)
    browser = signed_in(gunay)
    page = browser.post(reverse("account_address"), {"address": "Ana+x@example.com"})
    assert "Your parent or guardian answers at this address" in page.content.decode()
    from elearn.people.domain.register import prove_address

    assert not prove_address(gunay.account, kind=EMAIL, value="ana@example.com")
    assert not is_own(gunay, "ana@example.com")


def test_another_address_closes_the_first_and_forgets_whom_it_reached(guest, gunay):
    first = asked(gunay)
    old = first.token
    second = asked(gunay, value=FATHERS)
    first.refresh_from_db()
    assert (first.state, first.contact, first.guardian) == (GuardianState.REPLACED, "", None)
    assert not Person.objects.filter(contact_points__value=MOTHERS).exists()
    assert guest.get(reverse("guardian", args=[old])).status_code == 404
    assert guardianship_of(gunay) == second


def test_there_is_an_end_to_asking(gunay):
    row = asked(gunay)
    assert [remind_guardian(row) for _again in range(4)] == [True, True, True, False]
    for _again in range(4):
        row = asked(gunay)
    with pytest.raises(GuardianRefused) as refused:
        asked(gunay)
    assert refused.value.reason == "too_many"


def test_only_the_minor_sees_their_page(visitor, signed_in):
    for name in ("account_age", "account_guardian", "account_shown_name"):
        assert visitor.get(reverse(name)).url == f"{reverse('account_login')}?next={reverse(name)}"
    browser = signed_in(factories.person("Leyla", email="l@example.com", birth_year=1955))
    assert browser.get(reverse("account_guardian")).url == reverse("desk:home")
    assert browser.get(reverse("account_shown_name")).url == reverse("desk:home")


def test_a_minor_says_which_word_is_the_first_name(signed_in):
    aylin = factories.person("Aslan Aylin", email="aylin@example.com", birth_year=YOUNG)
    assert api.public_name(aylin) == "Aslan"  # nothing tells which it is
    browser = signed_in(aylin)
    details = browser.get(reverse("account_details")).content.decode()
    assert "Others see only: <strong>Aslan</strong>" in details and reverse("account_shown_name") in details
    assert browser.post(reverse("account_shown_name"), {"first": "Aslan Aylin"}).status_code == 200
    assert browser.post(reverse("account_shown_name"), {"first": "Aylin"}).url == reverse("account_details")
    aylin.refresh_from_db()
    assert (api.public_name(aylin), aylin.shown_name) == ("Aylin", "Aylin")
    aylin.papers_name = "Aslan Aylin Emil qızı"
    aylin.save()
    assert api.public_name(aylin) == "Aylin"


# The guardian answers ------------------------------------------------------------------------------
@pytest.mark.database
def test_the_guardian_agrees_with_a_code_of_their_own(guest, gunay):
    row = asked(gunay)
    page = guest.get(reverse("guardian", args=[row.token]))
    words = page.content.decode()
    assert "May Günay learn here?" in words and SURNAME not in words
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    decide = prove(guest, row)
    assert decide == reverse("guardian_decide", args=[row.token])
    assert "Please confirm" in guest.post(decide, {"action": "agree"}).content.decode()
    done = guest.post(decide, {"action": "agree", "is_guardian": "on"})
    assert "You have agreed" in done.content.decode() and SURNAME not in done.content.decode()
    row.refresh_from_db()
    assert (row.state, row.way, row.text_version, row.text_language) == (GuardianState.AGREED, "code", "2026-11", "en")
    assert not needs_guardian(gunay)
    assert row.guardian.contact_points.get().verified_at
    assert set(Notice.objects.values_list("kind", flat=True)) == {
        "guardian_asked", "guardian_agreed", "guardian_thanks",
    }  # fmt: skip
    assert Entry.objects.filter(kind=Kind.GUARDIAN_AGREED).count() == 1


def test_without_the_code_nothing_is_decided(guest, gunay):
    row = asked(gunay)
    decide = reverse("guardian_decide", args=[row.token])
    for answer in ("agree", "refuse"):
        assert guest.post(decide, {"action": answer, "is_guardian": "on"}).url == reverse("guardian", args=[row.token])
    guest.post(reverse("guardian", args=[row.token]), {"action": "code"})
    guest.post(reverse("guardian_code", args=[row.token]), {"code": "000000"})
    assert guest.post(decide, {"action": "agree", "is_guardian": "on"}).status_code == 302
    row.refresh_from_db()
    assert row.state == GuardianState.ASKED


def test_a_code_for_one_child_does_not_decide_for_another(guest, gunay):
    other = asked(factories.person("Murad Quliyev", email="murad@example.com", birth_year=YOUNG), value=FATHERS)
    row = asked(gunay)
    prove(guest, row)
    decide = reverse("guardian_decide", args=[other.token])
    assert guest.post(decide, {"action": "agree", "is_guardian": "on"}).url == reverse("guardian", args=[other.token])
    guest.post(reverse("guardian", args=[row.token]), {"action": "code"})
    assert guest.get(reverse("guardian_code", args=[other.token])).url == reverse("guardian", args=[other.token])


def test_the_code_goes_to_the_guardian_and_never_to_who_opens_the_page(signed_in, gunay):
    row = asked(gunay)
    browser = signed_in(gunay)
    browser.post(reverse("guardian", args=[row.token]), {"action": "code", "contact": PHONE, "address": PHONE})
    assert set(MailboxMessage.objects.values_list("to", flat=True)) == {MOTHERS}


def test_a_code_is_not_asked_for_without_end(guest, gunay):
    row = asked(gunay)
    for _again in range(6):
        guest.post(reverse("guardian", args=[row.token]), {"action": "code"})
    assert MailboxMessage.objects.filter(to=MOTHERS).count() == 5


@pytest.mark.parametrize("change", ["last", "number", "text", "long"])
def test_an_address_that_is_not_ours_opens_nothing(guest, gunay, change):
    row = asked(gunay)
    number, signature = row.token.split("-")
    token = {
        "last": f"{number}-{signature[:-1]}{'0' if signature[-1] != '0' else '1'}",
        "number": f"{int(number) + 1}-{signature}",
        "text": "günay-1",
        "long": f"{'9' * 30}-{signature}",
    }[change]
    assert guest.get(reverse("guardian", args=[token])).status_code == 404
    assert guest.get(reverse("guardian_code", args=[token])).status_code == 404
    assert guest.get(reverse("guardian_decide", args=[token])).status_code == 404


def test_the_guardian_says_no_and_the_child_cannot_go_round_it(guest, gunay):
    row = asked(gunay)
    assert "You have said no" in guest.post(prove(guest, row), {"action": "refuse"}).content.decode()
    assert Notice.objects.filter(kind="guardian_refused", person=gunay).exists()
    with pytest.raises(GuardianRefused) as refused:
        asked(gunay, value=FATHERS)
    assert refused.value.reason == "no"
    # The guardian may still say yes by the same address.
    done = guest.post(prove(guest, row), {"action": "agree", "is_guardian": "on"})
    assert "You have agreed" in done.content.decode()
    assert not needs_guardian(gunay)


def test_a_no_cannot_be_gone_round_in_the_browser_either(signed_in, gunay):
    refuse(asked(gunay))
    said = {"name": "Rauf", "relation": "father", "address": FATHERS, "language": "en"}
    page = signed_in(gunay).post(reverse("account_guardian"), said)
    assert page.status_code == 200 and "has not agreed for now" in page.content.decode()
    assert Guardianship.objects.count() == 1


def test_the_guardian_withdraws_at_any_time(guest, gunay):
    row = agree(asked(gunay), way=Way.CODE, language="en")
    assert "You have agreed that Günay learns here" in guest.get(reverse("guardian", args=[row.token])).content.decode()
    done = guest.post(prove(guest, row), {"action": "refuse"})
    assert "consent is withdrawn" in done.content.decode()
    row.refresh_from_db()
    assert (row.state, row.withdrawn_at is not None, needs_guardian(gunay)) == (GuardianState.WITHDRAWN, True, True)
    assert Notice.objects.filter(kind="guardian_withdrew", person=gunay).exists()
    assert Entry.objects.filter(kind=Kind.GUARDIAN_WITHDREW).exists()


def test_a_stranger_who_got_the_message_is_forgotten(guest, gunay):
    row = asked(gunay)
    done = guest.post(reverse("guardian", args=[row.token]), {"action": "mistaken"})
    assert "We have forgotten your address" in done.content.decode()
    row.refresh_from_db()
    assert (row.state, row.contact, row.guardian) == (GuardianState.MISTAKEN, "", None)
    assert not Person.objects.filter(name="Sevinc Zərqələmova").exists()
    assert asked(gunay, value=FATHERS).is_open


def test_who_has_agreed_is_not_forgotten_by_a_click(guest, gunay):
    row = agree(asked(gunay), way=Way.CODE, language="en")
    guest.post(reverse("guardian", args=[row.token]), {"action": "mistaken"})
    assert guardianship_of(gunay).is_agreed


def test_a_friend_who_is_a_minor_too_is_no_guardian(guest, gunay):
    factories.person("Murad Quliyev", phone=MOTHERS, birth_year=YOUNG)
    row = asked(gunay)
    page = guest.post(prove(guest, row), {"action": "agree", "is_guardian": "on"})
    assert "has to be an adult" in page.content.decode()
    assert needs_guardian(gunay)


def test_an_address_that_became_the_childs_own_cannot_agree(gunay):
    row = asked(gunay)
    ContactPoint.objects.create(person=gunay, kind=BY_PHONE, value=MOTHERS)
    with pytest.raises(GuardianRefused) as refused:
        agree(row, way=Way.CODE, language="en")
    assert refused.value.reason == "own"


@pytest.mark.database
def test_a_guardian_whom_we_know_is_known_by_their_own_account(gunay):
    mother = factories.person("Sevinc xanım Zərqələmova", phone=MOTHERS, birth_year=1980)
    row = agree(asked(gunay), way=Way.CODE, language="en")
    assert row.guardian == mother
    assert Person.objects.filter(name__startswith="Sevinc").count() == 1


def test_the_yes_stands_among_the_consents_and_ends_with_it(gunay):
    row = agree(asked(gunay), way=Way.CODE, language="ru")
    consent = Consent.objects.get(person=gunay, kind="guardian")
    assert (consent.state, consent.answered_by, consent.language) == ("given", row.guardian, "ru")
    api.withdraw_consent(consent, by=None)
    row.refresh_from_db()
    assert (row.state, needs_guardian(gunay)) == (GuardianState.WITHDRAWN, True)
    agree(row, way=Way.CODE, language="az")
    refuse(row)
    consent.refresh_from_db()
    assert consent.state == "withdrawn"


# Staff ---------------------------------------------------------------------------------------------
@pytest.fixture
def operator(db):
    return factories.staff("Səbinə Quluzadə", "operator")


HEARD = {
    "name": "Sevinc", "relation": "mother", "address": "012 498 12 34", "language": "az", "heard": "on",
    "action": "agree",
}  # fmt: skip


@pytest.mark.database
def test_an_operator_writes_down_what_was_said_by_phone(signed_in, operator, gunay):
    browser = signed_in(operator)
    address = reverse("people:guardian", args=[gunay.pk])
    assert browser.get(address).status_code == 200
    assert "only when you have spoken" in browser.post(address, {**HEARD, "heard": ""}).content.decode()
    browser.post(address, HEARD)
    row = guardianship_of(gunay)
    assert (row.state, row.way, row.recorded_by) == (GuardianState.AGREED, "phone", operator.account)
    browser.post(address, {"action": "refuse", "row": row.pk})
    assert needs_guardian(gunay)


@pytest.mark.database
def test_staff_may_record_a_yes_after_a_no(operator, gunay):
    refuse(asked(gunay))
    row = record_consent(
        gunay, name="Sevinc", relation=Relation.MOTHER, kind=BY_PHONE, value=MOTHERS, language="az",
        by=operator.account,
    )  # fmt: skip
    assert row.is_agreed


def test_nobody_records_their_own_guardian(gunay):
    with pytest.raises(GuardianRefused) as refused:
        record_consent(
            gunay, name="S", relation=Relation.MOTHER, kind=BY_PHONE, value=MOTHERS, language="az", by=gunay.account
        )
    assert refused.value.reason == "self"
    assert needs_guardian(gunay)


@pytest.mark.parametrize("role", ["learner", "elder", "trainer", "partner", "safeguarding"])
def test_others_may_not(signed_in, gunay, role):
    browser = signed_in(factories.staff("Murad", role))
    for ask in (browser.get, browser.post):
        assert ask(reverse("people:guardian", args=[gunay.pk])).status_code in (302, 403)
    assert needs_guardian(gunay)


# Time ----------------------------------------------------------------------------------------------
def test_nobody_answers_for_thirty_days(guest, gunay):
    row = asked(gunay)
    Guardianship.objects.update(asked_at=timezone.now() - timedelta(days=30))
    assert by_token(row.token) is None
    assert guest.get(reverse("guardian", args=[row.token])).status_code == 404
    assert sweep_guardians() == 1
    row.refresh_from_db()
    assert (row.state, row.contact, row.guardian) == (GuardianState.EXPIRED, "", None)
    assert not Person.objects.filter(name__startswith="Sevinc").exists()


@pytest.mark.database
def test_coming_of_age_hands_the_account_over(gunay):
    row = agree(asked(gunay), way=Way.CODE, language="en")
    day = timezone.now() + timedelta(days=365 * 4)
    assert sweep_guardians(day - timedelta(days=365 * 3)) == 0
    Person.objects.filter(pk=gunay.pk).update(birth_year=YOUNG - 4)
    assert sweep_guardians() == 1
    gunay.refresh_from_db()
    row.refresh_from_db()
    assert (gunay.guarded, gunay.chooses_name, row.state) == (False, True, GuardianState.OF_AGE)
    kinds = set(Notice.objects.values_list("kind", "person"))
    assert ("came_of_age", gunay.pk) in kinds and ("guardian_ended", row.guardian_id) in kinds
    assert sweep_guardians() == 0


@pytest.mark.database
def test_the_first_name_stays_until_the_person_chooses(signed_in, gunay):
    Person.objects.filter(pk=gunay.pk).update(birth_year=YOUNG - 4)
    gunay.refresh_from_db()
    assert not is_minor(gunay) and public_name(gunay) == "Günay"
    sweep_guardians()
    gunay.refresh_from_db()
    assert public_name(gunay) == "Günay"
    browser = signed_in(gunay)
    assert reverse("account_shown_name") in browser.get(reverse("desk:home")).content.decode()
    assert browser.post(reverse("account_shown_name"), {"shown": "full"}).url == reverse("desk:home")
    gunay.refresh_from_db()
    assert (public_name(gunay), gunay.chooses_name) == (f"Günay {SURNAME}", False)
    assert public_name(choose_name(gunay, full=False)) == "Günay"


# Two records ---------------------------------------------------------------------------------------
def test_a_merge_carries_the_guardian_over_and_makes_nobody_an_adult(gunay):
    agree(asked(gunay), way=Way.CODE, language="en")
    keep = factories.person(f"Günay {SURNAME}", email="g@example.com", birth_year=1990)
    api.merge(keep, gunay, by=None)
    keep.refresh_from_db()
    assert (keep.birth_year, keep.guarded, needs_guardian(keep)) == (YOUNG, True, False)
    assert public_name(keep) == "Günay"


@pytest.mark.database
def test_of_two_requests_the_one_agreed_to_goes_on(gunay):
    other = girl(phone="", email="g@example.com")
    asked(gunay)
    agreed = agree(asked(other, value=FATHERS), way=Way.CODE, language="en")
    api.merge(gunay, other, by=None)
    assert guardianship_of(gunay) == agreed


@pytest.mark.database
def test_the_guardians_record_may_be_merged(gunay):
    row = agree(asked(gunay), way=Way.CODE, language="en")
    mother = factories.person("Sevinc", email="s@example.com", birth_year=1980)
    api.merge(mother, row.guardian, by=None)
    row.refresh_from_db()
    assert row.guardian == mother
