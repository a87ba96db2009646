"""The page that asks for the code of an address being proved; shared by sign-up and "another address"."""

from abc import ABC, abstractmethod
from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic.edit import FormView

from ..forms import CodeForm
from ..limits import may_try, take_a_code
from ..proof import Proof


@method_decorator(never_cache, name="dispatch")
class AddressCodeView(ABC, FormView):
    """Ask for the code; five tries, and the code can be sent again."""

    form_class = CodeForm
    purpose: str
    start_url_name: str  # or a path

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        proof = Proof.current(request, self.purpose)
        if proof is None:
            if request.method == "POST":
                messages.error(request, _("That code is no longer valid. Please ask for a new one."))
            return redirect(self.start_url_name)
        self.proof = proof
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("action") == "resend" and self.proof.can_resend:
            return self._resend()
        if not may_try(request, self.proof.value):
            self.proof.end(request)
            return self._too_many()
        return super().post(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"code": self.proof.code}

    def form_valid(self, form: CodeForm) -> HttpResponse:
        self.proof.end(self.request)
        return self.proved(self.proof)

    def form_invalid(self, form: CodeForm) -> HttpResponse:
        if self.proof.miss(self.request):
            return super().form_invalid(form)
        return self._too_many()

    def _too_many(self) -> HttpResponse:
        messages.error(self.request, get_adapter().error_messages["too_many_login_attempts"])
        return redirect(self.start_url_name)

    @abstractmethod
    def proved(self, proof: Proof) -> HttpResponse:
        """Go on: the address is theirs."""

    def _resend(self) -> HttpResponse:
        try:
            take_a_code(self.request, self.proof.contact_kind, self.proof.value)
        except ValidationError as error:
            messages.error(self.request, error.message)
        else:
            self.proof.send(self.request)
            messages.success(self.request, _("We have sent a new code. The older one no longer works."))
        return redirect(self.request.path)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "email": self.proof.value if self.proof.kind == "email" else "",
            "phone": self.proof.value if self.proof.kind == "phone" else "",
            "can_resend": self.proof.can_resend,
            "again_url": resolve_url(self.start_url_name),
        }
