"""Adding files without JavaScript: one after the other, each taken or refused in words, any of them left out again."""

from dataclasses import dataclass

from allauth.core import ratelimit
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from ..domain.case_files import MOST, drafts_of, drop, take
from ..errors_cases import FileRefused


@dataclass(frozen=True)
class Changed:
    """What became of a page with files: the keys as they are now, what was wrong, and where it goes."""

    keys: list[str]
    wrong: list[str]
    is_done: bool = False  # something was added or left out
    goes_on: bool = False  # the other button was pressed, and nothing was wrong


def files_page(request: HttpRequest, keys: list[str]) -> Changed:
    """Do what was pressed on a page with files; `keys` are those that the session knows."""
    known = [draft.key.hex for draft in drafts_of(keys)]
    if request.method != "POST":
        return Changed(known, [])
    if left_out := request.POST.get("leave_out"):
        if left_out in known:
            with transaction.atomic():
                drop(drafts_of([left_out])[0])
        return Changed([key for key in known if key != left_out], [], is_done=True)
    added, wrong = _take(request, len(known))
    goes_on = not wrong and "add" not in request.POST
    return Changed(known + added, wrong, is_done=bool(added) and not wrong, goes_on=goes_on)


def _take(request: HttpRequest, there: int) -> tuple[list[str], list[str]]:
    added: list[str] = []
    wrong: list[str] = []
    for file in request.FILES.getlist("files"):
        if there + len(added) >= MOST:
            wrong.append(_("We take up to %(number)d files. Send the most important ones.") % {"number": MOST})
            break
        if not ratelimit.consume(request, action="case_file"):
            wrong.append(_("Many files have just come from your network. Try again in an hour."))
            break
        try:
            added.append(take(file).key.hex)
        except FileRefused as error:
            wrong.append(f"{file.name}: {error.words}")
    if "add" in request.POST and not request.FILES:
        wrong.append(_("Choose a file first."))
    return added, wrong
