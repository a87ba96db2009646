"""An Azerbaijani coordinator's day: from the front of the admin to the people's list, without one foreign word.

Words are what stands on the screen, and what a screen reader or a pointer finds: labels, titles, placeholders. A word
is foreign if the English texts of the installed packages use it and no Azerbaijani translation does.
"""

import re

import pytest
from django.conf import settings
from django.urls import reverse

from courses import api
from tests import factories
from tests.courses.papers import sent_contribution
from tests.journeys.conftest import SHOTS

WORDS = re.compile(r"[^\W\d_]+")
# Names: of languages in themselves, of formats, of what a coordinator types and of who made something.
NAMES = {"english", "html", "pdf", "csv", "xlsx", "url", "json", "api", "javascript", "gif", "jpg", "jpeg", "png"}
# What a person sees, hears or is told on a page, one piece a line; what they typed or chose themselves is theirs.
# The button of the date picker and the count of a side panel stay hidden: one is not used, the other has nothing to say.
SAID = """() => {
  const NEVER_SHOWN = ".xdsoft_save_selected, [data-side-panel-toggle-counter][hidden]";
  const said = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const owner = node.parentElement;
    if (!owner.closest("script, style, template, noscript, [data-text], " + NEVER_SHOWN)) {
      said.push(node.textContent);
    }
  }
  for (const owner of document.body.querySelectorAll("[aria-label], [title], [placeholder], [alt]")) {
    for (const name of ["aria-label", "title", "placeholder", "alt"]) said.push(owner.getAttribute(name) || "");
  }
  for (const button of document.body.querySelectorAll("input[type=submit], input[type=button]")) said.push(button.value);
  said.push(document.title);
  return said;
}"""


def words(texts) -> set[str]:
    """The words of texts; an address of e-mail is none."""
    bare = (re.sub(r"\S+@\S+", " ", text) for text in texts)
    return {word.casefold() for text in bare for word in WORDS.findall(text) if len(word) > 1}


def bare(text: str) -> str:
    """A text without what is put in later, and without its tags."""
    return re.sub(r"%\(\w+\)[sd]|\{\w*\}|<[^>]*>|&\w+;", " ", text)


@pytest.fixture(scope="module")
def foreign_words(django_db_setup) -> set[str]:
    """English words that no Azerbaijani text holds."""
    import polib
    from wagtail.models import Page

    from elearn.web import messages, staff_messages
    from elearn.web.management.commands.messages import FOLDERS

    english, azerbaijani = set(), set()
    for domain in staff_messages.DOMAINS:
        english |= words(bare(text.text) for text in staff_messages.package_texts(domain).values())
    english |= words(bare(text.text) for text in messages.find_texts(settings.BASE_DIR, FOLDERS).values())
    for folder in settings.LOCALE_PATHS:
        for path in folder.glob("az/LC_MESSAGES/*.po"):
            for entry in polib.pofile(str(path)):
                azerbaijani |= words(bare(text) for text in (entry.msgstr, *entry.msgstr_plural.values()))
    titles = words(Page.objects.exclude(locale__language_code="az").values_list("title", flat=True))
    return english - azerbaijani - NAMES - titles


@pytest.fixture(scope="module")
def school(people, django_db_setup):
    """A course of one lesson that has every block, its draft, and a video that waits."""
    questions = factories.two_questions()
    course, (lesson,) = factories.course_with(
        {"text": "<p>Oxuyun.</p>", "questions": questions}, teacher=people["leyla"], title="İlmə"
    )
    lesson.save_revision(user=people["rena"].account)
    contribution = sent_contribution(people["leyla"])
    factories.person("Sona Məmmədli", phone="050 600 10 71", with_account=False)
    api.prepare()
    return {"course": course, "lesson": lesson, "contribution": contribution}


