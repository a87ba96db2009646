"""What reviews add to the Wagtail admin; registered in `elearn.guidance.wagtail_hooks`."""

from typing import Any

from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.models import Page

from ..domain.lagging import lags_behind
from ..domain.standing import current, standing_of
from ..models import GuidePage
from .corrections import CorrectionViewSet
from .experts import ExpertViewSet
from .mistakes import MistakeViewSet
from .reading import ReadingNumbers
from .reviews import StandingViewSet
from .sources import SourceViewSet
from .terms import TermViewSet


class GuidesGroup(ViewSetGroup):
    """The "Guides" part of the menu."""

    menu_label = gettext_lazy("Guides")
    menu_icon = "doc-full"
    menu_name = "guides"
    menu_order = 160
    items = (
        StandingViewSet,
        SourceViewSet,
        TermViewSet,
        MistakeViewSet,
        CorrectionViewSet,
        ExpertViewSet,
        ReadingNumbers,
    )


def say_how_current(request: HttpRequest, page: Page) -> None:
    """In the editor of a guide: that it is past its day, or older than its original."""
    guide = page.specific
    if request.method != "GET" or not isinstance(guide, GuidePage):
        return
    if original := lags_behind(guide):
        words = _("This translation is older than its original, “%(title)s”. Readers are told so.")
        messages.warning(request, words % {"title": original.title})
    standing: Any = standing_of(guide)
    if guide.live and standing and current(standing).is_past:
        words = _("This guide was to be reviewed by %(day)s. Readers are warned until somebody has reviewed all of it.")
        messages.warning(request, words % {"day": date_format(standing.next_due, "DATE_FORMAT")})
