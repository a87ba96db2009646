"""Spans of a film: pure sets of milliseconds. A span is [from, to): its first millisecond counts, its last does not.

A list of spans in *normal form* is sorted, and its spans neither touch nor overlap nor are empty.
"""

from collections.abc import Iterable, Sequence

Span = tuple[int, int]
Spans = list[Span]


def merged(*lists: Iterable[Sequence[int]], gap: int = 0) -> Spans:
    """Give the union of spans, in any order, as normal form; gaps of at most `gap` ms are filled."""
    result: Spans = []
    for start, end in sorted((start, end) for spans in lists for start, end in spans):
        if start >= end:
            continue
        if result and start - result[-1][1] <= gap:
            result[-1] = (result[-1][0], max(result[-1][1], end))
        else:
            result.append((start, end))
    return result


def length(spans: Iterable[Sequence[int]]) -> int:
    """Add up how long spans are, in ms. Overlaps count as often as they are there: played, not unique, time."""
    return sum(end - start for start, end in spans)


def clipped(spans: Iterable[Sequence[int]], end: int) -> Spans:
    """Give spans without what lies after `end`; empty ones vanish."""
    return [(start, min(stop, end)) for start, stop in spans if start < min(stop, end)]


def without(spans: Iterable[Sequence[int]], taken: Iterable[Sequence[int]]) -> Spans:
    """Give what lies in one list and not in another, as normal form."""
    left: Spans = []
    away = merged(taken)
    for start, end in merged(spans):
        here = start
        for begin, stop in away:
            if stop <= here or begin >= end:
                continue
            if begin > here:
                left.append((here, begin))
            here = max(here, stop)
        if here < end:
            left.append((here, end))
    return left
