"""What a concern hides is named nowhere: no list, no desk, no link to a form; teacher and staff read how it stands."""

import pytest
from django.core.cache import cache
from django.urls import reverse

import courses.api as school
from courses.domain.watching import playback
from courses.errors import HiddenNow
from courses.models import Contribution, LessonPage
from elearn.people.models import Role
from elearn.safety import api
from elearn.safety.models import Hidden
from media_pipeline.models import Film
from tests import factories
from tests.courses.papers import sent_contribution

pytestmark = pytest.mark.django_db
WORDS = "Şəxsi ünvan görünür"


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


@pytest.fixture
def officer(db):
    return factories.staff("Sevda", "safeguarding", language="en")


@pytest.fixture
def gunay(db):
    return factories.person("Günay Məmmədova", birth_year=2000, email="gunay@hiding.example", language="en")


@pytest.fixture
def murad(db):
    return factories.person("Murad Quliyev", birth_year=2000, email="murad@hiding.example", language="en")


@pytest.fixture
def lesson(db):
    _, [lesson] = factories.course_with({"film": factories.ready_film(30), "text": "<p>Salam</p>"})
    return lesson


def risk(subject, person=None):
    return api.report(WORDS, about="", person=person, subject=subject, states_risk=True)


def pages_of(browser, course, lesson) -> str:
    """All that lists lessons or courses, in one text."""
    addresses = [
        "/en/", course.get_parent().get_parent().url, course.get_parent().url, course.url, "/desk/",
        reverse("courses:mine", args=[course.pk]), reverse("courses:leave", args=[course.pk]),
        reverse("courses:enrol", args=[course.pk]), lesson.url,
        reverse("safety:concern") + f"?subject=lesson:{lesson.pk}",
        reverse("safety:concern") + f"?subject=course:{course.pk}",
        reverse("safety:concern") + f"?subject=film:{lesson.film_id}",
    ]  # fmt: skip
    return "\n".join(browser.get(address, follow=True).content.decode() for address in addresses)


@pytest.fixture
def two_lessons(db):
    course, lessons = factories.course_with(
        {"film": factories.ready_film(30), "title": "Birinci naxış"}, {"text": "<p>Salam</p>", "title": "İkinci düyün"},
        title="Naxışlı corab",
    )  # fmt: skip
    return course, lessons


def test_a_hidden_lesson_is_named_in_no_list(visitor, signed_in, officer, gunay, murad, two_lessons):
    course, (first, second) = two_lessons
    school.enrol(gunay, course)
    learner = signed_in(gunay)
    before = pages_of(learner, course, first)
    assert "Birinci naxış" in before
    risk(f"lesson:{first.pk}", murad)
    for browser in (learner, visitor):
        after = pages_of(browser, course, first)
        assert ("Birinci naxış" in after, "İkinci düyün" in after) == (False, True)
    mine = learner.get(reverse("courses:mine", args=[course.pk])).content.decode()
    assert "One lesson is not shown at the moment" in mine
    api.restore(Hidden.objects.get(subject=f"lesson:{first.pk}"), by=officer.account, words="Nothing wrong.")
    assert "Birinci naxış" in pages_of(learner, course, first)


@pytest.mark.database
def test_hiding_a_lesson_is_no_way_round_it(officer, gunay, two_lessons):
    """It is still needed while nobody has decided; one that stays hidden is not."""
    course, (first, second) = two_lessons
    enrolment = school.enrol(gunay, course)
    risk(f"lesson:{first.pk}", gunay)
    school.mark_read(gunay, second)
    enrolment.refresh_from_db()
    progress = school.progress_of(gunay, course)
    assert (enrolment.state, progress.done, progress.total, progress.held) == ("active", 1, 2, 1)
    assert school.courses_of(gunay)[0].next is None
    api.keep_hidden(Hidden.objects.get(subject=f"lesson:{first.pk}"), by=officer.account, words="Better so.")
    assert school.settle(enrolment.pk).course_completed
    assert school.progress_of(gunay, course).held == 0


def test_the_desk_of_who_waits_for_a_hidden_lesson(signed_in, officer, gunay, murad, two_lessons):
    course, (first, second) = two_lessons
    school.enrol(gunay, course)
    school.mark_read(gunay, second)
    risk(f"lesson:{first.pk}", murad)
    desk = signed_in(gunay).get("/desk/").content.decode()
    assert ("Birinci naxış" in desk, "What is left of it is not shown" in desk) == (False, True)


