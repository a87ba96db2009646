"""How much of a film was seen, in words that a script can fill in while the film plays."""

from django.utils.translation import gettext, ngettext

# Up to here a length is said in seconds, beyond as a clock: "95 seconds", "2:10".
SECONDS_UNTIL_MS = 120_000
GAP = "{seen}"


def seen_template(duration_ms: int) -> str:
    """Give the sentence with a gap for what was seen. Its plural follows the length of the film, which stays."""
    seconds = round(duration_ms / 1000)
    if duration_ms < SECONDS_UNTIL_MS:
        words = ngettext(
            "You have watched %(seen)s of %(seconds)d second.",
            "You have watched %(seen)s of %(seconds)d seconds.",
            seconds,
        )
        return words % {"seen": GAP, "seconds": seconds}
    return gettext("You have watched %(seen)s of %(total)s.") % {"seen": GAP, "total": as_clock(duration_ms)}


def seen_words(watched_ms: int, duration_ms: int) -> str:
    """Say how much was seen: "You have watched 6 of 30 seconds." What is not whole is not yet seen."""
    short = duration_ms < SECONDS_UNTIL_MS
    # A film of 30.4 s is said to have 30: who saw it all has seen 30 of 30.
    seen = str(min(watched_ms // 1000, round(duration_ms / 1000))) if short else as_clock(watched_ms)
    return seen_template(duration_ms).replace(GAP, seen)


def as_clock(ms: int) -> str:
    """Write a length as a clock: 130000 → "2:10", 3725000 → "1:02:05"."""
    minutes, seconds = divmod(ms // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
