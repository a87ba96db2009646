"""Where I am signed in, and signing out elsewhere."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from elearn.web.api import number_in

from ..domain.devices import devices_of, sign_out_device, sign_out_elsewhere
from ..models import Account
from ..policies import account_of


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def devices(request: HttpRequest) -> HttpResponse:
    """List the devices, this one first; POST signs out one of the others, or all of them."""
    account = account_of(request)
    here = request.session.session_key or ""
    if request.method == "POST":
        return _sign_out(request, account, here)
    found = devices_of(account)
    context = {
        "this": next((device for device in found if device.session_key == here), None),
        "others": [device for device in found if device.session_key != here],
    }
    return render(request, "account/devices.html", context)


def _sign_out(request: HttpRequest, account: Account, here: str) -> HttpResponse:
    number = number_in(request.POST.get("device"))
    if number:
        sign_out_device(get_object_or_404(account.devices.exclude(session_key=here), pk=number))
        messages.success(request, _("That device is signed out."))
    else:
        count = sign_out_elsewhere(account, but=here)
        words = ngettext("%(count)d device is signed out.", "%(count)d devices are signed out.", count)
        messages.success(request, words % {"count": count})
    return redirect("account_devices")
