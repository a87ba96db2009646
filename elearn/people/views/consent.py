"""What somebody agreed to: the list, one consent with its words, the answer, taking it back, and the paper to sign.

The same pages serve who is signed in and who comes by the link in their message; both only ever act for themself, or
for somebody in whose place they decide.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from .. import evidence
from ..consent_words import clauses, statement
from ..domain.consent import consents_of, give_consent, refuse_consent, withdraw_consent
from ..domain.standing import decider_of, decides_for
from ..errors import ConsentProblem
from ..forms_consent import AnswerForm
from ..links import consent_address, consent_by, person_by
from ..models import Account, Consent, ConsentState, ConsentWay, Person, Role
from ..policies import account_of, has_role
from ..subjects import shown

Page = Callable[[HttpRequest, Consent, Account | None, str], HttpResponse]


# Lists ---------------------------------------------------------------------------------------------
@never_cache
@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Everything the person agreed to, and what they decide about for others."""
    person = account_of(request).person
    decides = decider_of(person) == person
    lists: list[tuple[Person | None, list[tuple[Consent, str]]]] = [(None, _addressed(person, opens=decides))]
    lists += [(other, _addressed(other, opens=True)) for other in decides_for(person)]
    return render(request, "people/consents.html", {"lists": lists, "is_decided_for": not decides})


def _addressed(person: Person, *, opens: bool) -> list[tuple[Consent, str]]:
    """Give somebody's consents with the address of each, "" where the reader does not decide about it."""
    return [(one, reverse("consent", args=[one.key]) if opens else "") for one in consents_of(person)]


@never_cache
@require_safe
def for_relative(request: HttpRequest, token: str) -> HttpResponse:
    """What a relative decides about, by the link in their message."""
    person = person_by(token)
    if person is None or person.relative is None:
        return _closed(request)
    rows = [(one, consent_address(one, person.relative)) for one in consents_of(person)]
    return render(request, "people/consents.html", {"lists": [(person, rows)], "relative": person.relative})


# One consent ---------------------------------------------------------------------------------------
def _signed_in(page: Page) -> Callable[[HttpRequest, UUID], HttpResponseBase]:
    """Open a page of a consent for who is signed in and decides about it; for anybody else it is not there."""

    @never_cache
    @login_required
    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: HttpRequest, key: UUID) -> HttpResponse:
        account = account_of(request)
        consent = get_object_or_404(Consent.objects.select_related("person__relative"), key=key)
        if not _decides(account.person, consent):
            raise Http404
        return page(request, consent, account, reverse("consent", args=[key]))

    return view


def _by_link(page: Page) -> Callable[[HttpRequest, str], HttpResponseBase]:
    """Open a page of a consent by the link that was sent to who decides about it."""

    @never_cache
    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: HttpRequest, token: str) -> HttpResponse:
        consent = consent_by(token)
        if consent is None:
            return _closed(request)
        return page(request, consent, None, reverse("consent_link", args=[token]))

    return view


def _decides(person: Person, consent: Consent) -> bool:
    decider = decider_of(consent.person)
    return decider is not None and decider.pk == person.pk


def _closed(request: HttpRequest) -> HttpResponse:
    return render(request, "people/consent_closed.html", status=404)


def _answer(request: HttpRequest, consent: Consent, by: Account | None, address: str) -> HttpResponse:
    """The words, the thing itself, and the answer."""
    form = AnswerForm(request.POST or None, consent=consent)
    if request.method == "POST" and form.is_valid():
        if request.POST.get("answer") == "no" and consent.state == ConsentState.GIVEN:
            return redirect(f"{address}take-back/")
        try:
            _record(form, consent, by, is_yes=request.POST.get("answer") == "yes")
        except ConsentProblem as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Thank you. Your answer is kept."))
        return redirect(address)
    return render(request, "people/consent.html", _facts(consent, address) | {"form": form})


def _record(form: AnswerForm, consent: Consent, by: Account | None, *, is_yes: bool) -> None:
    speaker = form.cleaned_data.get("speaker", "")
    if is_yes:
        give_consent(consent, way=ConsentWay.CLICK, uses=form.uses(), by=by, speaker=speaker)
    else:
        refuse_consent(consent, by=by, speaker=speaker)


def _facts(consent: Consent, address: str) -> dict[str, Any]:
    return {
        "consent": consent,
        "statement": statement(consent),
        "clauses": clauses(consent),
        "shown": shown(consent.subject),
        "address": address,
        "is_for_another": not consent.person.speaks_for_themself,
        "may_take_back": consent.state == ConsentState.GIVEN,
        "may_answer": consent.state != ConsentState.WITHDRAWN,
    }


def _take_back(request: HttpRequest, consent: Consent, by: Account | None, address: str) -> HttpResponse:
    """Ask once, saying what happens; then take it back."""
    if consent.state != ConsentState.GIVEN:
        return redirect(address)
    if request.method != "POST":
        return render(request, "people/consent_take_back.html", _facts(consent, address))
    withdraw_consent(consent, by=by, reason=request.POST.get("reason", "")[:1000])
    messages.success(request, _("It is taken back. Thank you for what you have shared."))
    return redirect(address)


def _paper(request: HttpRequest, consent: Consent, by: Account | None, address: str) -> HttpResponse:
    return paper_page(request, consent)


consent = _signed_in(_answer)
take_back = _signed_in(_take_back)
paper = _signed_in(_paper)
link = _by_link(_answer)
link_take_back = _by_link(_take_back)
link_paper = _by_link(_paper)


def paper_page(request: HttpRequest, consent: Consent) -> HttpResponse:
    """The paper to print and sign, filled in, in the language asked for; the caller has asked who wants it."""
    asked = request.GET.get("language", consent.person.language)
    language = asked if translation.check_for_language(asked) else consent.person.language
    with translation.override(language):
        facts = _facts(consent, reverse("consent", args=[consent.key])) | {"paper_language": language}
        return render(request, "people/consent_paper.html", facts)


@never_cache
@login_required
@require_safe
def proof(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """The scan or the recorded voice, for the person, who decides for them, coordinators and safeguarding."""
    account = account_of(request)
    consent = get_object_or_404(Consent.objects.select_related("person"), key=key)
    is_theirs = account.person_id == consent.person_id or _decides(account.person, consent)
    if not is_theirs and not any(has_role(account, role) for role in (Role.COORDINATOR, Role.SAFEGUARDING)):
        raise PermissionDenied
    if not consent.evidence:
        raise Http404
    try:
        file, media_type = evidence.opened(consent.evidence)
    except FileNotFoundError as error:
        raise Http404 from error
    is_sound = media_type.startswith("audio/")
    ending = consent.evidence.rpartition(".")[2]
    answer = FileResponse(file, content_type=media_type, as_attachment=not is_sound, filename=f"consent.{ending}")
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer
