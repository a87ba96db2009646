"""My helper: the elder's page, the invitation in three steps, and what the helper sees and answers."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from elearn.web.api import number_in
from elearn.web.speech import cost, sound_answer

from ..companion_words import rules, sentence
from ..domain import companions
from ..domain.address import addressed
from ..domain.call_backs import ask_for_call
from ..domain.companion_acts import act, acts_for, companionships_of, helped_by
from ..domain.companion_rows import proved_addresses
from ..errors import HelperRefused, MayNotAct
from ..forms_companion import AcceptForm, TermsForm, WhoForm
from ..models import Companionship, CompanionshipState, ContactPoint, Did, EndedBy, Person, Scope
from ..models.call_back import TimeOfDay
from ..phones import readable_phone
from ..policies import account_of, role_required

SESSION_KEY = "helper_invitation"
NEWEST = 10  # acts that are heard at once
LISTED = 50


def refusal(reason: str) -> str:
    """Say in words why a helper could not be invited, changed or accepted."""
    words = {
        "own": _("This address is yours. Please write your helper’s own number or e-mail address."),
        "self": _("Nobody can be their own helper. Please sign in with a sign-in of your own."),
        "minor": _("A helper, and who chooses one, must be 18 or older."),
        "scopes": _("Tick at least one thing."),
        "until": _("Choose a day within one year."),
        "too_many": _("You have invited several people in the last weeks. Please call us, and we will help you."),
        "closed": _("This invitation is no longer open."),
        "address": _("Please sign in with the number or e-mail address that the invitation was sent to."),
        "suspended": _("This cannot be accepted at the moment. Please call us."),
        "standing": _("This person cannot choose a helper. Please call us."),
        "helper": _("A helper cannot choose or change helpers."),
        "officer": _("Safeguarding officers and administrators choose their own helpers, without our staff."),
        "safety": _("Only the safeguarding officer can do this."),
    }
    return words[reason]


# The elder -----------------------------------------------------------------------------------------
@never_cache
@require_safe
@role_required()
def mine(request: HttpRequest) -> HttpResponse:
    """Who helps me, with what, until when, and everything they did for me."""
    person = account_of(request).person
    rows = list(companionships_of(person))
    acts = [sentence(one) for one in acts_for(person)[:LISTED]]
    context = {
        "current": [row for row in rows if row.is_current],
        "over": [row for row in rows if row.state in (CompanionshipState.ENDED, CompanionshipState.DECLINED)],
        "acts": acts,
        "sound_bytes": cost(acts[:NEWEST]),
    }
    return render(request, "people/my_helper.html", context)


@never_cache
@require_safe
@role_required()
def listen(request: HttpRequest) -> HttpResponse:
    """What my helpers did, said aloud: for the elder who is signed in, of nobody else."""
    person = account_of(request).person
    rows = [row for row in companionships_of(person) if row.is_active]
    heard = [_helps(row) for row in rows] + [sentence(one) for one in acts_for(person)[:NEWEST]]
    heard = heard or [_("Nobody has done anything for you here.")]
    return sound_answer(heard, language=get_language() or person.language)


def _helps(row: Companionship) -> str:
    facts = {"name": row.companion.name if row.companion else row.name, "what": ", ".join(row.scopes_in_words)}
    return _("%(name)s helps you. This is what you allow: %(what)s.") % facts


@never_cache
@require_http_methods(["GET", "POST"])
@role_required()
def invite_who(request: HttpRequest) -> HttpResponse:
    """Step 1 of 3: who."""
    kept = request.session.get(SESSION_KEY) or {}
    form = WhoForm(request.POST or None, initial=kept)
    if request.method == "POST" and form.is_valid():
        request.session[SESSION_KEY] = {**kept, **form.cleaned_data}
        return redirect("helper:invite_what")
    return _step(request, 1, form)


@never_cache
@require_http_methods(["GET", "POST"])
@role_required()
def invite_what(request: HttpRequest) -> HttpResponse:
    """Step 2 of 3: what they may do, until when."""
    kept = request.session.get(SESSION_KEY) or {}
    if "address" not in kept:
        return redirect("helper:invite")
    form = TermsForm(request.POST or None, initial=kept)
    if request.method == "POST" and form.is_valid():
        request.session[SESSION_KEY] = {**kept, **form.cleaned_data}
        return redirect("helper:invite_check")
    return _step(request, 2, form, name=kept["name"])


@never_cache
@require_http_methods(["GET", "POST"])
@role_required()
def invite_check(request: HttpRequest) -> HttpResponse:
    """Step 3 of 3: read it once more, send it."""
    kept = request.session.get(SESSION_KEY) or {}
    who, what = WhoForm(kept), TermsForm(kept)
    if not (kept and who.is_valid() and what.is_valid()):
        return redirect("helper:invite")
    (kind, value), (scopes, until) = who.contact(), what.terms()
    if request.method == "POST":
        try:
            companions.invite(
                account_of(request).person, name=kept["name"], kind=kind, value=value, scopes=scopes, ends_on=until,
                language=get_language() or account_of(request).person.language,
            )  # fmt: skip
        except HelperRefused as error:
            messages.error(request, refusal(error.reason))
            return redirect("helper:invite" if error.reason == "own" else "helper:mine")
        del request.session[SESSION_KEY]
        messages.success(request, _("We have written to %(name)s.") % {"name": kept["name"]})
        return redirect("helper:mine")
    words = [str(scope.label) for scope in scopes]
    shown = readable_phone(value) if kind == ContactPoint.Kind.PHONE else value
    context = {"name": kept["name"], "contact": shown, "scopes": words, "until": until}
    return render(request, "people/my_helper_check.html", context)


def _step(request: HttpRequest, number: int, form: Any, **facts: Any) -> HttpResponse:
    context = {"form": form, "number": number, **facts}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "people/my_helper_invite.html", context, status=status)


def _own(request: HttpRequest, pk: int) -> Companionship:
    """One of the elder's own helpers that is under way; others' are not there."""
    found = get_object_or_404(companionships_of(account_of(request).person), pk=pk)
    if not found.is_current:
        raise Http404
    return found


@never_cache
@require_http_methods(["GET", "POST"])
@role_required()
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what a helper may do, or let it go on longer."""
    row = _own(request, pk)
    form = TermsForm(request.POST or None, initial={"scopes": [scope.value for scope in row.scopes]})
    if request.method == "POST" and form.is_valid():
        scopes, until = form.terms()
        try:
            companions.change(row, scopes=scopes, ends_on=until, by=account_of(request))
        except HelperRefused as error:
            messages.error(request, refusal(error.reason))
        else:
            messages.success(request, _("It is changed, from now on."))
        return redirect("helper:mine")
    context = {"form": form, "row": row}
    return render(request, "people/my_helper_change.html", context, status=422 if form.is_bound else 200)


