"""What the player says. Its script holds no words; these are written into the page, in the reader's language."""

from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from courses.domain.watching_words import SECONDS_UNTIL_MS, seen_template
from media_pipeline.models import Film


def player_words(film: Film) -> dict[str, Any]:
    """Give the settings of the player of a film."""
    return {
        "language": get_language(),
        "duration_ms": film.duration_ms,
        "seen": seen_template(film.duration_ms),
        "seen_in_seconds": film.duration_ms < SECONDS_UNTIL_MS,
        "controls": _controls(),
        **_states(),
    }


def _controls() -> dict[str, str]:
    """The names of the controls, by those that media-chrome knows them under."""
    return {
        "Play": _("Play"),
        "Pause": _("Pause"),
        "play": _("Play"),
        "pause": _("Pause"),
        "Seek backward": _("Back 10 seconds"),
        "seek back {seekOffset} seconds": _("Back {seekOffset} seconds"),
        "Mute": _("Sound off"),
        "Unmute": _("Sound on"),
        "mute": _("Sound off"),
        "unmute": _("Sound on"),
        "volume": _("Volume"),
        "seek": _("Place in the video"),
        "Playback rate": _("Speed"),
        "Playback rate {playbackRate}": _("Speed {playbackRate}x"),
        "current playback rate": _("Speed"),
        "Captions": _("Captions"),
        "closed captions": _("Captions"),
        "Enable captions": _("Captions on"),
        "Disable captions": _("Captions off"),
        "Enter fullscreen mode": _("Whole screen"),
        "Exit fullscreen mode": _("Leave the whole screen"),
        "enter fullscreen mode": _("Whole screen"),
        "exit fullscreen mode": _("Leave the whole screen"),
        "playback time": _("Time"),
        "{currentTime} of {totalTime}": _("{currentTime} of {totalTime}"),
        "{time} remaining": _("{time} left"),
        "video not loaded, unknown time.": _("The video is not loaded yet."),
        "video player": _("Video"),
        "audio player": _("Sound"),
        "media loading": _("The video is loading"),
        "hour": _("hour"),
        "hours": _("hours"),
        "minute": _("minute"),
        "minutes": _("minutes"),
        "second": _("second"),
        "seconds": _("seconds"),
    }


def _states() -> dict[str, str]:
    phone = {"phone": settings.HELP_PHONE}
    return {
        "loading": _("The video is loading…"),
        "elsewhere": _("This counts once: you seem to be watching in another window or on another device too."),
        "offline": _("There is no connection. What you have watched is kept on this device and is sent later."),
        "failed": _(
            "The video stopped. What you have watched is kept. Please check your connection and press “Try again”, "
            "or call us: %(phone)s."
        )
        % phone,
        "unable": _(
            "This browser cannot play the video. Please open this page in a newer browser, or call us: %(phone)s."
        )
        % phone,
        "gone": _("This video was taken back by the people in it. It can no longer be watched."),
        "resumed": _("We go on where you stopped: at {time}."),
    }
