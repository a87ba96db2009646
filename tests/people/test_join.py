"""Signing up: nothing is stored before the code came back, and nobody's data is shown before either."""

import pytest
from django.contrib.auth import get_user
from django.urls import reverse

from elearn.history.models import Entry, Kind
from elearn.notices.models import MailboxMessage
from elearn.people.models import Account, ContactPoint, Person
from tests import factories

PHONE, OTHER_PHONE = "+994501234567", "+994557654321"


def sign_up(visitor, name="Günay Məmmədova", *, prove=True, **fields):
    page = visitor.post(reverse("account_signup"), {"name": name, **fields})
    if prove and page.status_code == 302:
        first = fields.get("email") or PHONE
        return visitor.post(reverse("account_join_code"), {"code": factories.last_code(first)})
    return page


@pytest.mark.database
def test_by_phone(visitor):
    page = sign_up(visitor, phone="050 123 45 67")
    assert page.url.startswith(reverse("account_welcome"))
    account = Account.objects.get()
    assert (account.phone, account.phone_verified, account.email) == (PHONE, True, None)
    assert account.person.name == "Günay Məmmədova"
    assert account.person.language == "en"
    assert [group.name for group in account.groups.all()] == ["learner"]
    assert not account.has_usable_password()
    assert get_user(visitor) == account
    contact = ContactPoint.objects.get()
    assert (contact.value, contact.verified_at is not None) == (PHONE, True)


def test_by_e_mail(visitor):
    sign_up(visitor, email="Gunay@Example.com", prove=False)
    visitor.post(reverse("account_join_code"), {"code": factories.last_code("gunay@example.com")})
    account = Account.objects.get()
    assert (account.phone, account.email) == (None, "gunay@example.com")
    assert account.emailaddress_set.get().verified


def test_several_people_without_e_mail(visitor, client):
    sign_up(visitor, phone="050 123 45 67")
    client.post(reverse("account_signup"), {"name": "Murad", "phone": "055 765 43 21"})
    client.post(reverse("account_join_code"), {"code": factories.last_code(OTHER_PHONE)})
    assert Account.objects.filter(email=None).count() == 2


def test_both_are_proved_one_after_the_other(visitor):
    page = sign_up(visitor, email="gunay@example.com", phone="050 123 45 67")
    assert page.url == reverse("account_address_code")
    account = Account.objects.get()
    assert (account.email, account.phone) == ("gunay@example.com", None)
    done = visitor.post(page.url, {"code": factories.last_code(PHONE)})
    assert done.url.startswith(reverse("account_welcome"))
    account.refresh_from_db()
    assert (account.phone, account.phone_verified) == (PHONE, True)
    assert ContactPoint.objects.exclude(verified_at=None).count() == 2


def test_the_second_address_may_wait(visitor):
    page = visitor.get(sign_up(visitor, email="gunay@example.com", phone="050 123 45 67").url)
    assert reverse("account_welcome") in page.content.decode()
    assert "Do this later" in page.content.decode()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "Give a mobile number or an e-mail address"),
        ({"phone": "12"}, "Enter a telephone number"),
        ({"phone": "012 498 12 34"}, "landline"),
        ({"email": "gunay@"}, "valid email"),
        ({"phone": PHONE, "name": " "}, "Write your name"),
    ],
)
def test_what_is_missing_is_said_in_words(visitor, fields, words):
    page = sign_up(visitor, prove=False, **fields)
    assert page.status_code == 200
    assert words in page.content.decode()
    assert not Person.objects.exists()
    assert not MailboxMessage.objects.exists()


def test_nothing_is_stored_before_the_code_came_back(visitor):
    sign_up(visitor, phone=PHONE, prove=False)
    assert not Person.objects.exists()
    assert not Account.objects.exists()


def test_it_is_noted_once_without_a_name(visitor):
    sign_up(visitor, phone=PHONE)
    entry = Entry.objects.get(kind=Kind.JOINED)
    assert entry.facts == {"role": "learner", "language": "en", "by": "phone"}


def test_who_wants_to_teach_may_at_once(visitor):
    page = visitor.get(reverse("account_signup"), {"as": "teacher"}).content.decode()
    assert 'name="as" value="teacher"' in page
    sign_up(visitor, "Leyla", phone=PHONE, **{"as": "teacher"})
    assert [group.name for group in Account.objects.get().groups.all()] == ["elder"]


def test_a_learner_may_begin_to_teach(signed_in):
    browser = signed_in(factories.staff("Günay", "learner"))
    assert browser.get(reverse("account_signup"), {"as": "teacher"}).url == reverse("account_teach")
    assert browser.get(reverse("account_teach")).status_code == 200
    browser.post(reverse("account_teach"))
    names = set(Account.objects.get().groups.values_list("name", flat=True))
    assert names == {"learner", "elder"}


