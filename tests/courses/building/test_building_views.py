"""The plain pages where a teacher builds: who may, what is kept, what is said."""

import pytest
from wagtail.models import Page
from wagtail_localize.models import Translation, TranslationSource

from courses import api
from courses.domain.building import proposals, teachers
from courses.domain.building.proposals import Words
from courses.errors import CannotBuild
from courses.models import CoursePage, LessonPage
from elearn.people.models import Account, Role
from tests import factories
from tests.visitors import signed_in, visitor  # noqa: F401 - fixtures

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def leyla():
    return factories.person(
        "Leyla Əliyeva", birth_year=1955, email="leyla@build.example", roles=[Role.ELDER], language="en"
    )


@pytest.fixture
def course(leyla):
    return factories.course_with({"title": "İlmə"}, teacher=leyla)[0]


@pytest.fixture
def lesson(course):
    return proposals.lessons_to_build(course)[0]


def addresses(course, lesson) -> list[str]:
    one = f"/my-courses/{course.pk}/"
    return [one, f"{one}new-lesson/", f"/my-courses/lessons/{lesson.pk}/"]


def test_a_visitor_signs_in_and_others_find_nothing(visitor, signed_in, course, lesson):  # noqa: F811
    for address in ["/my-courses/", *addresses(course, lesson)]:
        assert visitor.get(address).status_code == 302
    murad = signed_in(factories.person("Murad Quliyev", email="murad@build.example", roles=[Role.ELDER]))
    gunay = signed_in(factories.person("Günay Məmmədova", email="gunay@build.example"))
    for address in addresses(course, lesson):
        assert murad.get(address).status_code == 404
        assert gunay.post(address, {"title": "x", "text": "x"}).status_code in (404, 405)
    assert murad.post(f"/my-courses/lessons/{lesson.pk}/move/", {"to": "up"}).status_code == 404
    assert gunay.get("/my-courses/").status_code == 403
    assert LessonPage.objects.get(pk=lesson.pk).latest_revision_id == lesson.latest_revision_id


def test_from_the_list_to_a_sent_lesson(signed_in, leyla, course, lesson):  # noqa: F811
    hers = signed_in(leyla)
    assert "Şərf toxumağı öyrənək" in hers.get("/my-courses/").text
    page = hers.get(f"/my-courses/lessons/{lesson.pk}/")
    version = page.context["form"]["version"].value()
    said = {"title": "İlmə", "text": "Salam", "steps": "1:05 Bir\n\nİki", "materials": "İp", "version": version}
    answer = hers.post(f"/my-courses/lessons/{lesson.pk}/", said, follow=True)
    assert "It is sent" in answer.text and "a change waits for our coordinator" in answer.text
    assert [step.line for step in proposals.words_of(LessonPage.objects.get(pk=lesson.pk)).steps] == ["1:05 Bir", "İki"]


def test_what_was_typed_is_kept_over_another_version(signed_in, leyla, course, lesson):  # noqa: F811
    hers = signed_in(leyla)
    said = {"title": "Mənim adım", "text": "Sözüm", "steps": "Bir", "materials": "", "version": 1}
    answer = hers.post(f"/my-courses/lessons/{lesson.pk}/", said)
    assert answer.status_code == 422 and "changed this lesson meanwhile" in answer.text
    assert "Mənim adım" in answer.text and "Sözüm" in answer.text and "What the lesson says now" in answer.text
    again = {name: answer.context["form"][name].value() for name in said}
    assert hers.post(f"/my-courses/lessons/{lesson.pk}/", again).status_code == 302


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"title": "", "text": "x"}, "Give the lesson a name."),
        ({"title": "x"}, "Write something of the lesson"),
        ({"title": "x", "steps": "y" * 301}, "Line 1 is very long."),
        ({"title": "x", "steps": "y\n" * 61}, "There are more than 60 lines."),
        ({"title": "x", "text": "a\x00b"}, "Null characters are not allowed"),
    ],
)
def test_mistakes_are_explained_and_nothing_is_lost(signed_in, leyla, course, said, words):  # noqa: F811
    answer = signed_in(leyla).post(f"/my-courses/{course.pk}/new-lesson/", said)
    assert answer.status_code == 422 and words in answer.text
    assert len(proposals.lessons_to_build(course)) == 1


def test_a_chosen_helper_finds_the_elders_courses(signed_in, leyla, course):  # noqa: F811
    nigar = factories.person(
        "Nigar Əliyeva", email="nigar@build.example", birth_year=1999, roles=[Role.COMPANION], language="en"
    )
    address = f"/helping/{leyla.key}/courses/"
    assert signed_in(nigar).get(address).status_code == 404
    factories.helps(leyla, nigar, may_record=True)
    assert "Şərf toxumağı öyrənək" in signed_in(nigar).get(address).text
    assert "You do this for" in signed_in(nigar).get(f"/my-courses/{course.pk}/").text


def test_a_translation_is_named_and_written_by_nobody_here(signed_in, leyla, course, lesson):  # noqa: F811
    hers = signed_in(leyla)
    russian, [its_lesson] = translated(course, lesson)
    answer = hers.get("/my-courses/")
    assert (answer.context["courses"], answer.context["translations"]) == ([course], [russian])
    assert f"/my-courses/{russian.pk}/" not in answer.text
    for address in addresses(russian, its_lesson):
        assert hers.get(address).status_code == 404
    with pytest.raises(CannotBuild):
        proposals.propose(its_lesson, Words("Мой урок"), by=leyla.account, seen=its_lesson.latest_revision_id)
    # Taken over from the translators, it is a page like others.
    Translation.objects.update(enabled=False)
    assert hers.get(f"/my-courses/{russian.pk}/").status_code == 200


