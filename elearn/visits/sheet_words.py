"""What is printed on the sheets of skills, in the language of the sheet."""

from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from .documents.sheet import Sheets, SkillPage
from .domain.curriculum import Sheet, sheet_of
from .models import Unit


def sheets_of(units: Sequence[Unit], language: str) -> Sheets:
    """Word one file of sheets in a language; a skill that is not written in it keeps its own words."""
    with translation.override(language):
        pages = tuple(_page(sheet_of(unit, language)) for unit in units)
        return Sheets(
            language=language,
            title=pages[0].title if len(pages) == 1 else _("Sheets"),
            issuer=settings.WAGTAIL_SITE_NAME,
            steps_words=_("Step by step"),
            careful_words=_("Please be careful"),
            help_words=_("We help you: %(phone)s") % {"phone": settings.HELP_PHONE},
            pages=pages,
        )


def _page(sheet: Sheet) -> SkillPage:
    has_film = sheet.unit.lesson_id is not None
    name = "visits:skill_film" if has_film else "visits:skill"
    return SkillPage(
        language=sheet.language or translation.get_language() or "",
        title=sheet.title,
        promise=sheet.promise,
        steps=sheet.steps,
        careful=sheet.careful,
        address=f"{settings.BASE_URL}{reverse(name, args=[sheet.code])}",
        scan_words=_("Watch the film here:") if has_film else _("Read it again here:"),
        code_words=_("QR code with the address of this skill’s page"),
    )
