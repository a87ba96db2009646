"""What is printed on the sheet that an elder signs: in the elder's language, who reads it before they sign."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from elearn.people.api import addressed
from elearn.web.templatetags.times import clock, day_in_words

from .documents.signed import SignedSheet
from .domain.day import Stop
from .models import Trainer


def signed_sheet_of(stop: Stop, trainer: Trainer) -> SignedSheet:
    """Word the sheet of one visit; no address stands on it."""
    visit = stop.visit
    known = dict(settings.LANGUAGES)
    language = visit.request.language if visit.request.language in known else settings.LANGUAGE_CODE
    with translation.override(language):
        return SignedSheet(
            language=language,
            title=_("Sheet of a home visit"),
            issuer=settings.WAGTAIL_SITE_NAME,
            heading=_("I was visited at home"),
            when=f"{day_in_words(visit.starts_at)}, {clock(visit.starts_at)} – {clock(visit.ends_at)}",
            lines=(
                _("%(name)s of our programme was at my home at this time and taught me.")
                % {"name": trainer.person.name},
                _("Nobody asked me for a PIN, a card, a password, money or a gift."),
            ),
            name_words=_("Name"),
            name=addressed(visit.person),
            date_words=_("Date"),
            signature_words=_("Signature"),
            number_words=_("Visit %(number)s") % {"number": visit.pk},
            help_words=_("We help you: %(phone)s") % {"phone": settings.HELP_PHONE},
        )
