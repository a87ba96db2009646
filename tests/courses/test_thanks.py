"""A few words to the teacher: who may write, what arrives, what is shown, and what is not."""

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from courses import api
from courses.domain.talk import thanks
from courses.errors import AlreadyThanked, NotBegunYet
from courses.models import LessonProgress, Thanks
from elearn.notices.models import Notice
from elearn.people.api import merge
from elearn.people.models import Role
from elearn.safety import api as safety
from tests import factories

pytestmark = pytest.mark.django_db
WORDS = "Çox sağ olun, nənəm üçün toxudum!"


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


@pytest.fixture
def leyla():
    return factories.person("Leyla Əliyeva", birth_year=1955, email="leyla@thanks.example", roles=[Role.ELDER])


@pytest.fixture
def lesson(leyla):
    _, [lesson] = factories.course_with({"film": factories.ready_film(30)}, teacher=leyla)
    return lesson


@pytest.fixture
def rena():
    person = factories.staff("Rəna", "coordinator", language="en")
    safety.prepare()
    return person.account


def learner(lesson, name="Günay Məmmədova", year=2000, begun=True):
    key = name.split()[0].lower().encode("ascii", "ignore").decode()
    person = factories.person(name, birth_year=year, email=f"{key}@thanks.example", language="en")
    if begun:
        enrolment = api.enrol(person, lesson.get_parent().specific)
        LessonProgress.objects.create(enrolment=enrolment, lesson=lesson, watched_at=timezone.now())
    return person


