"""What a browser without an account holds of the cases it has opened with a code: a mark of each, for two hours.

The code itself is not kept. A mark opens nothing once the code is another, and all of them go with one button.
"""

from time import time

from django.http import HttpRequest

from ..models import Case

_MARKS = "case_marks"
_FRESH = "case_fresh"
OPEN_FOR = 2 * 3600  # seconds since the last look


def remember(request: HttpRequest, case: Case, *, is_fresh: bool = False) -> None:
    """Open a case for this browser. `is_fresh`: it was asked here just now, so its code may be shown here."""
    request.session.cycle_key()  # what somebody else may have put into this browser opens nothing
    marks = request.session.get(_MARKS, {})
    request.session[_MARKS] = marks | {case.key.hex: [case.code_mark, time()]}
    if is_fresh:
        request.session[_FRESH] = [*request.session.get(_FRESH, []), case.key.hex]


def mark_for(request: HttpRequest, case: Case) -> str:
    """Give the mark this browser holds of a case; "" when it holds none, or has not looked for two hours."""
    marks = request.session.get(_MARKS, {})
    mark, seen = marks.get(case.key.hex, ["", 0])
    if not mark:
        return ""
    if time() - seen > OPEN_FOR:
        del marks[case.key.hex]
        request.session[_MARKS] = marks
        return ""
    if time() - seen > 60:
        request.session[_MARKS] = marks | {case.key.hex: [mark, time()]}
    return str(mark)


def is_fresh(request: HttpRequest, case: Case) -> bool:
    """Say whether the code of a case may still be shown in this browser."""
    return case.key.hex in request.session.get(_FRESH, [])


def no_longer_fresh(request: HttpRequest, case: Case) -> None:
    request.session[_FRESH] = [key for key in request.session.get(_FRESH, []) if key != case.key.hex]


def holds_any(request: HttpRequest) -> bool:
    """Say whether this browser has a case open by its code."""
    return bool(request.session.get(_MARKS))


def leave(request: HttpRequest) -> None:
    """Close all cases and drafts in this browser, as on a telephone that others use."""
    for name in list(request.session.keys()):
        if name.startswith("case_"):
            del request.session[name]