@never_cache
@require_http_methods(["GET", "POST"])
@role_required()
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once, then end it at once."""
    row = _own(request, pk)
    if request.method == "POST":
        companions.end(row, by=EndedBy.ELDER)
        messages.success(request, _("It is ended. Nobody acts for you any more as this helper."))
        return redirect("helper:mine")
    return render(request, "people/my_helper_end.html", {"row": row})


# The helper ----------------------------------------------------------------------------------------
@never_cache
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The invitation: what one may do, the rules, yes or no. Yes needs a sign-in of one's own."""
    row = _invited(token)
    if request.method == "POST" and request.POST.get("answer") == "no":
        companions.decline(row)
        return render(request, "people/companion_declined.html", {"elder": addressed(row.elder)})
    account = request.user if request.user.is_authenticated else None
    form = AcceptForm(request.POST or None) if account else None
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            companions.accept(row, account=account_of(request), language=get_language() or row.language)
        except HelperRefused as error:
            messages.error(request, refusal(error.reason))
        else:
            messages.success(request, _("Thank you. From now on you can help."))
            return redirect("desk:home")
    context = {
        "row": row,
        "elder": addressed(row.elder),
        "rules": rules(),
        "form": form,
        "is_other_address": account is not None and row.contact not in proved_addresses(account_of(request)),
        "is_elder": account is not None and account.person_id == row.elder_id,
    }
    return render(request, "people/companion_invitation.html", context, status=422 if form and form.errors else 200)


def _invited(token: str) -> Companionship:
    """Find an open invitation by what stands in its address; everything else is not there."""
    rows = Companionship.objects.select_related("elder", "invited")
    found = rows.filter(pk=number_in(token.partition("-")[0])).first()
    if found is None or not found.contact or not found.is_token(token) or not found.is_open:
        raise Http404
    return found


def _helping(request: HttpRequest, pk: int) -> Companionship:
    """One of the elders this helper helps."""
    return get_object_or_404(helped_by(account_of(request).person), pk=pk)


@never_cache
@require_http_methods(["GET", "POST"])
@role_required()
def stop_helping(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once, then end it from the helper's side."""
    row = _helping(request, pk)
    if request.method == "POST":
        companions.end(row, by=EndedBy.COMPANION)
        messages.success(request, _("It is ended, and they have been told. Thank you for your help."))
        return redirect("desk:home")
    return render(request, "people/companion_stop.html", {"row": row, "elder": addressed(row.elder)})


@never_cache
@require_http_methods(["GET", "POST"])
@role_required()
def book_call(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask us to call the elder, on the elder's own number, which the helper does not see."""
    row = _helping(request, pk)
    phone = _own_phone(row.elder)
    if request.method == "POST" and phone:
        try:
            with transaction.atomic():
                act(account_of(request), row.elder, scope=Scope.BOOK, did=Did.ASKED_CALL)
                ask_for_call(
                    row.elder.name, phone=phone, best_time=TimeOfDay.ANY, language=row.elder.language,
                    about=_("Asked by their helper. Please speak to them alone."), person=row.elder,
                )  # fmt: skip
        except MayNotAct:
            messages.error(request, _("You cannot do this for them now."))
        else:
            messages.success(request, _("We will call %(name)s.") % {"name": addressed(row.elder)})
        return redirect("desk:home")
    if not row.allows(Scope.BOOK):
        raise Http404
    return render(request, "people/companion_call.html", {"elder": addressed(row.elder), "phone": phone})


def _own_phone(elder: Person) -> str:
    phones = ContactPoint.objects.filter(person=elder, kind=ContactPoint.Kind.PHONE)
    found = phones.order_by("is_shared", "-is_preferred", "pk").first()
    return found.value if found else ""
