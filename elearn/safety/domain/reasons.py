"""Kind reasons why words are not shown as they are. The writer reads them in the writer's own language."""

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASONS: dict[str, str | Promise] = {
    "contacts": _("There is a telephone number, an address or a link in it. Please write it once more without."),
    "private": _("It tells something private about somebody. Please write it once more without that."),
    "unkind": _("Some of the words may hurt. Please say the same in a gentler way."),
    "unclear": _("We did not quite understand it. Please write it once more in other words."),
    "elsewhere": _("It is a question rather than thanks. Please call us: we pass it on and answer you."),
}
OWN_WORDS = "own"


def reason_in_words(reason: str, words: str, *, language: str) -> str:
    """Join a ready reason, in the given language, with the moderator's own words."""
    with translation.override(language):
        ready = str(REASONS.get(reason, ""))
    return "\n".join(part for part in (ready, words.strip()) if part)
