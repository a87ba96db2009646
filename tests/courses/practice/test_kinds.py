"""Lessons in which something is made: crafts, recipes, pictures, and what is mirrored for lists."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail_localize.segments.extract import extract_segments

from courses import api
from courses.domain.learning.complete import Part, parts_of
from courses.models import CoursePage, LessonPage
from tests import factories
from tests.courses.quiz.pictures import library_picture

pytestmark = pytest.mark.django_db
NONE = {"image": None, "alt": ""}


def test_a_craft_and_a_recipe_say_what_they_ask(client):
    craft = ("craft", {"result": "Bir şərf", "difficulty": "middle", "minutes": 150, "picture": NONE})
    stuff = [{"amount": "200 g", "what": "düyü"}, {"amount": "", "what": "zəfəran"}]
    recipe = ("recipe", {"serves": 4, "minutes": 90, "picture": NONE, "ingredients": stuff})
    _, [lesson] = factories.course_with({"kind": "craft", "making": [craft, recipe]})
    client.cookies["language"] = "en"
    page = client.get(lesson.url).text
    for words in ("Bir şərf", "needs some practice", "2 h 30 min", "4 people", "200 g", "zəfəran"):
        assert words in page
    assert "Show what I made" not in page


@pytest.mark.parametrize(("needed", "parts"), [(True, {Part.PRACTICE}), (False, {Part.READ})])
def test_what_has_to_be_made_is_mirrored(needed, parts):
    _, [lesson] = factories.course_with({"making": [("practice", {"task": "Göstərin", "is_needed": needed})]})
    row = LessonPage.objects.defer("body").get(pk=lesson.pk)
    assert (row.practice_needed, parts_of(row)) == (needed, parts)


def test_a_lesson_that_needs_a_work_is_not_done_by_saying_that_one_read_it(client):
    course, [lesson] = factories.course_with({"making": [("practice", {"task": "Göstərin", "is_needed": True})]})
    gunay = factories.person(birth_year=2000, email="gunay@kinds.example", language="en")
    api.enrol(gunay, course)
    client.force_login(gunay.account)
    assert "I have read this lesson" not in client.get(reverse("courses:lesson_mine", args=[lesson.pk])).text
    client.post(reverse("courses:read", args=[lesson.pk]))
    assert gunay.enrolments.get().state == "active"


def test_pictures_are_given_with_their_lesson_and_no_others(client):
    image, other = (
        get_image_model().objects.create(title=name, file=get_test_image_file(f"{name}.png")) for name in "ab"
    )
    shown = ("picture", {"image": image.pk, "alt": "Yun ip", "caption": "Yun"})
    course, [lesson] = factories.course_with({"making": [shown]})
    address = reverse("courses:lesson_picture", args=[lesson.pk, image.pk])
    page = client.get(lesson.url).text
    assert address in page
    assert 'alt="Yun ip"' in page
    assert client.get(address)["Content-Type"] == "image/jpeg"
    assert client.get(reverse("courses:lesson_picture", args=[lesson.pk, other.pk])).status_code == 404
    CoursePage.objects.filter(pk=course.pk).update(enrol_by="cohort")
    assert client.get(address).status_code == 403


def test_pictures_are_seen_before_they_are_public_and_where_a_lesson_is_closed(client):
    image = library_picture()
    shown = [("picture", {"image": image.pk, "alt": "Yun"}), ("craft", {"result": "Şərf", "picture": {"image": image.pk, "alt": "Şərf"}})]  # noqa: E501  # fmt: skip
    course, [lesson] = factories.course_with({"making": shown})
    rena = factories.staff("Rəna Həsənova", "coordinator").account
    draft = api.create_lesson(course, "Qaralama", making=shown, by=rena)
    address, preview = (
        reverse(name, args=args) for name, args in (
            ("courses:lesson_picture", [lesson.pk, image.pk]), ("wagtailimages:preview", [image.pk, "max-960x960"]),
        )
    )  # fmt: skip
    of_draft = reverse("courses:lesson_picture", args=[draft.pk, image.pk])
    staff = Client()
    staff.force_login(factories.staff("Tural Nəbiyev", "coordinator").account)  # who approves it
    page = staff.get(f"/admin/pages/{draft.pk}/view_draft/").text
    assert (page.count(preview), of_draft in page, staff.get(preview).status_code) == (2, False, 200)
    assert client.get(of_draft).status_code == 404
    # Looked at where it is closed, or its course is not public; nobody else sees it.
    assert preview not in client.get(lesson.url).text
    for facts, refused in (({"enrol_by": "cohort"}, 403), ({"live": False}, 404)):
        CoursePage.objects.filter(pk=course.pk).update(**facts)
        assert (staff.get(lesson.url).status_code, staff.get(address).status_code) == (200, 200)
        assert client.get(address).status_code == refused


def test_everything_written_is_there_to_translate():
    craft = ("craft", {"result": "Bir şərf", "minutes": None, "picture": NONE})
    recipe = ("recipe", {"serves": None, "minutes": None, "picture": NONE, "ingredients": [{"what": "zəfəran"}]})
    _, [lesson] = factories.course_with({"making": [craft, recipe, ("practice", {"task": "Göstərin"})]})
    words = {str(segment.string) for segment in extract_segments(lesson) if hasattr(segment, "string")}
    found = {text for text in ("Bir şərf", "zəfəran", "Göstərin") if any(text in word for word in words)}
    assert found == {"Bir şərf", "zəfəran", "Göstərin"}
