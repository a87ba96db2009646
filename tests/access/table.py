"""Who may open what: every address of the site against every role, as one table in `access.txt`.

A line reads `address  answer answer …`, one answer for each visitor, in the order of VISITORS:
`yes` (it opens, or the deed is done), `sign-in` (asked to sign in), `no` (refused in words, 403), `hidden` (as if it
did not exist, 404), `away` (leads elsewhere), `fails` (Wagtail's own views that fail on purpose or on an empty POST).
Films, pieces, uploads and watching reports are not here: they open to signed addresses alone, see their own tests.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern

TABLE = Path(__file__).with_name("access.txt")
VISITORS = (
    "anonymous", "elder", "learner", "trainer", "counsellor", "operator", "companion", "coordinator",
    "safeguarding", "partner", "volunteer",
)  # fmt: skip


def addresses() -> list[str]:
    """List every address pattern that the URL configuration knows, once, in words such as `learn/<int:course_id>/`."""
    return sorted(set(_walk(get_resolver())))


def _walk(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    for part in resolver.url_patterns:
        text = "<language>/" if isinstance(part.pattern, LocalePrefixPattern) else str(part.pattern)
        whole = prefix + text.lstrip("^")
        if isinstance(part, URLResolver):
            yield from _walk(part, whole)
        elif isinstance(part, URLPattern):
            yield whole.replace("\\Z", "").rstrip("$") or "/"


_INSIDE = r"(?:[^()]|\([^()]*\))*"
_PART = re.compile(rf"<(?:(?P<kind>\w+):)?(?P<name>\w+)>|\(\?P<(?P<group>\w+)>{_INSIDE}\)|\({_INSIDE}\)")


def concrete(address: str, samples: dict[str, Any]) -> str:
    """Fill an address pattern with samples: looked up by "address:name", then name, then kind, then 1."""

    def fill(match: re.Match[str]) -> str:
        name = match["name"] or match["group"] or ""
        for key in (f"{address}:{name}", name, match["kind"] or "int"):
            if key in samples:
                return str(samples[key])
        return "1"

    return "/" + _PART.sub(fill, address).lstrip("/").replace("\\", "").replace("?", "")


def read() -> dict[str, list[str]]:
    """Read the table: address → answers in the order of VISITORS."""
    lines = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            address, *answers = line.split()
            lines[address] = answers
    return lines


def write(lines: dict[str, list[str]]) -> None:
    """Write the table. Look at every changed answer before committing it."""
    widest = max(len(address) for address in lines)
    head = f"# {'address'.ljust(widest - 2)}  {'  '.join(name.ljust(7) for name in VISITORS)}"
    rows = [
        f"{address.ljust(widest)}  {'  '.join(answer.ljust(7) for answer in answers)}".rstrip()
        for address, answers in sorted(lines.items())
    ]
    TABLE.write_text("\n".join([head.rstrip(), *rows, ""]), encoding="utf-8")
