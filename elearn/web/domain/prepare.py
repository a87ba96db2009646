"""First pages: a locale and a home page for each language, and the site that leads to them. Safe to run again."""

from django.conf import settings
from django.db import transaction
from wagtail.models import Locale, Page, Site

from elearn.web.models import HomePage

# Our own words for the first day; from then on they belong to whoever edits the pages.
HOME_PAGES = {
    "az": (
        "Körpü",
        "Bilən öyrədir, öyrənən yaşadır",
        "Yaşlı nəslin ustaları bildiklərini videodərslərdə gənclərə ötürür. Öyrənin, sertifikat alın, təşəkkür edin.",
    ),
    "ru": (
        "Körpü",
        "Кто знает — учит, кто учится — хранит",
        "Наставники старшего поколения передают молодым то, что умеют, в видеоуроках. "
        "Учитесь, получайте сертификат, благодарите.",
    ),
    "en": (
        "Körpü",
        "Those who know teach, those who learn keep it alive",
        "Older people pass on what they know to the young in video lessons. Learn, earn a certificate, say thank you.",
    ),
}


@transaction.atomic
def prepare() -> None:
    """Make what is missing of locales, home pages and the site; change nothing that is there."""
    locales = [Locale.objects.get_or_create(language_code=code)[0] for code, _ in settings.LANGUAGES]
    first = _first_home(locales[0])
    for locale in locales[1:]:
        if not HomePage.objects.filter(locale=locale).exists():
            _add_home(locale, translation_of=first)
    _lead_site_to(first)


def _first_home(locale: Locale) -> HomePage:
    return HomePage.objects.filter(locale=locale).first() or _add_home(locale)


def _add_home(locale: Locale, translation_of: HomePage | None = None) -> HomePage:
    title, headline, lede = HOME_PAGES[locale.language_code]
    page = HomePage(
        title=title,
        headline=headline,
        lede=lede,
        slug=f"home-{locale.language_code}",
        locale=locale,
    )
    if translation_of is not None:
        page.translation_key = translation_of.translation_key
    Page.get_first_root_node().add_child(instance=page)
    page.save_revision().publish()
    return page


def _lead_site_to(home: HomePage) -> None:
    """Point the default site at the home page, and take Wagtail's welcome page away."""
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    if site.root_page_id == home.pk:
        return
    welcome = site.root_page_id and Page.objects.filter(pk=site.root_page_id).first()
    site.hostname, site.port, site.site_name = "localhost", 80, settings.WAGTAIL_SITE_NAME
    site.root_page = home
    site.save()
    if welcome and welcome.specific_class is Page and not welcome.is_root() and not welcome.numchild:
        welcome.delete()
