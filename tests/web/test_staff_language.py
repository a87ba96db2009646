"""Staff work in their language: nothing that gettext is asked for on their screens is left in English.

A crawler goes through the admin as each role, once into every view, and every text that gettext has no translation
of is written down. Our own texts are left to `manage.py messages --check`.
"""

import html
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import Resolver404, resolve, reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext, override, pgettext
from django.utils.translation.trans_real import DjangoTranslation

from elearn.people.models import Role
from elearn.web import messages, staff_messages
from elearn.web.management.commands import messages as messages_command
from tests import factories
from tests.courses.papers import sent_contribution

STAFF = (Role.COORDINATOR, Role.SAFEGUARDING, Role.OPERATOR, Role.COUNSELLOR)
ADDRESS = re.compile(r"""["'](/admin/[^"'#<>\s\\{}]*)""")
# The name of a comparison inside django-filter; only the other comparisons are written beside a field.
NEVER_SHOWN = {"exact"}
# What an empty form still sends: how many of the things it repeats there are.
EMPTY = {"body-count": "0"} | {
    f"{name}-{count}_FORMS": "0"
    for name in ("contact_points", "comments", "questions")
    for count in ("TOTAL", "INITIAL")
}
# Signing out ends the visit; a file is no screen.
NOT_VISITED = ("/logout/", "/jsi18n/", "/sprite", "/preview/", "export=")


@pytest.fixture(scope="module")
def own_texts() -> set[str]:
    return {text.text for text in messages.find_texts(settings.BASE_DIR, messages_command.FOLDERS).values()}


@pytest.fixture
def page(db):
    """A course with a lesson of every block, a picture, a paper, and a video that waits for the coordinator."""
    factories.first_pages()
    sent_contribution()
    course, (lesson,) = factories.course_with({"text": "<p>Oxuyun.</p>", "questions": factories.two_questions()})
    upload()
    return lesson


def upload() -> None:
    from django.core.files.base import ContentFile
    from wagtail.documents.models import Document
    from wagtail.images.models import Image
    from wagtail.images.tests.utils import get_test_image_file

    Image.objects.create(title="Yun", file=get_test_image_file(size=(20, 20)))
    Document.objects.create(title="Naxış", file=ContentFile(b"1", name="naxish.txt"))


@contextmanager
def untranslated(language: str) -> Iterator[set[str]]:
    """Collect the texts for which the catalogues of a language, without any fallback, have nothing."""
    found: set[str] = set()
    real, real_plural = DjangoTranslation.gettext, DjangoTranslation.ngettext

    def note(self: DjangoTranslation, key: object, text: str) -> None:
        if self.language() == language and key not in self._catalog:
            found.add(text.rpartition("\x04")[2])

    def asked(self: DjangoTranslation, message: str) -> str:
        note(self, message, message)
        return real(self, message)

    def asked_plural(self: DjangoTranslation, one: str, many: str, n: int) -> str:
        note(self, (one, self.plural(n)), one)
        return real_plural(self, one, many, n)

    patch = pytest.MonkeyPatch()
    patch.setattr(DjangoTranslation, "gettext", asked)
    patch.setattr(DjangoTranslation, "ngettext", asked_plural)
    yield found
    patch.undo()


def crawl(client: Client, starts: list[str], seen: set[object]) -> int:
    """Go into every view that is linked from the starting places, once; gives how many screens were drawn."""
    waiting, drawn = [*starts], 0
    while waiting:
        address = waiting.pop(0)
        if any(part in address for part in NOT_VISITED) or (view := view_of(address)) in seen:
            continue
        seen.add(view)
        answer = client.get(address)
        assert answer.status_code < 500, address
        if answer.status_code != 200 or answer.streaming:
            continue
        drawn += 1
        waiting += [html.unescape(found) for found in ADDRESS.findall(answer.content.decode(errors="replace"))]
    return drawn


def view_of(address: str) -> object:
    """Name the view of an address, and of a page's editor the kind of page too."""
    from wagtail.models import Page

    try:
        found = resolve(address.partition("?")[0])
    except Resolver404:
        return address
    if found.view_name == "wagtailadmin_pages:edit":
        return found.view_name, Page.objects.get(
            pk=found.args[0] if found.args else found.kwargs["page_id"]
        ).specific_class
    if found.view_name == "wagtailadmin_pages:add":
        return address
    if found.view_name == "wagtailadmin_explore":  # every page's list once, and every way to sort and filter once
        return found.view_name, address.partition("?")[2] or address
    return found.view_name, found.kwargs.get("action")


def ask_for_approval(page, person) -> None:
    """Bring a new draft of a page to whoever decides about it."""
    page = page.specific
    page.save_revision(user=person.account)
    page.get_workflow().start(page, person.account)


