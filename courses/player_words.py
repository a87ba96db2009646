"""What the player says. Its script holds no words; these are written into the page, in the reader's language."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from courses.domain.building.chapters import Chapter
from courses.domain.films.beside import Beside
from courses.domain.watching.anew import Anew, anew_words
from courses.domain.watching.watching_words import SECONDS_UNTIL_MS, seen_template
from courses.enums import NotCounted
from media_pipeline.api import ShownCaptions
from media_pipeline.models import Film


def player_words(film: Film, chapters: Sequence[Chapter] = ()) -> dict[str, Any]:
    """Give the settings of the player of a film."""
    return {
        "language": get_language(),
        "duration_ms": film.duration_ms,
        "seen": seen_template(film.duration_ms),
        "seen_in_seconds": film.duration_ms < SECONDS_UNTIL_MS,
        "controls": control_words(),
        "chapters": [{"at_ms": chapter.at_ms, "title": chapter.title} for chapter in chapters],
        **_states(),
        **_beside(),
    }


def beside_words(beside: Beside) -> dict[str, Any]:
    """Give what the player is told when a film is opened, of all that goes with it."""
    sign = beside.sign
    return {
        "ready": beside.ready,
        "captions": [_captions(one) for one in beside.captions],
        "sign": {"playlist": sign.playlist, "offset_ms": sign.offset_ms} if sign else None,
        "described": beside.described,
    }


def captions_label(language: str, *, is_machine: bool, is_translation: bool) -> str:
    """Name captions as one chooses them: "English, written by a machine"."""
    names = {"language": language_name(language)}
    if is_machine:
        return _("%(language)s, written by a machine") % names
    return _("%(language)s, translated") % names if is_translation else names["language"]


def language_name(code: str) -> str:
    """Name a language as its own speakers do: a menu of languages is read by who knows only one of them."""
    try:
        return str(get_language_info(code)["name_local"]).capitalize()
    except KeyError:
        return code


def _captions(one: ShownCaptions) -> dict[str, str]:
    label = captions_label(one.language, is_machine=one.is_machine, is_translation=one.is_translation)
    return {
        "language": one.language,
        "short": one.language.upper(),
        "label": label,
        "kind": "subtitles" if one.is_translation else "captions",
        "src": one.address,
    }


def control_words() -> dict[str, str]:
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


def _states() -> dict[str, Any]:
    phone = {"phone": settings.HELP_PHONE}
    return {
        "loading": _("The video is loading…"),
        "refused": _refused(),
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
        "anew": {str(kind): anew_words(kind, is_playing=True) for kind in Anew},
        "gone": _("This video was taken back by the people in it. It can no longer be watched."),
        "resumed": _("We go on where you stopped: at {time}."),
    }


def _refused() -> dict[str, str]:
    """What somebody can do about a report that did not count, by `NotCounted`; of the rest they cannot know."""
    return {
        NotCounted.TOO_FAST.value: _(
            "This counts once: you seem to be watching in another window or on another device too."
        ),
        NotCounted.CLOSED.value: _(
            "This course has closed. You can watch the video to its end, but what you watch now no longer counts."
        ),
        NotCounted.NOT_LOADED.value: _(
            "What you watch here does not count just now: we cannot see that this device loads the video. Please open "
            "this page again. If these words come back, call us: %(phone)s."
        )
        % {"phone": settings.HELP_PHONE},
    }


def _beside() -> dict[str, str]:
    return {
        "captions_language": _("Language of the captions: {language}"),
        "play_from": _("Play from {time}"),
        "found": _("Lines with it: {count}"),
        "found_nothing": _("Nobody says that in the video."),
        "signing": _("The same in sign language"),
        "sign_failed": _("The signed video stopped. The video itself goes on."),
        "slow": _("Your connection is slow. With “Sound only” you can go on listening."),
    }