def test_a_visitor_who_wants_to_teach_signs_up(visitor):
    assert visitor.get(reverse("account_teach")).url == f"{reverse('account_signup')}?as=teacher"
    visitor.post(reverse("account_teach"))
    assert not Account.objects.exists()


@pytest.mark.database
def test_a_known_address_signs_in_and_the_pages_do_not_tell_before(visitor):
    known = factories.person("Günay Məmmədova", phone=PHONE, birth_year=2005)
    page = sign_up(visitor, phone=PHONE, prove=False)
    assert page.url == reverse("account_join_code")
    done = visitor.post(page.url, {"code": factories.last_code(PHONE)})
    assert done.url == reverse("desk:home")
    assert get_user(visitor) == known.account
    assert Person.objects.count() == 1


def test_a_shared_phone_says_whose_sign_in_it_is(visitor):
    factories.person("Rauf Quliyev", phone=PHONE, birth_year=1950)
    sign_up(visitor, "Leyla Quliyeva", phone=PHONE)
    page = visitor.get(reverse("account_details")).content.decode()
    assert "already belongs to Rauf Quliyev" in page


@pytest.mark.database
def test_somebody_staff_wrote_down_gets_their_record(visitor):
    known = factories.person("Leyla xanım Quliyeva", phone=PHONE, with_account=False)
    page = sign_up(visitor, "Leyla Quliyeva", phone=PHONE, prove=False)
    assert "xanım" not in visitor.get(page.url).content.decode()
    visitor.post(page.url, {"code": factories.last_code(PHONE)})
    assert Account.objects.get().person == known
    assert ContactPoint.objects.get().verified_at


def test_somebody_else_on_that_phone_does_not(visitor):
    factories.person("Leyla Quliyeva", phone=PHONE, with_account=False)
    sign_up(visitor, "Tural", phone=PHONE)
    assert Account.objects.get().person.name == "Tural"
    assert Person.objects.count() == 2


def test_a_shared_phone_gives_nobodys_record(visitor):
    known = factories.person("Leyla Quliyeva", phone=PHONE, with_account=False)
    known.contact_points.update(is_shared=True)
    sign_up(visitor, "Leyla Quliyeva", phone=PHONE)
    assert Account.objects.get().person != known


def test_a_closed_sign_in_is_not_opened_by_signing_up(visitor):
    factories.person("Murad", phone=PHONE)
    Account.objects.update(is_active=False)
    page = sign_up(visitor, "Murad", phone=PHONE)
    assert page.status_code == 403
    assert "This sign-in is closed" in page.content.decode()
    assert not get_user(visitor).is_authenticated


def test_five_wrong_codes_end_it(visitor):
    sign_up(visitor, phone=PHONE, prove=False)
    right = factories.last_code(PHONE)
    for _try in range(4):
        page = visitor.post(reverse("account_join_code"), {"code": "abcdef"})
        assert "not the code we sent" in page.content.decode()
    page = visitor.post(reverse("account_join_code"), {"code": "abcdef"})
    assert page.url == reverse("account_signup")
    assert "Too many tries" in visitor.get(page.url).content.decode()
    visitor.post(reverse("account_join_code"), {"code": right})
    assert not Account.objects.exists()


def test_an_old_code_is_no_longer_valid(visitor):
    sign_up(visitor, phone=PHONE, prove=False)
    session = visitor.session
    session["address_proof"] = session["address_proof"] | {"sent_at": session["address_proof"]["sent_at"] - 901}
    session.save()
    page = visitor.post(reverse("account_join_code"), {"code": factories.last_code(PHONE)})
    assert page.url == reverse("account_signup")
    assert "no longer valid" in visitor.get(page.url).content.decode()
    assert not Account.objects.exists()


def test_a_code_can_be_sent_again(visitor):
    sign_up(visitor, phone=PHONE, prove=False)
    for _again in range(3):
        visitor.post(reverse("account_join_code"), {"action": "resend"})
    assert MailboxMessage.objects.count() == 3
    visitor.post(reverse("account_join_code"), {"code": factories.last_code(PHONE)})
    assert Account.objects.exists()


def test_the_way_on_is_kept_and_never_elsewhere(visitor, client):
    page = sign_up(visitor, phone=PHONE, next="/help/")
    assert page.url == f"{reverse('account_welcome')}?next=%2Fhelp%2F"
    client.post(reverse("account_signup"), {"name": "M", "phone": OTHER_PHONE, "next": "//evil.example/"})
    page = client.post(reverse("account_join_code"), {"code": factories.last_code(OTHER_PHONE)})
    assert "evil" not in page.url


def test_no_code_page_without_a_sign_up(visitor):
    assert visitor.get(reverse("account_join_code")).url == reverse("account_signup")