def client_of(person, language: str) -> Client:
    client = Client()
    client.cookies["language"] = language
    client.force_login(person.account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def places(lesson) -> list[str]:
    """Give the screens that only scripts lead to, beside the front of the admin."""
    course = lesson.get_parent()
    return [
        "/admin/",
        reverse("wagtailadmin_explore", args=[course.pk]),
        reverse("wagtailadmin_pages:edit", args=[lesson.pk]),
        reverse("wagtailadmin_pages:edit", args=[course.pk]),
        reverse("wagtailadmin_pages:add", args=["courses", "lessonpage", course.pk]),
        reverse("wagtailadmin_choose_page"),
        reverse("wagtailadmin_choose_page_external_link"),
        reverse("wagtailadmin_choose_page_email_link"),
        reverse("wagtailimages_chooser:choose"),
        reverse("wagtaildocs_chooser:choose"),
        reverse("wagtailembeds:chooser"),
        reverse("wagtailadmin_pages:search") + "?q=yoxdur",
        *(
            f"/admin/bulk/wagtailcore/page/{deed}/?id={lesson.pk}"
            for deed in ("delete", "move", "publish", "unpublish")
        ),
    ]


def mistakes(client: Client, lesson) -> None:
    """Send every form empty, and work on a page: save it as a draft, lock it and unlock it."""
    empty = [
        reverse("wagtailadmin_pages:add", args=["courses", "lessonpage", lesson.get_parent().pk]),
        reverse("wagtailimages:add"),
        reverse("wagtaildocs:add"),
        reverse("people:add"),
        reverse("wagtailadmin_account"),
        reverse("wagtailimages_chooser:create"),
        reverse("wagtaildocs_chooser:create"),
        reverse("wagtailadmin_pages:lock", args=[lesson.pk]),
        reverse("wagtailadmin_pages:unlock", args=[lesson.pk]),
        reverse("wagtailadmin_pages:copy", args=[lesson.pk]),
    ]
    for address in empty:
        client.post(address, EMPTY | {"new_parent_page": lesson.get_parent().pk}, follow=True)
        client.get(reverse("wagtailadmin_pages:edit", args=[lesson.pk]))


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("language", ["az", "ru"])
def test_every_screen_of_staff_is_in_their_language(page, own_texts, language):
    people = {role: factories.staff(f"{role.value.title()} Həsənova", role) for role in STAFF}
    ask_for_approval(page.get_parent(), people[Role.COORDINATOR])
    seen: set[object] = set()
    with untranslated(language) as found:
        drawn = {role: crawl(client_of(people[role], language), places(page), seen) for role in STAFF}
        mistakes(client_of(people[Role.COORDINATOR], language), page)
    assert drawn[Role.COORDINATOR] >= 50
    assert found - own_texts - NEVER_SHOWN == set()


# The catalogues ------------------------------------------------------------------------------------
def test_no_text_of_the_installed_packages_lacks_a_language():
    told = StringIO()
    call_command("messages", staff=True, check=True, stdout=told)
    assert re.fullmatch(r"\d{4} texts of installed packages; 0 translations missing.\n", told.getvalue())


def test_a_text_that_an_upgrade_brings_is_told(monkeypatch):
    new = messages.Text("Brew tea", places=["wagtail.admin"])
    known = staff_messages.package_texts
    monkeypatch.setattr(staff_messages, "package_texts", lambda domain: known(domain) | {new.key: new})
    told = StringIO()
    with pytest.raises(messages_command.CommandError):
        call_command("messages", staff=True, check=True, stdout=told)
    lines = {line.strip() for line in told.getvalue().splitlines()}
    assert {"az: untranslated: Brew tea", "ru: untranslated: Brew tea"} < lines


def test_a_text_that_no_package_has_any_more_leaves_the_catalogue(tmp_path):
    path = tmp_path / "django.po"
    gone = messages.Text("Gone", places=["x"])
    messages.update_catalogue(path, {gone.key: gone}, "az")
    assert staff_messages.kept_texts(path, "az", {}) == {}


def test_what_we_say_otherwise_than_a_package_stays(tmp_path):
    path = tmp_path / "django.po"
    yes = messages.Text("Yes", places=["django.conf"])
    assert staff_messages.kept_texts(path, "az", {yes.key: yes}) == {}
    messages.update_catalogue(path, {yes.key: yes}, "az")
    assert staff_messages.kept_texts(path, "az", {yes.key: yes}) == {yes.key: yes}


@pytest.mark.parametrize(
    ("language", "yes", "publish", "pages"),
    [
        ("az", "Bəli", "Dərc et", ("1 səhifə silindi", "5 səhifə silindi")),
        ("ru", "Да", "Опубликовать", None),
        ("en", "Yes", "Publish", ("1 page has been deleted", "5 pages have been deleted")),
    ],
)
def test_each_language_says_it_in_its_own_words(language, yes, publish, pages):
    one, many = "%(num_parent_objects)d page has been deleted", "%(num_parent_objects)d pages have been deleted"
    with override(language):
        assert (gettext("Yes"), gettext("Publish")) == (yes, publish)
        if pages:
            assert tuple(ngettext(one, many, n) % {"num_parent_objects": n} for n in (1, 5)) == pages


def test_azerbaijani_months_are_small_letters_in_a_date():
    with override("az"):
        assert [date_format(date(2026, month, 22)) for month in (7, 11)] == ["22 iyul 2026", "22 noyabr 2026"]
        assert (pgettext("abbrev. month", "June"), gettext("November")) == ("iyun", "Noyabr")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("view", "said"),
    [
        ("wagtailadmin_javascript_catalog", "Yazmağa başlayın və ya blok yerləşdirmək üçün “/” yazın"),
        ("wagtail_localize:javascript_catalog", "Tərcümə edilməyib"),
    ],
)
def test_scripts_get_the_same_language(view, said):
    client = client_of(factories.staff("Rəna", Role.COORDINATOR), "az")
    assert json.dumps(said) in client.get(reverse(view)).content.decode()