def sign_in(client, person):
    client.cookies["language"] = "en"
    client.force_login(person.account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def passed_on(lesson, rena, person=None, **more):
    note = api.thank(person or learner(lesson), lesson, text=more.pop("text", WORDS), **more)
    safety.decide(note.submission, by=rena, approve=True)
    note.refresh_from_db()
    return note


# Writing -------------------------------------------------------------------------------------------
@pytest.mark.database
def test_from_the_form_to_the_teachers_desk(client, lesson, leyla, rena):
    gunay = learner(lesson)
    browser = sign_in(client, gunay)
    address = reverse("courses:thanks", args=[lesson.pk])
    assert address in browser.get(lesson.url).text
    done = browser.post(address, {"text": WORDS, "is_public": "on"})
    assert done["location"].endswith(lesson.url)
    note = Thanks.objects.get()
    assert (note.person, note.teacher, note.submission.state, note.is_public) == (gunay, leyla, "waiting", True)
    assert not Notice.objects.filter(kind="thanks_arrived").exists()
    assert WORDS not in browser.get(lesson.url).text
    assert browser.get(address).url == reverse("safety:my_words", args=[note.submission_id])

    safety.decide(note.submission, by=rena, approve=True)
    told = Notice.objects.get(kind="thanks_arrived")
    assert (told.person, told.facts["name"], told.facts["text"]) == (leyla, "Günay Məmmədova", WORDS)
    assert WORDS in browser.get(lesson.url).text
    browser = sign_in(client, leyla)
    assert WORDS in browser.get(reverse("desk:home")).text
    assert WORDS in browser.get(reverse("courses:my_thanks")).text


def test_who_has_not_begun_may_not(client, lesson):
    murad = learner(lesson, "Murad Quliyev", begun=False)
    with pytest.raises(NotBegunYet):
        api.thank(murad, lesson, text=WORDS)
    browser = sign_in(client, murad)
    address = reverse("courses:thanks", args=[lesson.pk])
    assert "Please watch a little" in browser.get(address).text
    assert browser.post(address, {"text": WORDS}).status_code == 422
    assert not Thanks.objects.exists()


def test_opening_the_film_is_beginning(lesson):
    gunay = factories.person("Günay Məmmədova", birth_year=2000)
    api.enrol(gunay, lesson.get_parent().specific)
    opened = api.open_playback(gunay, lesson)
    with pytest.raises(NotBegunYet):
        api.thank(gunay, lesson, text=WORDS)
    api.begin(opened.session)
    assert api.thank(gunay, lesson, text=WORDS).pk


def test_the_teacher_does_not_thank_themselves(lesson, leyla):
    enrolment = api.enrol(leyla, lesson.get_parent().specific)
    LessonProgress.objects.create(enrolment=enrolment, lesson=lesson)
    with pytest.raises(NotBegunYet):
        api.thank(leyla, lesson, text=WORDS)


def test_a_minor_without_consent_may_not(lesson):
    aysel = learner(lesson, "Aysel Quliyeva", 2012)
    with pytest.raises(NotBegunYet):
        api.thank(aysel, lesson, text=WORDS)


def test_a_visitor_signs_in_first(client, lesson):
    address = reverse("courses:thanks", args=[lesson.pk])
    for answer in (client.get(address), client.post(address, {"text": WORDS})):
        assert answer["location"].startswith("/sign-in/")


def test_a_number_is_shown_back_and_the_words_are_kept(client, lesson):
    browser = sign_in(client, learner(lesson))
    answer = browser.post(reverse("courses:thanks", args=[lesson.pk]), {"text": "Yazın: 050 123 45 67"})
    assert answer.status_code == 422
    assert "Please take out “050 123 45 67”" in answer.text
    assert "Yazın: 050 123 45 67</textarea>" in answer.text
    assert not Thanks.objects.exists()


def test_five_hundred_characters(client, lesson):
    browser = sign_in(client, learner(lesson))
    assert browser.post(reverse("courses:thanks", args=[lesson.pk]), {"text": "ə" * 501}).status_code == 422
    assert browser.post(reverse("courses:thanks", args=[lesson.pk]), {"text": "ə" * 500}).status_code == 302


@pytest.mark.database
def test_once_and_again_after_it_was_declined(lesson, rena):
    gunay = learner(lesson)
    note = api.thank(gunay, lesson, text=WORDS)
    with pytest.raises(AlreadyThanked):
        api.thank(gunay, lesson, text="Bir də!")
    safety.decide(note.submission, by=rena, approve=False, reason="unclear")
    again = api.thank(gunay, lesson, text="Bir də!")
    assert (again.pk, again.submission.text, again.submission.state) == (note.pk, "Bir də!", "waiting")
    safety.decide(again.submission, by=rena, approve=True)
    with pytest.raises(AlreadyThanked):
        api.thank(gunay, lesson, text="Üç")


def test_a_coordinator_who_teaches_does_not_let_her_own_thanks_through(rena):
    _, [lesson] = factories.course_with({"text": "<p>Salam</p>"}, teacher=rena.person)
    note = api.thank(learner(lesson), lesson, text=WORDS)
    with pytest.raises(safety.NotTheirs):
        safety.decide(note.submission, by=rena, approve=True)


# What is shown -------------------------------------------------------------------------------------
def test_only_who_agreed_and_is_known_to_be_grown_up_is_shown_under_the_lesson(client, lesson, rena):
    passed_on(lesson, rena, learner(lesson, "Günay Məmmədova", 2000), text="Açıq", is_public=True)
    passed_on(lesson, rena, learner(lesson, "Murad Quliyev", 2000), text="Ustad üçün")
    passed_on(lesson, rena, learner(lesson, "Nigar Səfərova", None), text="Yaşı bilinmir", is_public=True)
    page = client.get(lesson.url).text
    assert "Açıq" in page and "Günay Məmmədova" in page
    assert "Ustad üçün" not in page
    assert "Yaşı bilinmir" not in page


def test_a_minors_words_reach_the_teacher_with_the_first_name_alone(client, lesson, leyla, rena, monkeypatch):
    aysel = learner(lesson, "Aysel Quliyeva", 2012)
    monkeypatch.setattr(thanks, "needs_guardian", lambda person: False)
    note = passed_on(lesson, rena, aysel, is_public=True)
    assert note.submission.handling == "waits"
    assert WORDS not in client.get(lesson.url).text
    browser = sign_in(client, leyla)
    for address in (reverse("desk:home"), reverse("courses:my_thanks")):
        page = browser.get(address).text
        assert WORDS in page and "Aysel" in page
        assert "Quliyeva" not in page
    assert Notice.objects.get(kind="thanks_arrived").facts["name"] == "Aysel"


def test_a_minor_is_not_asked_to_be_public_and_cannot_be(client, lesson, monkeypatch):
    aysel = learner(lesson, "Aysel Quliyeva", 2012)
    LessonProgress.objects.get_or_create(enrolment=aysel.enrolments.get(), lesson=lesson)
    monkeypatch.setattr(thanks, "needs_guardian", lambda person: False)
    browser = sign_in(client, aysel)
    address = reverse("courses:thanks", args=[lesson.pk])
    assert "is_public" not in browser.get(address).text
    browser.post(address, {"text": WORDS, "is_public": "on"})
    assert Thanks.objects.get().is_public is False


def test_a_concern_takes_words_away_everywhere(client, lesson, leyla, rena):
    note = passed_on(lesson, rena, is_public=True)
    link = f"subject=thanks%3A{note.pk}"
    assert link in client.get(lesson.url).text
    safety.report("Ünvan var", about="", subject=f"thanks:{note.pk}", states_risk=True)
    assert WORDS not in client.get(lesson.url).text
    browser = sign_in(client, leyla)
    assert WORDS not in browser.get(reverse("desk:home")).text
    assert WORDS not in browser.get(reverse("courses:my_thanks")).text


def test_words_that_wait_cannot_be_hunted_by_their_number(client, lesson):
    note = api.thank(learner(lesson), lesson, text=WORDS)
    assert safety.find_subject(f"thanks:{note.pk}") is None


def test_taken_back_it_is_gone(client, lesson, rena):
    note = passed_on(lesson, rena, is_public=True)
    safety.withdraw(note.submission, by=note.person)
    assert WORDS not in client.get(lesson.url).text


# The teacher ---------------------------------------------------------------------------------------
@pytest.mark.database
def test_the_teacher_puts_words_away_and_takes_them_out(client, lesson, leyla, rena):
    note = passed_on(lesson, rena, is_public=True)
    browser = sign_in(client, leyla)
    browser.post(reverse("courses:put_away_thanks", args=[note.pk]), {"deed": "hide"})
    assert WORDS not in browser.get(lesson.url).text
    assert WORDS not in browser.get(reverse("desk:home")).text
    assert WORDS in browser.get(reverse("courses:my_thanks")).text
    browser.post(reverse("courses:put_away_thanks", args=[note.pk]), {"deed": "show"})
    assert WORDS in browser.get(lesson.url).text


def test_another_teacher_and_a_learner_may_not(client, lesson, rena):
    note = passed_on(lesson, rena, is_public=True)
    other = factories.person("Anna", email="anna@thanks.example", birth_year=1950, roles=[Role.ELDER])
    address = reverse("courses:put_away_thanks", args=[note.pk])
    assert sign_in(client, other).post(address).status_code == 404
    assert WORDS not in client.get(reverse("courses:my_thanks")).text
    assert sign_in(client, note.person).post(address).status_code == 403
    assert client.get(reverse("courses:my_thanks")).status_code == 403
    client.logout()
    assert client.get(reverse("courses:my_thanks")).status_code == 302
    note.refresh_from_db()
    assert note.put_away_at is None


@pytest.mark.parametrize("count", [1, 3])
def test_what_is_under_a_lesson_costs_two_queries(lesson, rena, django_assert_num_queries, count):
    for number in range(count):
        passed_on(lesson, rena, learner(lesson, f"{'ABC'[number]}li Quliyev"), is_public=True)
    with django_assert_num_queries(2):
        assert len(thanks.under(lesson)) == count


# Two records of one person -------------------------------------------------------------------------
@pytest.mark.database
def test_what_was_passed_on_stays_when_two_records_become_one(lesson, rena):
    keep, absorb = learner(lesson, "Günay Məmmədova"), learner(lesson, "Gunay M")
    first = api.thank(keep, lesson, text="Birinci")
    second = passed_on(lesson, rena, absorb, text="İkinci")
    merge(keep, absorb, by=None)
    note = Thanks.objects.get()
    assert (note.pk, note.person, note.submission.person) == (second.pk, keep, keep)
    first.submission.refresh_from_db()
    assert first.submission.state == "withdrawn"


@pytest.mark.database
def test_a_teachers_thanks_move_with_the_teacher(lesson, leyla, rena):
    note = passed_on(lesson, rena)
    keep = factories.person("Leyla Əliyeva", birth_year=1955)
    merge(keep, leyla, by=None)
    note.refresh_from_db()
    note.submission.refresh_from_db()
    assert (note.teacher, note.submission.to) == (keep, keep)
    assert thanks.newest_for(keep, 3) == [note]
