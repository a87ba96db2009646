"""May others learn from it? Who asked says so, and can change it; no helper of theirs decides it."""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ..case_enums import MayPublish
from ..domain.case_calls import choose
from ..domain.case_public import public_of, say_public
from ..errors_cases import CaseError, ChangedMeanwhile
from ..forms_counsel import OthersForm
from ..policies_cases import CaseWay
from .case_door import Opened
from .case_page import _done


@require_http_methods(["GET", "POST"])
def others(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Yes or no; until somebody says yes, none of their words are used."""
    if opened.way == CaseWay.HELPER:
        raise Http404
    form = OthersForm(request.POST if request.method == "POST" else None, initial={"may": opened.case.may_publish})
    if form.is_valid():
        deed = partial(say_public, opened.case, may=MayPublish(form.cleaned_data["may"]), **opened.who)
        return _done(request, opened, deed, _("Thank you. You can change it at any time."))
    context = {"case": opened.case, "form": form, "pages": public_of(opened.case)}
    return render(request, "guidance/cases/others.html", context, status=422 if form.is_bound else 200)


@require_POST
def time(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Choose one of the times that the counsellor offered for a call."""
    try:
        chosen = parse_datetime(request.POST.get("time", ""))
        if chosen is None or chosen.tzinfo is None:
            raise ChangedMeanwhile
        choose(opened.case, time=chosen, **opened.who)
    except (CaseError, ValueError) as error:
        messages.error(request, str(getattr(error, "words", ChangedMeanwhile.words)))
        return redirect("guidance:case_call_back", opened.case.key)
    messages.success(request, _("Thank you. We call you then."))
    return redirect("guidance:case", opened.case.key)
