"""A minor names a parent or guardian; the guardian reads, proves the address with a code of their own, and decides."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ..domain.age import is_minor
from ..domain.guardians import MOST_MESSAGES, agree, ask_guardian, mistaken, refuse, remind_guardian
from ..domain.guardianship import agreed_of, by_token, guardianship_of, needs_guardian, request_of
from ..domain.names import public_name
from ..errors import GuardianRefused
from ..forms_guardian import DecideForm, GuardianForm
from ..limits import take_a_code
from ..models import ContactPoint, Guardianship, Person, Relation, Way
from ..policies import account_of
from ..proof import Proof
from .code import AddressCodeView
from .join import safe_next

PROVED = "guardian_proved"
PROVED_FOR = 30 * 60  # seconds to read and decide after the code
GuardianView = Callable[[HttpRequest, Guardianship], HttpResponseBase]


def words_of(error: GuardianRefused) -> str:
    """Say why a guardian cannot be asked, or cannot agree."""
    said = {
        "own": _("This address also belongs to the child. Another one of your own is needed. Please call us."),
        "minor": _("A parent or guardian has to be an adult. Please call us if this is a mistake."),
        "no": _("A parent or guardian has said no. They can change their mind, or you call us together."),
        "staff": _("Only an operator or a coordinator can write this down."),
        "self": _("This is about you or your own family. Please ask a colleague."),
        "same": _("We have asked at this address already. Write to them again, or name somebody else."),
        "reason": _("Please write why, for the record."),
        "day": _("This day is yet to come."),
        "too_many": _("You have asked several times. Please call us, and we ask together."),
    }
    return said.get(error.reason, _("This is no longer open. Please call us if you need help."))


# The minor -----------------------------------------------------------------------------------------
@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def my_guardian(request: HttpRequest) -> HttpResponse:
    """Ask a minor for a parent or guardian; afterwards say how it stands, send again, mend or name another."""
    person = account_of(request).person
    if not is_minor(person):
        return redirect(safe_next(request) or "desk:home")
    row, waiting = guardianship_of(person), request_of(person)
    if request.method == "POST" and request.POST.get("action") == "again" and waiting:
        _send_again(request, waiting)
        return redirect(request.get_full_path())
    stands = row is not None and (row.is_open or row.is_agreed or row.holds_as_no)
    changes = waiting is not None and "change" in request.GET
    another = stands and "another" in request.GET
    form = GuardianForm(request.POST or None, minor=person) if changes or another or not stands else None
    beside = another or (changes and row != waiting)
    is_filled = request.method == "POST" and form is not None and form.is_valid()
    if is_filled and form and _asked(request, person, form, another=beside, corrects=changes):
        return redirect(request.path + (f"?next={safe_next(request)}" if safe_next(request) else ""))
    context = {"form": form, "row": row, "waiting": waiting, "another": another, "person": person}
    context["can_resend"] = waiting is not None and waiting.messages < MOST_MESSAGES
    context["other"] = waiting or (row and not row.is_agreed and agreed_of(person))
    context["needs_call"] = settings.GUARDIAN_NEEDS_CALL
    return render(request, "people/guardian_mine.html", context | {"next": safe_next(request)})


def _asked(request: HttpRequest, person: Person, form: GuardianForm, *, another: bool, corrects: bool) -> bool:
    """Ask; where that cannot be, put the reason into the form."""
    kind, value = form.cleaned_data["address"]
    if not ratelimit.consume(request, action="ask_guardian", key=value):
        form.add_error("address", _("We have written there several times today. Please wait until tomorrow."))
        return False
    try:
        ask_guardian(
            person, name=form.cleaned_data["name"], relation=Relation(form.cleaned_data["relation"]),
            kind=kind, value=value, language=form.cleaned_data["language"],
            another=another, corrects=corrects,
        )  # fmt: skip
    except GuardianRefused as error:
        form.add_error("address", form.own_words() if error.reason == "own" else words_of(error))
        return False
    return True


def _send_again(request: HttpRequest, row: Guardianship) -> None:
    if ratelimit.consume(request, action="ask_guardian", key=row.contact) and remind_guardian(row):
        messages.success(request, _("We have written once more."))
    else:
        messages.error(request, _("We have written several times. Please wait until tomorrow, or call us."))


# The guardian --------------------------------------------------------------------------------------
def for_guardian(view: GuardianView) -> Callable[[HttpRequest, str], HttpResponseBase]:
    """Find the request of an address, or say kindly that it is over. Never kept, never indexed."""

    @wraps(view)
    def found(request: HttpRequest, token: str) -> HttpResponseBase:
        row = by_token(token)
        if row is None or not is_minor(row.minor):
            answer: HttpResponseBase = render(request, "people/guardian_closed.html", status=404)
        else:
            answer = view(request, row)
        answer["X-Robots-Tag"] = "noindex, nofollow"
        return answer

    return never_cache(found)


def page_of(row: Guardianship, **more: Any) -> dict[str, Any]:
    """Give what the guardian's pages show: of the child the first name alone."""
    may_only_refuse = row.is_second and row.agreed_at is not None
    return {
        "row": row, "child": public_name(row.minor), "home": reverse("guardian", args=[row.token]),
        "may_only_refuse": may_only_refuse, "needs_call": settings.GUARDIAN_NEEDS_CALL, **more,
    }  # fmt: skip


