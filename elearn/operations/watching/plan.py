"""What simulated watchers are and do: honest ones at every speed, and each way of cheating that we know of.

Pure: read by the process that sends and by the one that judges. A *turn* is one report, each `EVERY` seconds of a
watcher's own clock, which begins when its film was opened.

Who *pretends* watches in real time and loads nothing; only checks tell them from the honest. What is promised of them
is that they count nothing once wrong answers were judged; until then, and for who answers nothing, it is only that the
evidence is no stronger. Who is *silent* pretends as well, and answers no check: what they send counts, as for an old
browser, and is never called strong. In life one report of ten is answered with a check: both number their reports so
that each is.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

EVERY = 30.0  # seconds between the reports of a player
FILM_MS = 3_600_000
VERSION = "360p-0badcafe"
SEGMENT_MS = 4_000
SEGMENTS = FILM_MS // SEGMENT_MS


class Kind(StrEnum):
    """Who watches. The first are honest; a cheat of each other kind must gain nothing."""

    PLAYS = "plays"
    OFFLINE = "offline"  # every other report comes together with the next one
    REPLAYS = "replays"  # a number that counted again, with other seconds
    HURRIES = "hurries"  # four times what the clock allows
    OUTSIDE = "outside"  # seconds that the film does not have
    UNOPENED = "unopened"  # a playlist that was never fetched
    FORGES = "forges"  # a token that nobody signed
    TWICE = "twice"  # two parts of a film at once, on two devices
    RACES = "races"  # plays at sixteen times the speed, and says so
    COMBS = "combs"  # single milliseconds, with holes after each that are just small enough to be filled
    PRETENDS = "pretends"  # digests of segments that were never loaded
    SILENT = "silent"  # no word to any check


HONEST = (Kind.PLAYS, Kind.OFFLINE)
UNLOADED = (Kind.PRETENDS, Kind.SILENT)  # who watch in real time what they never load
CHEATS = tuple(kind for kind in Kind if kind not in HONEST)
RATES = (1.0, 1.0, 1.0, 1.25, 1.5, 2.0, 0.5)
TEETH, TOOTH_EVERY_MS = 300, 251  # of a comb: it would be filled to two and a half times what passes
PRETENDS_EVERY = 15.0  # seconds between the reports of who pretends: asked more often, found out sooner


@dataclass(frozen=True)
class Watcher:
    """One playback session. `phase`: seconds after the beginning at which its film is opened."""

    number: int
    token: str
    kind: Kind
    phase: float
    rate: float = 1.0
    offset_ms: int = 0  # where in the film it begins
    numbers: Sequence[int] = ()  # of its reports, where they are not 1, 2, 3 …

    @property
    def every(self) -> float:
        return every_of(self.kind)


def every_of(kind: Kind) -> float:
    """Tell how many seconds are between two turns, within which each begins at a moment of their own."""
    return PRETENDS_EVERY if kind in UNLOADED else EVERY


def bytes_of(segment: int) -> bytes:
    """Give the bytes of a segment of the film that all watch."""
    return hashlib.sha512(f"segment {segment}".encode()).digest() * 64


def digest_of(name: str, salt: str) -> str:
    """Give what a player that loaded a segment answers."""
    number = int(name.rpartition("/s")[2].removesuffix(".m4s"))
    return hashlib.sha256(bytes.fromhex(salt) + bytes_of(number)).hexdigest()


def reports_of(watcher: Watcher, turn: int) -> list[dict]:
    """Give what a watcher sends at a turn (1, 2, 3 …). Each is sent once; what fails is sent again as it is."""
    if watcher.kind == Kind.OFFLINE:
        return [_honest(watcher, turn - 1), _honest(watcher, turn)] if turn % 2 == 0 else []
    if watcher.kind == Kind.REPLAYS:
        # The first report is honest; from then on its number comes again.
        return [_honest(watcher, turn) | ({"number": 1} if turn > 1 else {})]
    if watcher.kind == Kind.HURRIES:
        # Four times what all the time since the opening allows, at twice the speed.
        return [_told(turn, 0, min(240_000 * turn, FILM_MS), rate=2.0)]
    if watcher.kind == Kind.OUTSIDE:
        return [_told(turn, FILM_MS + turn * 30_000, 30_000, rate=1.0)]
    if watcher.kind == Kind.RACES:
        return [_told(turn, (turn - 1) * 480_000, 480_000, rate=16.0)]
    if watcher.kind == Kind.COMBS:
        start, length = (turn - 1) * TEETH * TOOTH_EVERY_MS, TEETH * TOOTH_EVERY_MS
        teeth = [[at, at + 1] for at in range(start, start + length, TOOTH_EVERY_MS)]
        return [_told(turn, start, length, rate=2.0) | {"spans": teeth}]
    if watcher.kind in UNLOADED and watcher.numbers:
        return [_honest(watcher, turn) | {"number": watcher.numbers[turn - 1]}] if turn <= len(watcher.numbers) else []
    return [_honest(watcher, turn)]


def honest_ms(watcher: Watcher, turns: int) -> int:
    """Tell how much may be credited to a watcher after so many turns."""
    if watcher.kind in (*HONEST, *UNLOADED):
        return _length(watcher) * turns
    if watcher.kind == Kind.COMBS:
        return TEETH * turns
    return _length(watcher) if watcher.kind == Kind.REPLAYS and turns else 0


def _length(watcher: Watcher) -> int:
    return round(watcher.every * 1000 * watcher.rate)


def _honest(watcher: Watcher, turn: int) -> dict:
    length = _length(watcher)
    return _told(turn, watcher.offset_ms + (turn - 1) * length, length, rate=watcher.rate)


def _told(number: int, start: int, length: int, *, rate: float) -> dict:
    return {
        "number": number, "spans": [[start, start + length]], "position_ms": min(start + length, FILM_MS),
        "rate": rate, "version": VERSION,
    }  # fmt: skip