def translated(course, lesson):
    russian, [its_lesson] = factories.course_with(
        {"title": "Петля"}, teacher=course.teacher, language="ru", title="Шарф"
    )
    for original, page in ((course, russian), (lesson, its_lesson)):
        Page.objects.filter(pk=page.pk).update(translation_key=original.translation_key)
        source, _made = TranslationSource.get_or_create_from_instance(original)
        Translation.objects.create(source=source, target_locale=page.locale)
    return CoursePage.objects.get(pk=russian.pk), [LessonPage.objects.get(pk=its_lesson.pk)]


def test_who_changes_the_title_changes_no_step(signed_in, leyla, course, lesson):  # noqa: F811
    long = "x" * 350
    said = ["Bir\r\niki  sətir", long, "12:30 nisbətində qarışdırın", ("Bağlayın", 80), "Bağlayın", "Bağlayın"]
    api.extend_lesson(lesson, steps=said, materials=["Yun\nip", "y" * 310], text=f"<p>{'z' * 8100}</p>")
    LessonPage.objects.filter(pk=lesson.pk).update(title="t" * 200)
    lesson = LessonPage.objects.get(pk=lesson.pk)
    lesson.save_revision()
    before = [block for block in lesson.body.raw_data if block["type"] in ("steps", "materials")]
    hers, address = signed_in(leyla), f"/my-courses/lessons/{lesson.pk}/"
    form = hers.get(address).context["form"]
    shown = {name: form[name].value() for name in form.fields}
    typed = {name: said.replace("\n", "\r\n") if isinstance(said, str) else said for name, said in shown.items()}
    typed = {name: said for name, said in typed.items() if said not in (None, False)}  # as a browser sends it
    assert hers.post(address, typed).status_code == 302
    page = LessonPage.objects.get(pk=lesson.pk).get_latest_revision_as_object()
    assert [block for block in page.body.raw_data if block["type"] in ("steps", "materials")] == before
    # What is written anew is read as always; the rest still is what it was.
    typed |= {
        "version": page.latest_revision_id, "title": "Yeni", "steps": typed["steps"].replace(long, "0:05 Qısa"),
    }  # fmt: skip
    assert hers.post(address, typed).status_code == 302
    steps = proposals.words_of(LessonPage.objects.get(pk=lesson.pk)).steps
    assert [(step.text, step.at) for step in steps] == [
        ("Bir\r\niki  sətir", None), ("Qısa", 5), ("12:30 nisbətində qarışdırın", None), ("Bağlayın", 80),
        ("Bağlayın", None), ("Bağlayın", None),
    ]  # fmt: skip
    page = LessonPage.objects.get(pk=lesson.pk)
    refused = hers.post(address, typed | {"version": page.latest_revision_id, "steps": typed["steps"] + "y" * 301})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["steps"])


def test_one_place_up_or_down_also_over_the_edge_of_a_module(signed_in, leyla, course, lesson):  # noqa: F811
    module = api.create_module(course, "Bölmə")
    for title in ("İlmə", "Saçaq"):
        api.create_lesson(module, title, text="<p>x</p>")
    CoursePage.objects.filter(pk=course.pk).update(live=False)
    hers = signed_in(leyla)

    def moved(to: str) -> tuple[list[str], str]:
        answer = hers.post(f"/my-courses/lessons/{lesson.pk}/move/", {"to": to}, follow=True)
        [told] = answer.context["messages"]
        places = [
            "here" if one.pk == lesson.pk else one.title for one in proposals.lessons_to_build(course)
        ]  # fmt: skip
        return places, told.level_tag

    assert moved("up") == (["here", "İlmə", "Saçaq"], "info")
    assert moved("down") == (["İlmə", "here", "Saçaq"], "success")
    page = LessonPage.objects.get(pk=lesson.pk)
    assert (page.get_parent().pk, page.slug, page.get_latest_revision_as_object().slug) == (
        module.pk, "ilme-2", "ilme-2"
    )  # fmt: skip
    assert moved("down") == (["İlmə", "Saçaq", "here"], "success")
    assert moved("down") == (["İlmə", "Saçaq", "here"], "info")
    assert moved("up") == (["İlmə", "here", "Saçaq"], "success")


def test_who_is_named_as_teacher_has_a_teachers_pages(signed_in):  # noqa: F811
    sevda = factories.person("Sevda Quliyeva", email="sevda@build.example", birth_year=1980)
    hers = signed_in(sevda)
    pages = ("/my-courses/", "/my-works/", "/my-films/")
    assert [hers.get(address).status_code for address in pages] == [403, 403, 403]
    factories.course_with({"title": "İlmə"}, teacher=sevda)
    assert [hers.get(address).status_code for address in pages] == [200, 200, 200]
    assert hers.get("/desk/").context["teaching"] is not None


def test_who_joins_after_being_named_and_who_was_named_before_have_them_too():
    late, early = factories.person("Sevda", birth_year=1980), factories.person("Aynur", email="a@b.example")
    factories.course_with({"title": "İlmə"}, teacher=late)
    factories.course_with({"title": "İlmə"}, teacher=early)
    early.account.groups.clear()
    Account.objects.create_user(person=late, email="late@b.example")
    teachers.prepare()
    names = Account.objects.filter(person__in=[late, early]).values_list("groups__name", flat=True)
    assert list(names) == [Role.ELDER.value] * 2