@require_http_methods(["GET", "POST"])
@for_guardian
def guardian(request: HttpRequest, row: Guardianship) -> HttpResponse:
    """Explain what the child does here and what we keep; send the guardian's own code."""
    may_be_mistaken = row.is_open or (row.is_second and row.agreed_at is None)
    if request.method == "POST" and request.POST.get("action") == "mistaken" and may_be_mistaken:
        mistaken(row)
        return render(request, "people/guardian_done.html", page_of(row, done="mistaken"))
    if request.method == "POST":
        kind = ContactPoint.Kind(row.kind)
        try:
            take_a_code(request, kind, row.contact)
        except ValidationError as error:
            messages.error(request, error.message)
            return redirect(request.path)
        proof = Proof(kind=row.kind, value=row.contact, purpose="guardian", facts={"guardianship": str(row.pk)})
        proof.send(request)
        return redirect("guardian_code", row.token)
    return render(request, "people/guardian.html", page_of(row, may_be_mistaken=may_be_mistaken))


class GuardianCodeView(AddressCodeView):
    """Ask for the code that went to the guardian's own address."""

    purpose = "guardian"
    template_name = "people/guardian_code.html"
    row: Guardianship

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        row = by_token(kwargs["token"])
        if row is None:
            return render(request, "people/guardian_closed.html", status=404)
        self.row, self.start_url_name = row, reverse("guardian", args=[row.token])
        proof = Proof.current(request, self.purpose)
        if proof and proof.facts.get("guardianship") != str(row.pk):
            return redirect(self.start_url_name)
        return super().dispatch(request, *args, **kwargs)

    def proved(self, proof: Proof) -> HttpResponse:
        self.request.session[PROVED] = {"row": self.row.pk, "at": time.time()}
        return redirect("guardian_decide", self.row.token)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | page_of(self.row)


@require_http_methods(["GET", "POST"])
@for_guardian
def decide(request: HttpRequest, row: Guardianship) -> HttpResponseBase:
    """Take the guardian's yes or no, once the code has proved who they are."""
    kept = request.session.get(PROVED) or {}
    if kept.get("row") != row.pk or time.time() - kept.get("at", 0) > PROVED_FOR:
        return redirect("guardian", row.token)
    says_yes = request.POST.get("action") == "agree"
    form = DecideForm(request.POST if says_yes else None)
    if request.method == "POST" and request.POST.get("action") == "refuse":
        had_agreed = row.is_agreed or row.agreed_at is not None
        refuse(row)
        return _decided(request, row, "withdrawn" if had_agreed else "refused")
    if says_yes and form.is_valid():
        try:
            agree(row, way=Way.CODE, language=get_language() or row.language)
        except GuardianRefused as error:
            form.add_error(None, words_of(error))
        else:
            return _decided(request, row, "agreed")
    return render(request, "people/guardian_decide.html", page_of(row, form=form))


def _decided(request: HttpRequest, row: Guardianship, done: str) -> HttpResponse:
    request.session.pop(PROVED, None)
    return render(request, "people/guardian_done.html", page_of(row, done=done, waits=needs_guardian(row.minor)))
