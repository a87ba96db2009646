"""A whole course is translated top-down as drafts that lose nothing, and says so when it is older than its original."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, Translation

from courses import api
from courses.domain.building.lagging import lagging, lags_behind
from courses.models import CoursePage, LessonPage, ModulePage, Prerequisite, Rendering
from elearn.web.api import approve
from tests.factories import course_with, person, ready_film, staff, two_questions

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
WARNING = "This translation is older than its original. It is being updated."


@pytest.fixture
def rena():
    return staff("Rəna Həsənova", "coordinator", language="en").account


@pytest.fixture
def tural():
    return staff("Tural Nəbiyev", "coordinator", language="en").account


@pytest.fixture
def before():
    return course_with({"text": "<p>Sıfır.</p>"}, title="Əvvəlki")[0]


@pytest.fixture
def course(before):
    """A module between lessons, with everything that a lesson can hold."""
    course, _ = course_with({"text": "<p>Bir.</p>"}, title="Şərf", teacher=before.teacher)
    module = api.create_module(course, "İlmələr", introduction="Üç dərs.")
    api.create_lesson(
        module, "İlk ilmə", film=ready_film(), text="<p>İki.</p>", steps=["İpi dolayın.", ("Çəkin.", 10)],
        materials=["Yun ip"], questions=two_questions(), kind="craft",
    )  # fmt: skip
    Prerequisite.objects.create(course=course, needed=before)
    CoursePage.objects.filter(pk=course.pk).update(
        order="steps",
        seats=12,
        hours="3.5",
        opens_at=timezone.now().replace(microsecond=0) - timedelta(days=1),
        competences="Toxumaq",
    )
    return CoursePage.objects.get(pk=course.pk)


def admin(account) -> Client:
    client = Client()
    client.cookies["language"] = "en"
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def submit(account, page, *, subtree: bool = True, language: str = "ru"):
    said = {"locales": [Locale.objects.get(language_code=language).pk], "include_subtree": "on" if subtree else ""}
    return admin(account).post(f"/admin/localize/submit/page/{page.pk}/", said)


def translation_of(page, language: str = "ru"):
    return Page.objects.get(translation_key=page.translation_key, locale__language_code=language).specific


def words(page, text: str = "Слово") -> None:
    """Translate every sentence of a page."""
    translation = Translation.objects.get(source__object_id=page.translation_key, target_locale__language_code="ru")
    for segment in translation.source.stringsegment_set.select_related("string", "context"):
        StringTranslation.objects.update_or_create(
            translation_of=segment.string, locale=translation.target_locale, context=segment.context,
            defaults={"data": text, "translation_type": "manual"},
        )  # fmt: skip


def publish(page, by, approved_by, **changes):
    page = page.specific_class.objects.get(pk=page.pk)
    for name, value in changes.items():
        setattr(page, name, value)
    revision = page.save_revision(user=by)
    approve(revision, by=approved_by)
    revision.publish(user=approved_by, skip_permission_checks=True)
    return page.specific_class.objects.get(pk=page.pk)


def test_a_coordinator_hands_over_a_whole_course_at_once(course, rena):
    submit(rena, course.get_parent(), subtree=False)
    assert submit(rena, course).status_code == 302
    made = translation_of(course)
    kinds = [type(page) for page in made.get_descendants().specific().order_by("path")]
    assert kinds == [LessonPage, ModulePage, LessonPage]
    assert not made.get_descendants(inclusive=True).live().exists()


def test_nothing_is_lost_on_the_way(course, before, rena, tural):
    topic = course.get_parent()
    submit(rena, topic, subtree=False)
    submit(rena, course)
    for page in [topic, course, *course.get_descendants()]:
        words(page)
        draft = translation_of(page)
        Translation.objects.get(source__object_id=page.translation_key).save_target(user=rena, publish=False)
        publish(translation_of(draft, "ru"), rena, tural)
    made = translation_of(course)
    assert (made.order, made.seats, str(made.hours), made.opens_at) == ("steps", 12, "3.5", course.opens_at)
    assert [row.needed for row in made.prerequisites.all()] == [before]
    assert (made.title, made.competences, made.live) == ("Слово", "Слово", True)
    lesson = LessonPage.objects.descendant_of(made).order_by("path").last()
    original = LessonPage.objects.descendant_of(course).order_by("path").last()
    assert lesson.get_parent().title == "Слово" and lesson.kind == "craft" and lesson.film == original.film
    ids = [[(block.id, block.block_type) for block in page.body] for page in (original, lesson)]
    assert ids[0] == ids[1]
    steps = lesson.block("steps").value["steps"]
    assert [(str(step["text"]), step["at"]) for step in steps] == [("Слово", None), ("Слово", 10)]
    quiz = [api.quiz_of(page).questions for page in (original, lesson)]
    assert [[q.id for q in one] for one in quiz][0] == [[q.id for q in one] for one in quiz][1]


def test_a_translated_course_does_not_follow_its_original_before_somebody_approves(course, rena, tural):
    topic = course.get_parent()
    submit(rena, topic, subtree=False)
    submit(rena, course)
    translation = Translation.objects.get(source__object_id=course.translation_key)
    words(course)
    translation.save_target(user=rena, publish=False)
    publish(translation_of(topic), rena, tural)
    made = publish(translation_of(course), rena, tural)
    CoursePage.objects.filter(pk=course.pk).update(seats=99, order="free")
    translation.source.update_from_db()
    translation.save_target(user=rena, publish=True)
    made.refresh_from_db()
    assert (made.seats, made.order) == (12, "steps")


def test_readers_and_editors_are_told_when_the_original_went_on(course, rena, tural):
    visitor = Client()
    visitor.cookies["language"] = "en"
    topic = course.get_parent()
    CoursePage.objects.filter(pk=course.pk).update(order="free")
    Prerequisite.objects.all().delete()
    course = CoursePage.objects.get(pk=course.pk)
    submit(rena, topic, subtree=False)
    submit(rena, course)
    pages = [course, *course.get_descendants().specific().order_by("path")]
    made = []
    for page in [topic, *pages]:
        words(page)
        Translation.objects.get(source__object_id=page.translation_key).save_target(user=rena, publish=False)
        made.append(publish(translation_of(page), rena, tural))
    russian, lesson = made[1], made[2]
    assert lagging().count() == 0 and WARNING not in visitor.get(russian.url).text
    publish(course, rena, tural, summary="Yeni ilmələrlə.")
    publish(pages[1], rena, tural, title="Birinci dərs")
    assert {row.page_id for row in lagging()} == {russian.pk, lesson.pk}
    assert WARNING in visitor.get(russian.url).text and f'href="{course.url}"' in visitor.get(russian.url).text
    assert WARNING in visitor.get(lesson.url).text and WARNING not in visitor.get(course.url).text
    edit = admin(rena).get(f"/admin/pages/{russian.pk}/edit/").text
    assert "older than its original" in edit and f"/admin/school/pages/{russian.pk}/compared/" in edit


@pytest.fixture
def in_russian(course, rena, tural):
    """The course and its first lesson in Russian, public and as their originals are."""
    CoursePage.objects.filter(pk=course.pk).update(order="free")
    Prerequisite.objects.all().delete()
    topic = course.get_parent()
    submit(rena, topic, subtree=False)
    submit(rena, course)
    made = []
    for page in [topic, course, course.get_children().first()]:
        words(page)
        Translation.objects.get(source__object_id=page.translation_key).save_target(user=rena, publish=False)
        made.append(publish(translation_of(page), rena, tural))
    publish(course, rena, tural)  # what a fixture wrote past the versions is in one
    for page in made[1:]:
        Rendering.objects.filter(page=page.pk).update(says_as_of=timezone.now())
    return made[1:]


def test_publishing_an_original_again_makes_no_translation_older(course, in_russian, rena, tural):
    lesson = course.get_children().first()
    for _ in range(2):
        publish(course, rena, tural)
        publish(lesson, rena, tural)
        assert lagging().count() == 0
    publish(
        course, rena, tural, seats=99, slug="serf-yeni"
    )  # terms go over by themselves, an address is each one's own
    assert lagging().count() == 0


@pytest.mark.parametrize(
    "change", [{"title": "Yeni"}, {"summary": "Yeni."}, {"hours": "4.0"}, {"competences": "Hörmək"}]
)
def test_what_really_changed_stays_marked_whatever_is_published_after(course, in_russian, rena, tural, change):
    before = {name: getattr(CoursePage.objects.get(pk=course.pk), name) for name in change}
    publish(course, rena, tural, **change)
    assert [row.page_id for row in lagging()] == [in_russian[0].pk]
    publish(course, rena, tural)  # saying it once more unmarks nothing
    assert lags_behind(in_russian[0]).pk == course.pk
    publish(course, rena, tural, **before)
    assert lags_behind(in_russian[0]).pk == course.pk


def test_another_film_or_a_new_lesson_makes_a_translation_older(course, in_russian, rena, tural):
    lesson = course.get_children().first()
    body = [
        *LessonPage.objects.get(pk=lesson.pk).body.get_prep_value(),
        {"type": "film", "value": {"film": ready_film().pk}},
    ]
    publish(lesson, rena, tural, body=json.dumps(body, default=str))
    assert [row.page_id for row in lagging()] == [in_russian[1].pk]
    api.create_lesson(course, "Sonuncu", text="<p>Üç.</p>")
    publish(course, rena, tural)
    assert lags_behind(in_russian[0]).pk == course.pk


@pytest.mark.parametrize("deed", ["unpublish", "delete"])
def test_a_lesson_taken_away_makes_the_translated_course_older(course, in_russian, rena, tural, deed):
    lesson = course.get_children().last().specific
    assert lesson.live and lagging().count() == 0
    getattr(lesson, deed)()
    assert [row.page_id for row in lagging()] == [in_russian[0].pk]
    publish(course, rena, tural)  # saying the same once more does not bring it into the translation
    assert lags_behind(in_russian[0]).pk == course.pk


def test_who_compared_both_says_so_and_what_came_after_counts_again(course, rena, tural):
    russian = course_with({"text": "<p>Раз.</p>"}, title="Шарф", language="ru", teacher=course.teacher)[0]
    CoursePage.objects.filter(pk=russian.pk).update(translation_key=course.translation_key)
    long_ago = timezone.now() - timedelta(days=1)
    Rendering.objects.update_or_create(page_id=russian.pk, defaults={"original_id": course.pk, "says_as_of": long_ago})
    russian.refresh_from_db()
    assert lags_behind(russian).pk == course.pk
    address = f"/admin/school/pages/{russian.pk}/compared/"
    seen = CoursePage.objects.get(pk=course.pk).last_published_at.isoformat()
    assert (
        seen in admin(rena).get(address).text.replace("&#x27;", "'") or 'name="seen"' in admin(rena).get(address).text
    )
    publish(course, rena, tural)  # while they were comparing
    admin(rena).post(address, {"seen": seen})
    assert lags_behind(russian).pk == course.pk
    admin(rena).post(address, {"seen": (timezone.now() + timedelta(days=900)).isoformat()})
    assert lags_behind(russian) is None
    assert Rendering.objects.get(page_id=russian.pk).says_as_of <= timezone.now()


@pytest.mark.parametrize("who", ["learner", "operator", "counsellor"])
def test_who_may_not_say_so(course, who):
    if who == "learner":
        account = person("Günay Məmmədova", email="gunay@tr.example", birth_year=2004).account
    else:
        account = staff("Murad Quliyev", who).account
    answer = admin(account).post(f"/admin/school/pages/{course.pk}/compared/", {"seen": timezone.now().isoformat()})
    assert answer.status_code in (302, 403)
    if answer.status_code == 302:
        assert answer["location"] in ("/admin/", "/") or answer["location"].startswith("/sign-in/")
