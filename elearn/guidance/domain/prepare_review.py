"""What reviews need: the criteria in each language, and who reviews, corrects and names experts. Safe to run again."""

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from wagtail.models import Locale

from elearn.people.api import Role
from elearn.web.api import approved_by_the_house

from ..criteria_words import CRITERIA
from ..models import CriteriaPage, GuidanceIndexPage

_PERMISSIONS = (
    ("wagtailadmin", "access_admin"),
    ("guidance", "view_standing"), ("guidance", "change_standing"), ("guidance", "review_guide"),
    ("guidance", "view_expert"), ("guidance", "add_expert"), ("guidance", "change_expert"),
    ("guidance", "view_correction"), ("guidance", "add_correction"), ("guidance", "change_correction"),
    ("guidance", "approve_correction"), ("guidance", "view_mistake"), ("guidance", "change_mistake"),
)  # fmt: skip


def prepare_review() -> None:
    """Make the criteria that are missing, and give counsellors and coordinators their permissions."""
    for role in (Role.COUNSELLOR, Role.COORDINATOR):
        group, _made = Group.objects.get_or_create(name=role.value)
        for app_label, codename in _PERMISSIONS:
            group.permissions.add(Permission.objects.get(content_type__app_label=app_label, codename=codename))
    first: CriteriaPage | None = None
    for code, _name in settings.LANGUAGES:
        locale = Locale.objects.get(language_code=code)
        page = CriteriaPage.objects.filter(locale=locale).first() or _add(locale, translation_of=first)
        first = first or page


def _add(locale: Locale, *, translation_of: CriteriaPage | None) -> CriteriaPage | None:
    index = GuidanceIndexPage.objects.filter(locale=locale).first()
    if index is None:
        return None
    title, slug, body = CRITERIA[locale.language_code]
    page = CriteriaPage(title=title, slug=slug, body=body, locale=locale, live=False)
    if translation_of:
        page.translation_key = translation_of.translation_key
    index.refresh_from_db(fields=["numchild"])
    index.add_child(instance=page)
    with approved_by_the_house("the first criteria of guidance"):
        page.save_revision().publish()
    page.refresh_from_db()
    return page


def criteria_page(language: str) -> CriteriaPage | None:
    """Give the public criteria in a language, or in the first there is."""
    pages = CriteriaPage.objects.live().select_related("locale")
    return pages.filter(locale__language_code=language).first() or pages.order_by("path").first()
