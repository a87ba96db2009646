"""Sign in a device by scanning its square code with a phone that is signed in."""

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from allauth.decorators import rate_limit
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ..domain.scan import LIFE, allow_device, ask_device, refuse_device, request_of, take_account, waiting_for
from ..limits import take_a_try
from ..models import DeviceRequest, DeviceRequestState
from ..news import tell_of_change
from ..policies import account_of
from ..sign_in_forms import DeviceNumberForm
from .join import safe_next

SESSION_KEY = "device_request"
POLL_SECONDS = 3


# On the device that wants to be signed in -----------------------------------------------------------
@never_cache
@require_POST
@rate_limit(action="ask_device")
def ask(request: HttpRequest) -> HttpResponse:
    """Make a square code for this device; an earlier one of its own is worth nothing any more."""
    if request.user.is_authenticated:
        return redirect(safe_next(request) or "desk:home")
    _forget(request)
    asked = ask_device(agent=request.META.get("HTTP_USER_AGENT", ""))
    request.session[SESSION_KEY] = {
        "pk": asked.request.pk,
        "secret": asked.device_secret,
        "token": asked.token,
        "next": safe_next(request),
    }
    return redirect("account_device")


@never_cache
@require_safe
def device(request: HttpRequest) -> HttpResponse:
    """Show the square code until a phone has answered; then sign in, or say that it was refused or took too long."""
    if request.user.is_authenticated:
        return redirect("desk:home")
    kept = request.session.get(SESSION_KEY)
    if not kept:
        return redirect("account_login")
    found = _own_request(request)
    if found and found.state == DeviceRequestState.ALLOWED:
        return _let_in(request, found, kept["next"])
    is_waiting = bool(found and found.state == DeviceRequestState.WAITING)
    if not is_waiting:
        _forget(request)
    context = {
        "number": found.number if found else "",
        "address": f"{settings.BASE_URL}{reverse('account_scan', args=[kept['token']])}",
        "is_waiting": is_waiting,
        "is_refused": bool(found and found.state == DeviceRequestState.REFUSED),
        "minutes": round(LIFE.total_seconds() / 60),
        "poll_seconds": POLL_SECONDS,
        "next": kept["next"],
    }
    return render(request, "account/device.html", context)


@never_cache
@require_safe
def status(request: HttpRequest) -> JsonResponse:
    """Say whether this device still waits; the page itself does the rest."""
    found = _own_request(request)
    return JsonResponse({"waiting": bool(found and found.state == DeviceRequestState.WAITING)})


def _own_request(request: HttpRequest) -> DeviceRequest | None:
    kept = request.session.get(SESSION_KEY)
    return request_of(kept["pk"], kept["secret"]) if kept else None


def _let_in(request: HttpRequest, found: DeviceRequest, after: str) -> HttpResponse:
    account = take_account(found)
    _forget(request)
    if account is None:
        return redirect("account_login")
    record_authentication(request, account, method="device")
    answer: HttpResponse = perform_login(request, account, email_verification="none", redirect_url=after or None)
    words = _("Another device was signed in with your phone: %(device)s.") % {"device": found.get_kind_display()}
    tell_of_change(account, words)
    return answer


def _forget(request: HttpRequest) -> None:
    if request.session.get(SESSION_KEY):
        del request.session[SESSION_KEY]


# On the phone ---------------------------------------------------------------------------------------
@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def scan(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether the device shall be let in; its owner writes the number that the device shows."""
    account = account_of(request)
    found = waiting_for(token)
    if found is None:
        return render(request, "account/scan_over.html", status=404)
    if request.method == "POST" and "refuse" in request.POST:
        refuse_device(found)
        return render(request, "account/scan_refused.html")
    form = DeviceNumberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not take_a_try(request, "allow_device", str(account.pk)):
            form.add_error("number", _("Too many tries. Wait 10 minutes, then try again."))
        elif allow_device(found, by=account, number=form.cleaned_data["number"]):
            return render(request, "account/scan_done.html", {"found": found})
        elif waiting_for(token) is None:
            return render(request, "account/scan_over.html", {"was_wrong": True}, status=404)
        else:
            form.add_error("number", _("The device shows another number. Look again; you have one more try."))
    return render(request, "account/scan.html", {"form": form, "found": found, "account": account})
