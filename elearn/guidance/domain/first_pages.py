"""The first pages of guidance in each language, and who writes and approves there. Safe to run again.

Counsellors and coordinators approve guidance, by a task of its own: a counsellor approves no course by it.
"""

from typing import TypeVar

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Locale

from elearn.people.api import Role
from elearn.web.api import approved_by_the_house, prepare_approval
from elearn.web.models import BasePage, HomePage

from ..models import GlossaryPage, GuidanceIndexPage

Made = TypeVar("Made", GuidanceIndexPage, GlossaryPage)

# Our own words for the first day; from then on they belong to whoever edits the pages.
INDEXES = {
    "az": ("Bələdçilər", "beledciler", "Qulluq, müavinət, hüquq və istirahət haqqında aydın məlumat. Hər bələdçini "
           "mütəxəssis oxuyub, mənbələri göstərilib, tarixi yazılıb."),
    "ru": ("Руководства", "rukovodstva", "Понятно об уходе, пособиях, правах и отдыхе. Каждое руководство прочитал "
           "специалист, источники названы, дата указана."),
    "en": ("Guidance", "guidance", "Plain words about care, benefits, rights and rest. An expert has read each guide, "
           "its sources are named, and it has a date."),
}  # fmt: skip
GLOSSARIES = {
    "az": ("Sözlərin izahı", "sozlerin-izahi", "Bələdçilərdə rast gəldiyiniz çətin sözlər sadə dillə."),
    "ru": ("Что значат слова", "chto-znachat-slova", "Трудные слова из руководств простым языком."),
    "en": ("Words explained", "words-explained", "Difficult words of our guides in plain language."),
}
APPROVAL = {
    "az": "Bələdçilər: ikinci şəxsin təsdiqi",
    "ru": "Руководства: одобрение вторым человеком",
    "en": "Guidance: approval by a second person",
}
WRITERS = (Role.COUNSELLOR, Role.COORDINATOR)
PLAIN = [
    ("wagtailadmin", "access_admin"),
    ("guidance", "view_source"),
    ("guidance", "add_source"),
    ("guidance", "change_source"),
]
COLLECTION = [
    ("wagtailimages", "add_image"),
    ("wagtailimages", "choose_image"),
    ("wagtaildocs", "add_document"),
    ("wagtaildocs", "choose_document"),
]
# Nobody holds the permission to publish: a second person approves (elearn.web.approval).
PAGE = ["add_page", "change_page", "lock_page", "unlock_page"]


def prepare_pages() -> None:
    """Make what is missing of the front and the words explained in each language, and of permissions."""
    indexes: list[GuidanceIndexPage] = []
    for code, _name in settings.LANGUAGES:
        locale = Locale.objects.get(language_code=code)
        index = GuidanceIndexPage.objects.filter(locale=locale).first()
        if index is None:
            index = _add(GuidanceIndexPage, INDEXES[code], under=HomePage.objects.get(locale=locale), first=indexes[:1])
        indexes.append(index)
    glossaries: list[GlossaryPage] = []
    for index in indexes:
        glossary = GlossaryPage.objects.filter(locale=index.locale).first()
        if glossary is None:
            glossary = _add(GlossaryPage, GLOSSARIES[index.language], under=index, first=glossaries[:1])
        glossaries.append(glossary)
    _grant(indexes)


def _add(model: type[Made], words: tuple[str, str, str], *, under: BasePage, first: list[Made]) -> Made:
    title, slug, introduction = words
    page = model(title=title, slug=slug, introduction=introduction, locale=under.locale, live=False)
    if first:
        page.translation_key = first[0].translation_key
    under.refresh_from_db(fields=["numchild"])
    under.add_child(instance=page)
    with approved_by_the_house("the first pages of guidance"):
        page.save_revision().publish()
    page.refresh_from_db()
    return page


def _grant(indexes: list[GuidanceIndexPage]) -> None:
    """Let counsellors and coordinators write there and approve one another's pages."""
    groups = [Group.objects.get_or_create(name=role.value)[0] for role in WRITERS]
    root = Collection.get_first_root_node()
    for group in groups:
        group.permissions.add(*[_permission(app_label, codename) for app_label, codename in PLAIN])
        for app_label, codename in COLLECTION:
            GroupCollectionPermission.objects.get_or_create(
                group=group, collection=root, permission=_permission(app_label, codename)
            )
        for index in indexes:
            for codename in PAGE:
                GroupPagePermission.objects.get_or_create(
                    group=group, page=index.page_ptr, permission=_permission("wagtailcore", codename)
                )
    prepare_approval(*groups, under=indexes, names=APPROVAL)


def _permission(app_label: str, codename: str) -> Permission:
    return Permission.objects.get(content_type__app_label=app_label, codename=codename)
