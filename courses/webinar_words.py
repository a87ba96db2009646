"""What the page of a webinar says while it is live. Its script holds no words; these are written into the page."""

from typing import Any

from django.conf import settings
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from courses.domain.webinars.watching import SOON
from courses.models import Webinar
from courses.player_words import captions_label, control_words, language_name

MINUTES = round(SOON.total_seconds() / 60)  # the page counts the last ones


def live_words(webinar: Webinar) -> dict[str, Any]:
    """Give the settings of the script of a webinar's page."""
    return {
        "language": get_language(),
        "spoken": webinar.language,
        "starts_at": webinar.starts_at.isoformat() if webinar.starts_at else "",
        "soon_ms": round(SOON.total_seconds() * 1000),
        "begins": _begins(),
        "controls": control_words(),
        "captions": _captions(),
        **_states(),
        **_player(),
    }


def _begins() -> list[str]:
    """Say how many minutes are left, for each number of them: languages count in their own ways."""
    return [
        ngettext("It begins in %(count)d minute.", "It begins in %(count)d minutes.", minutes) % {"count": minutes}
        for minutes in range(1, MINUTES + 1)
    ]


def _captions() -> dict[str, Any]:
    """Name captions in each of the site's languages, as typed by a person and as written by a machine."""
    codes = [code for code, _name in settings.LANGUAGES]
    return {
        "typed": {code: language_name(code) for code in codes},
        "machine": {code: captions_label(code, is_machine=True, is_translation=False) for code in codes},
    }


def _states() -> dict[str, str]:
    phone = {"phone": settings.HELP_PHONE}
    return {
        "any_moment": _("It begins any moment now. Please stay: the picture comes by itself."),
        "begun": _("It has begun."),
        "interrupted": _("The webinar is interrupted for a moment. Please stay: it goes on by itself."),
        "still": _("Nothing comes from the studio just now. Please stay: it goes on by itself."),
        "over": _("The webinar is over. Thank you for being with us."),
        "gone": _("This webinar was stopped. It can no longer be watched."),
        "loading": _("The picture is on its way…"),
        "offline": _("There is no connection. We try again by ourselves; you do not have to do anything."),
        "back": _("The connection is back."),
        "failed": _("The picture stopped. Please check your connection and press “Try again”, or call us: %(phone)s.")
        % phone,
        "unable": _("This browser cannot play it. Please open this page in a newer browser, or call us: %(phone)s.")
        % phone,
        "not_registered": _("To watch it live, please register on this page first."),
        "attended": _("Thank you: your attendance is noted."),
    }


def _player() -> dict[str, str]:
    return {
        "delay": _("You see it {seconds} seconds after it happens."),
        "behind": _("You are {time} behind what happens now."),
        "slow": _("Your connection is slow. With “Sound only” you can go on listening."),
        "sound_on": _("You hear the sound only. Press “Sound only” again for the picture."),
        "captions_language": _("Language of the captions: {language}"),
        "slide": _("Slide {number} of {of}"),
        "no_slide": _("No slide is shown now."),
    }
