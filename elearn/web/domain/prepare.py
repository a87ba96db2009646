"""First pages: a locale and a home page for each language, and the site that leads to them. Safe to run again.

And who approves what is published: a workflow for all pages, and no permission to publish for anybody.
"""

from collections.abc import Mapping, Sequence

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import QuerySet
from wagtail.models import (
    Collection,
    GroupPagePermission,
    Locale,
    Page,
    Site,
    Task,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from elearn.web.approval import approved_by_the_house
from elearn.web.models import HomePage, SecondPersonTask

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
APPROVAL = {
    "az": "İkinci şəxsin təsdiqi",
    "ru": "Одобрение вторым человеком",
    "en": "Approval by a second person",
}

# Wagtail's first workflow: nothing goes through it any more, but reports still name it.
MODERATION = {"az": "Moderatorların təsdiqi", "ru": "Одобрение модераторами", "en": "Moderators approval"}


@transaction.atomic
def prepare() -> None:
    """Make what is missing of locales, home pages and the site; change nothing that is there."""
    locales = [Locale.objects.get_or_create(language_code=code)[0] for code, _ in settings.LANGUAGES]
    first = _first_home(locales[0])
    for locale in locales[1:]:
        if not HomePage.objects.filter(locale=locale).exists():
            _add_home(locale, translation_of=first)
    _lead_site_to(first)
    _name_what_wagtail_made()


def _name_what_wagtail_made() -> None:
    """Give what Wagtail named in English our names: the page above all others, the collection, its own workflow."""
    name = HOME_PAGES[settings.LANGUAGE_CODE][0]
    Page.objects.filter(depth=1, title="Root").update(title=name, draft_title=name)
    Collection.objects.filter(depth=1, name="Root").update(name=name)
    for model in (Workflow, Task):
        model.objects.filter(name=MODERATION["en"]).update(name=MODERATION[settings.LANGUAGE_CODE])


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
        live=False,
    )
    if translation_of is not None:
        page.translation_key = translation_of.translation_key
    Page.get_first_root_node().add_child(instance=page)
    with approved_by_the_house("the first home page"):
        page.save_revision().publish()
    page.refresh_from_db()
    return page


@transaction.atomic
def prepare_approval(*approvers: Group, under: Sequence[Page] = (), names: Mapping[str, str] = APPROVAL) -> None:
    """Have every page approved by a second person of these groups, and take the permission to publish from all.

    With `under`, only these pages and what is below them: their task is their own, so that whoever approves there
    approves nowhere else by it.
    """
    publishers().delete()
    pages = list(under) or [Page.get_first_root_node()]
    task = _task_for(pages) or SecondPersonTask.objects.create(name=names[settings.LANGUAGE_CODE])
    task.groups.add(*approvers)
    workflow = Workflow.objects.filter(active=True, workflow_tasks__task=task).first()
    if workflow is None:
        workflow = Workflow.objects.create(name=task.name)
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    for page in pages:
        led = WorkflowPage.objects.filter(page=page, workflow__active=True, workflow__workflow_tasks__task=task)
        if not led.exists():
            WorkflowPage.objects.update_or_create(page_id=page.pk, defaults={"workflow": workflow})


def _task_for(pages: Sequence[Page]) -> SecondPersonTask | None:
    """Give the active task that approves these pages, else for the whole tree one that approves nothing yet."""
    tasks = SecondPersonTask.objects.filter(active=True).order_by("pk")
    placed = WorkflowPage.objects.filter(workflow__active=True)
    own = placed.filter(page__in=pages).values("workflow__workflow_tasks__task")
    if (task := tasks.filter(pk__in=own).first()) or not pages[0].is_root():
        return task
    return tasks.exclude(pk__in=placed.values("workflow__workflow_tasks__task")).first()


def publishers() -> QuerySet[GroupPagePermission]:
    """Give what groups hold of the permission to publish pages."""
    return GroupPagePermission.objects.filter(permission__codename="publish_page").select_related("group")


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
