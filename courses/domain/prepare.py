"""First pages of the school, what coordinators may do with them, and the signing keys. Safe to run again."""

from django.conf import settings
from django.db import transaction
from wagtail.models import Locale

from courses.models import CataloguePage
from elearn.web.api import approved_by_the_house
from elearn.web.models import HomePage

from .badges import badge_keys
from .building import teachers
from .certificates import keys
from .permissions import grant_permissions

# Our own words for the first day; from then on they belong to whoever edits the pages.
CATALOGUES = {
    "az": ("Kurslar", "kurslar", "Ustadların qurduğu kurslar. Birini seçin və öz vaxtınızda öyrənin."),
    "ru": ("Курсы", "kursy", "Курсы наставников. Выберите один и учитесь, когда вам удобно."),
    "en": ("Courses", "courses", "Courses by our teachers. Choose one and learn in your own time."),
}


@transaction.atomic
def prepare() -> None:
    """Make the catalogues, permissions and key that are missing; change nothing that is there."""
    first: CataloguePage | None = None
    for code, _name in settings.LANGUAGES:
        locale = Locale.objects.get(language_code=code)
        catalogue = CataloguePage.objects.filter(locale=locale).first() or _add(locale, translation_of=first)
        first = first or catalogue
    grant_permissions()
    keys.prepare()
    badge_keys.prepare()
    teachers.prepare()


def _add(locale: Locale, *, translation_of: CataloguePage | None) -> CataloguePage:
    title, slug, introduction = CATALOGUES[locale.language_code]
    page = CataloguePage(title=title, slug=slug, introduction=introduction, locale=locale, show_in_menus=True)
    if translation_of:
        page.translation_key = translation_of.translation_key
    page.live = False
    HomePage.objects.get(locale=locale).add_child(instance=page)
    with approved_by_the_house("the first catalogue"):
        page.save_revision().publish()
    page.refresh_from_db()
    return page