def screens(school) -> dict[str, str]:
    course, lesson = school["course"], school["lesson"]
    edit = "wagtailadmin_pages:edit"
    return {
        "front": "/admin/",
        "pages": reverse("wagtailadmin_explore", args=[course.get_parent().pk]),
        "course": reverse(edit, args=[course.pk]),
        "lesson": reverse(edit, args=[lesson.pk]),
        "new lesson": reverse("wagtailadmin_pages:add", args=["courses", "lessonpage", course.pk]),
        "history": reverse("wagtailadmin_pages:history", args=[lesson.pk]),
        "search": reverse("wagtailadmin_pages:search") + "?q=yoxdur",
        "images": reverse("wagtailimages:index"),
        "new image": reverse("wagtailimages:add"),
        "new images": reverse("wagtailimages:add_multiple"),
        "documents": reverse("wagtaildocs:index"),
        "new documents": reverse("wagtaildocs:add_multiple"),
        "people": reverse("people:index"),
        "new person": reverse("people:add"),
        "messages": "/admin/messages/",
        "videos": "/admin/school/videos/",
        "certificates": "/admin/school/certificates/",
        "account": reverse("wagtailadmin_account"),
        "translations": "/admin/localize/reports/translations/",
        "locked": reverse("wagtailadmin_reports:locked_pages"),
        "workflow": reverse("wagtailadmin_reports:workflow"),
        "site history": reverse("wagtailadmin_reports:site_history"),
        "concerns": "/admin/concerns/",
        "visit plans": "/admin/visit-plans/",
        "new visit plan": "/admin/visit-plans/new/",
        "visit day": "/admin/visit-day/",
        "visit figures": "/admin/visit-figures/",
        "trainers": "/admin/trainers/",
        "skills": "/admin/skills/",
    }


def foreign(page, foreign_words: set[str], name: str) -> set[str]:
    """Find the foreign words of what stands on the screen now; keeps a picture of it."""
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/az-{name.replace(' ', '-')}.png", full_page=True)
    return {
        f"{name}: {text.strip()[:90]} ({', '.join(sorted(bad))})"
        for text in page.evaluate(SAID)
        if (bad := words([text]) & foreign_words)
    }


def test_an_azerbaijani_coordinators_day_without_one_foreign_word(people, school, open_page, foreign_words):
    page = open_page(people["rena"], language="az")
    found = set()
    for name, address in screens(school).items():
        page.goto(address)
        page.wait_for_load_state("networkidle")
        found |= foreign(page, foreign_words, name)
    found |= at_work_on_a_lesson(page, school["lesson"], foreign_words)
    assert not found, "\n".join(sorted(found))


def at_work_on_a_lesson(page, lesson, foreign_words: set[str]) -> set[str]:
    """Open what a lesson's editor opens: its menus, its side panels, a window to choose from, and its errors."""
    found = set()
    page.goto(reverse("wagtailadmin_pages:edit", args=[lesson.pk]))
    page.wait_for_load_state("networkidle")
    page.locator("footer [data-w-dropdown-target=toggle]").first.click()
    found |= foreign(page, foreign_words, "publish menu")
    page.keyboard.press("Escape")
    for panel in ("status", "checks", "preview"):
        toggle = page.locator(f"[data-side-panel-toggle={panel}]")
        if toggle.count():
            toggle.first.click()
            page.wait_for_timeout(700)
            found |= foreign(page, foreign_words, panel)
    page.locator(".c-sf-add-button").last.click()
    page.wait_for_timeout(500)
    found |= foreign(page, foreign_words, "blocks")
    page.keyboard.press("Escape")
    page.fill("#id_title", "")
    page.locator("footer button[type=submit], footer button.action-save").first.click()
    page.wait_for_load_state("networkidle")
    found |= foreign(page, foreign_words, "errors")
    return found


def test_a_refusal_is_in_azerbaijani_too(people, open_page, foreign_words):
    page = open_page(people["rena"], language="az")
    page.goto("/admin/locales/")
    page.wait_for_load_state("networkidle")
    assert foreign(page, foreign_words, "refused") == set()