def test_a_lesson_is_hidden_in_every_language(officer, gunay, lesson):
    from wagtail.models import Locale

    from elearn.web.api import approved_by_the_house

    course = lesson.get_parent().specific
    english = Locale.objects.get(language_code="en")
    with approved_by_the_house("a translation of the test"):
        lesson.copy_for_translation(english, copy_parents=True)
        other = LessonPage.objects.get(translation_key=lesson.translation_key, locale=english)
        other.save_revision().publish()
    risk(f"lesson:{lesson.pk}", gunay)
    assert api.hidden_among([f"lesson:{other.pk}", f"lesson:{lesson.pk}", f"course:{course.pk}"]) == {
        f"lesson:{other.pk}", f"lesson:{lesson.pk}"
    }  # fmt: skip


def test_who_is_signed_in_hides_a_whole_course(visitor, signed_in, officer, gunay, murad, two_lessons):
    course, (first, second) = two_lessons
    school.enrol(gunay, course)
    opened = school.open_playback(gunay, first)
    learner = signed_in(gunay)
    concern = risk(f"course:{course.pk}", murad)
    for browser in (learner, visitor):
        after = pages_of(browser, course, second)
        assert [words in after for words in ("Naxışlı corab", "Birinci naxış", "İkinci düyün")] == [False] * 3
        assert browser.get(second.url).status_code == browser.get(course.url).status_code == 404
        assert browser.get(reverse("courses:lesson_mine", args=[second.pk])).status_code == 404
    assert "One of your courses is not shown" in learner.get("/desk/").content.decode()
    assert Film.objects.get(pk=first.film_id).blocked_at is not None
    with pytest.raises(HiddenNow):
        playback.playlist(opened.session)
    browser = signed_in(officer)
    assert browser.get(course.url).status_code == browser.get(second.url).status_code == 200
    done = {"hidden": f"course:{course.pk}", "deed": "restore", "words": "Nothing wrong."}
    browser.post(reverse("concerns:read", args=[concern.pk]), done)
    assert Film.objects.get(pk=first.film_id).blocked_at is None
    assert "Naxışlı corab" in pages_of(learner, course, second)


def test_a_visitor_takes_the_films_out_of_a_course_and_not_its_words(visitor, officer, two_lessons):
    course, (first, second) = two_lessons
    visitor.post(reverse("safety:concern"), {"text": WORDS, "risk": "yes", "subject": f"course:{course.pk}"})
    assert list(Hidden.objects.values_list("subject", flat=True)) == [f"film:{first.film_id}"]
    assert visitor.get(course.url).status_code == 200


def test_a_film_stays_hidden_with_its_course_when_it_is_shown_again_alone(officer, gunay, murad, two_lessons):
    course, (first, _) = two_lessons
    risk(f"film:{first.film_id}", gunay)
    risk(f"course:{course.pk}", murad)
    api.restore(Hidden.objects.get(subject=f"film:{first.film_id}"), by=officer.account, words="Nothing wrong.")
    assert Film.objects.get(pk=first.film_id).blocked_at is not None
    api.restore(Hidden.objects.get(subject=f"course:{course.pk}"), by=officer.account, words="Nothing wrong.")
    assert Film.objects.get(pk=first.film_id).blocked_at is None


def test_teacher_and_staff_read_that_it_is_being_looked_into(signed_in, officer, gunay):
    leyla = factories.person(
        "Leyla Əliyeva", birth_year=1955, email="leyla@hiding.example", roles=[Role.ELDER], language="en"
    )
    contribution = sent_contribution(leyla, state="placed")
    _, [lesson] = factories.course_with({"film": contribution.film, "title": contribution.title}, teacher=leyla)
    Contribution.objects.filter(pk=contribution.pk).update(lesson=lesson)
    risk(f"lesson:{lesson.pk}", gunay)
    browser = signed_in(leyla)
    for address in ("/desk/", reverse("courses:my_films"), reverse("courses:film", args=[contribution.pk])):
        page = browser.get(address).content.decode()
        assert (contribution.title in page, "Hidden while we look into it" in page) == (True, True)
        assert lesson.url not in page
    rena = signed_in(factories.staff("Rəna", "coordinator", language="en"))
    page = rena.get(reverse("wagtailadmin_pages:edit", args=[lesson.pk])).content.decode()
    assert "Hidden while we look into it" in page
    assert rena.get(lesson.url).status_code == 404


def test_an_alias_made_afterwards_shows_nothing_either(visitor, officer, murad, two_lessons):
    """Whoever may make pages gives a hidden lesson another address, where it would be public at once."""
    course, (first, second) = two_lessons
    risk(f"lesson:{first.pk}", murad)
    made = first.create_alias(parent=course, update_slug="basqa-unvan")
    made.refresh_from_db()
    assert made.live
    assert visitor.get(made.url).status_code == 404
    assert visitor.post(reverse("courses:open_lesson", args=[made.pk])).status_code == 404
    assert "Birinci naxış" not in pages_of(visitor, course, made)
