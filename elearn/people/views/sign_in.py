"""Sign in with a one-time code. The flow is allauth's; here are our forms, our pages and three repairs."""

import time
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.stages import LoginStage
from allauth.account.views import ConfirmLoginCodeView, LoginView, LogoutView
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from ..forms import CodeForm, SignInForm
from ..limits import may_try, take_a_code
from ..models import ContactPoint


class OurSite:
    """Keeps allauth's `site` (a host name) from hiding ours, which the base template speaks of."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]  # a mixin
        context.pop("site", None)
        return context


class SignInView(OurSite, LoginView):
    """Ask where to send the code."""

    form_class = SignInForm
    template_name = "account/login.html"

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: LoginStage) -> HttpResponseRedirect | None:
        # Whoever comes back here mistyped the address: allauth would send them to the code page again.
        stage.abort()
        return None


class CodeView(OurSite, ConfirmLoginCodeView):
    """Ask for the code."""

    form_class = CodeForm
    template_name = "account/confirm_login_code.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        answer = super().dispatch(request, *args, **kwargs)
        if request.method == "POST" and not getattr(self, "_process", None):
            messages.error(request, _("That code is no longer valid. Please ask for a new one."))
        return answer

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        state = self._process.state
        if self._action == "verify" and not may_try(request, state.get("email") or state["phone"]):
            self._process.abort()
            messages.error(request, get_adapter().error_messages["too_many_login_attempts"])
            return HttpResponseRedirect(reverse("account_login"))
        return super().post(request, *args, **kwargs)

    def _resend_form_valid(self, form: Form) -> HttpResponse:
        process = self._process
        email, phone = process.state.get("email"), process.state.get("phone")
        kind = ContactPoint.Kind.EMAIL if email else ContactPoint.Kind.PHONE
        try:
            take_a_code(self.request, kind, email or phone)
        except ValidationError as error:
            messages.error(self.request, error.message)
        else:
            # A code sent again lives as long as the first.
            process.state["at"] = time.time()
            if process.user:
                process.resend()
            else:
                # allauth fails here for an unknown number, which would tell that it is unknown.
                process.record_resend()
                process.persist()
            messages.success(self.request, _("We have sent a new code. The older one no longer works."))
        return HttpResponseRedirect(self.passthrough_next_url(reverse("account_confirm_login_code")))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"again_url": self.passthrough_next_url(reverse("account_login"))}


class SignOutView(LogoutView):
    """Sign out, by POST only; a plain visit asks first."""

    template_name = "account/logout.html"
