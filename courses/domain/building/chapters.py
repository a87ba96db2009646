"""The chapters of a lesson's video: the steps that say where in it they begin."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from courses.clock import clock
from courses.models import LessonPage

__all__ = ["Chapter", "chapters_of", "moved", "without_times"]

_LONGEST_TITLE = 80  # characters; a step may be a paragraph


@dataclass(frozen=True)
class Chapter:
    """A part of a video, until the next one begins."""

    at_ms: int
    title: str

    @property
    def clock(self) -> str:
        return clock(self.at_ms // 1000)


def chapters_of(lesson: LessonPage) -> list[Chapter]:
    """Give the chapters in the order of the video; one that begins after its end is none."""
    film = lesson.film
    if film is None:
        return []
    found: dict[int, Chapter] = {}
    steps = [step for block in lesson.body if block.block_type == "steps" for step in block.value["steps"]]
    for step in steps:
        at = step["at"]
        if at is not None and (not film.duration_ms or at * 1000 < film.duration_ms):
            found.setdefault(at, Chapter(at * 1000, _title(step["text"])))
    return [found[at] for at in sorted(found)]


def _title(text: str) -> str:
    """The first line of a step, cut at a word where it is long."""
    line = next((line.strip() for line in text.splitlines() if line.strip()), "")
    if len(line) <= _LONGEST_TITLE:
        return line
    return f"{line[: _LONGEST_TITLE - 1].rpartition(' ')[0] or line[: _LONGEST_TITLE - 1]}…"


def moved(body: Sequence[Mapping[str, Any]], by_seconds: int) -> list[dict[str, Any]]:
    """Give the raw blocks of a lesson with every step that much later in the video; negative is earlier.

    A step that would begin before the video does, because its beginning was cut away, keeps its words and loses its
    time.
    """
    blocks = deepcopy([dict(block) for block in body])
    for block in blocks:
        for item in block["value"]["steps"] if block["type"] == "steps" else ():
            step = item["value"]
            if isinstance(step, dict) and step.get("at") is not None:
                at = step["at"] + by_seconds
                step["at"] = at if at >= 0 else None
    return blocks


def without_times(body: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Give the raw blocks of a lesson whose video is another recording: its steps keep their words alone."""
    blocks = deepcopy([dict(block) for block in body])
    for block in blocks:
        for item in block["value"]["steps"] if block["type"] == "steps" else ():
            if isinstance(item["value"], dict):
                item["value"]["at"] = None
    return blocks
