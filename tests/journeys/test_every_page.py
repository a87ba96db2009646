"""Every page that needs no course of its own: no axe violation and nothing sideways, on a telephone and a desk."""

import pytest

import courses.api as school

OPEN_TO_ALL = [
    "/", "/help/", "/privacy/", "/accessibility/", "/figures/", "/settings/", "/concern/", "/concern/thanks/", "/check/",
    "/courses/", "/mailbox/", "/call-me/", "/call-me/asked/", "/sign-in/", "/sign-in/new/", "/nowhere/",
]  # fmt: skip


@pytest.mark.parametrize("language", ["az", "ru"])
def test_pages_open_to_all(open_page, look, language):
    page = open_page(language=language)
    for path in OPEN_TO_ALL:
        page.goto(path)
        assert page.locator("html").get_attribute("lang") == language
        look(page, f"page{path.replace('/', '-')}{language}")


def test_first_screens_and_refusals(people, open_page, look):
    for name, path in (
        ("leyla", "/desk/"), ("gunay", "/desk/"), ("rena", "/desk/"), ("gunay", "/record/"), ("leyla", "/my-films/"),
        ("leyla", "/upload/"), ("gunay", "/sign-in/details/"), ("gunay", "/sign-in/teach/"),
    ):  # fmt: skip
        page = open_page(people[name])
        page.goto(path)
        look(page, f"page-{name}{path.replace('/', '-')}")
        page.close()


def test_a_lesson_on_paper_leads_back_to_its_page(people, open_page, tmp_path):
    course = school.create_course(school.create_topic("Kağız", language="az"), "Kağız", teacher=people["leyla"])
    lesson = school.create_lesson(course, "Birinci", text="<p>Oxuyun.</p>", steps=["Bir.", "İki."])
    page = open_page(size="desk")
    page.goto(lesson.url)
    assert not page.locator(".k-onpaper").is_visible()
    page.emulate_media(media="print")
    assert page.locator(".k-onpaper svg").is_visible()
    assert lesson.url in page.locator(".k-onpaper p").inner_text()
    assert not page.locator(".k-foot").is_visible()
