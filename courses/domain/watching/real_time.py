"""Real time that a person has used up by watching: pure sets of milliseconds since 1970, as `spans` are of a film.

Playing takes real time, and a minute of one person's time can be given to one player only. Which minute a report gets
is chosen so that honest people are never refused: the *earliest* free time since its session was opened. Whoever plays
on one device after another, offline or not, always fits, in whatever order their reports come: time that lies earlier
is open to fewer sessions (only to those opened before it), so taking it first leaves most to the others. Decision 0023.
"""

from datetime import UTC, datetime, timedelta

from .spans import Spans, merged

# No report reaches further back: addresses live 14 days.
REACH = timedelta(days=15)
MOST_SPANS = 300


def in_ms(moment: datetime) -> int:
    """Give a moment in ms since 1970."""
    return round(moment.timestamp() * 1000)


def as_moment(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, tz=UTC)


def known(used: list[list[int]], used_until: datetime) -> Spans:
    """Read what a clock says is used; a clock without spans has used up everything until its hand."""
    if used:
        return [(start, end) for start, end in used]
    until = in_ms(used_until)
    return [(0, until)] if until > 0 else []


def using(used: Spans, needed_ms: int, *, since: int, until: int) -> Spans | None:
    """Take the earliest free time there is between two moments, and give what is used then. None: there is not enough.

    `used` is in normal form, and so is what is given.
    """
    taken, left, here = [], needed_ms, since
    for start, end in [*used, (until, until)]:
        stop = min(start, until, here + left)
        if stop > here:
            taken.append((here, stop))
            left -= stop - here
        if not left or start >= until:
            break
        here = max(here, end)
    return None if left else merged(used, taken)


def trimmed(used: Spans, *, now: datetime) -> Spans:
    """Forget what no report can reach any more; of very many spans, let the oldest grow together."""
    reached = in_ms(now - REACH)
    kept = [(start, end) for start, end in used if end > reached]
    if len(kept) > MOST_SPANS:
        joined = len(kept) - MOST_SPANS + 1
        kept = [(kept[0][0], kept[joined - 1][1]), *kept[joined:]]
    return kept
