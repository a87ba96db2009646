"""Write more to a question: words and files, which wait in this browser until they are sent."""

from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ..domain.case_files import MOST, drafts_of
from ..domain.case_write import write_more
from ..errors_cases import CaseError
from ..forms_cases import MoreForm
from . import case_draft, case_once
from .case_door import Opened
from .case_upload import files_page


@require_http_methods(["GET", "POST"])
def more(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Words, and files one after the other. Adding a file keeps the words."""
    name = f"more-{opened.case.key.hex}"
    draft = case_draft.read(request, name)
    changed = files_page(request, draft.get("files", []))
    typed = request.POST if request.method == "POST" else draft
    said = {part: typed.get(part, "") for part in ("text", "hurt")}
    if request.method == "POST":
        case_draft.write(request, name, said | {"files": changed.keys})
    form = MoreForm(request.POST if changed.goes_on else None, initial=said)
    if changed.goes_on and form.is_valid() and _sent(request, opened, form.cleaned_data, changed.keys):
        case_draft.throw_away(request, name)
        return redirect("guidance:case", opened.case.key)
    if changed.is_done and not changed.goes_on:
        return redirect(request.path)
    context = {
        "case": opened.case, "way": opened.way.value, "form": form, "files": drafts_of(changed.keys),
        "wrong": changed.wrong, "most": MOST, "once": case_once.token(request),
    }  # fmt: skip
    is_wrong = bool(changed.wrong) or (form.is_bound and bool(form.errors))
    return render(request, "guidance/cases/more.html", context, status=422 if is_wrong else 200)


def _sent(request: HttpRequest, opened: Opened, said: dict[str, str], keys: list[str]) -> bool:
    if not ratelimit.consume(request, action="write_case", key=str(opened.case.pk)):
        messages.error(
            request, _("You have written many messages in an hour. What you wrote is kept. Try again later.")
        )
        return False
    try:
        write_more(opened.case, text=said["text"], hurt=said["hurt"], files=drafts_of(keys),
                   once=case_once.sent_with(request), **opened.who)  # fmt: skip
    except CaseError as error:
        messages.error(request, str(error.words))
        return False
    messages.success(request, _("Thank you. It is sent."))
    return True
