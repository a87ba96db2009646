"""Sign up: name and address, then the code. Nothing is stored about anybody before their code has come back."""

from typing import Any
from urllib.parse import urlencode

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from allauth.decorators import rate_limit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic.edit import FormView

from elearn.web.api import interface_language

from ..domain.names import public_name
from ..domain.register import grant_role, join
from ..errors import SignInClosed
from ..forms import CodeForm, JoinForm
from ..models import ContactPoint, Role
from ..policies import account_of
from ..proof import Proof
from ..writing import same_name
from .code import AddressCodeView


def safe_next(request: HttpRequest) -> str:
    """Give the address to go on to, if it is one of ours; else ""."""
    address = request.POST.get("next") or request.GET.get("next") or ""
    own = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if own else ""


@method_decorator([never_cache, rate_limit(action="signup")], name="dispatch")
class JoinView(FormView):
    """Ask for a name and at least one address."""

    form_class = JoinForm
    template_name = "account/signup.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            return redirect("account_teach" if self.teaches else "desk:home")
        return super().dispatch(request, *args, **kwargs)

    @property
    def teaches(self) -> bool:
        """Whether the visitor came by "I want to teach"."""
        return (self.request.POST.get("as") or self.request.GET.get("as")) == "teacher"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"request": self.request}

    def form_valid(self, form: JoinForm) -> HttpResponse:
        (kind, value), *more = form.addresses()
        facts = {
            "name": form.cleaned_data["name"],
            "teaches": "yes" if self.teaches else "",
            "next": safe_next(self.request),
        }
        if more:
            facts["second_kind"], facts["second"] = more[0]
        Proof(kind=kind.value, value=value, purpose="join", facts=facts).send(self.request)
        return redirect("account_join_code")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        carried = {"next": safe_next(self.request)} if safe_next(self.request) else {}
        return super().get_context_data(**kwargs) | {
            "teaches": self.teaches,
            "next": safe_next(self.request),
            "sign_in_url": _with(reverse("account_login"), carried),
            "other_url": _with(reverse("account_signup"), carried | ({} if self.teaches else {"as": "teacher"})),
        }


class JoinCodeView(AddressCodeView):
    """Ask for the code of a sign-up, then sign in."""

    purpose = "join"
    start_url_name = "account_signup"
    form_class = CodeForm
    template_name = "account/join_code.html"

    def proved(self, proof: Proof) -> HttpResponse:
        facts, kind = proof.facts, proof.contact_kind
        try:
            account, is_new = join(
                facts["name"],
                kind=kind,
                value=proof.value,
                language=get_language() or interface_language(self.request),
                teaches=bool(facts["teaches"]),
            )
        except SignInClosed:
            return render(self.request, "account/closed.html", status=403)
        if not is_new and not same_name(account.person.name, facts["name"]):
            messages.info(self.request, whose_address(public_name(account.person)))
        email = proof.value if kind == ContactPoint.Kind.EMAIL else None
        record_authentication(self.request, account, method="code", email=email)
        answer: HttpResponse = perform_login(
            self.request,
            account,
            email_verification="none",
            redirect_url=facts["next"] or None,
            signup=is_new,
            email=email,
        )
        return self._second_address(proof, answer) if is_new else answer

    def _second_address(self, proof: Proof, answer: HttpResponse) -> HttpResponse:
        """Prove the other address too, if one was given; the person may leave that for later."""
        second = proof.facts.get("second")
        if not second or not self.request.user.is_authenticated:
            return answer
        Proof(
            kind=proof.facts["second_kind"],
            value=second,
            purpose="add",
            facts={"next": answer["Location"]},
        ).send(self.request)
        return redirect("account_address_code")


@never_cache
def teach(request: HttpRequest) -> HttpResponse:
    """Let somebody who is signed in start to teach; nothing they record is public without a coordinator."""
    if not request.user.is_authenticated:
        return redirect(f"{reverse('account_signup')}?as=teacher")
    if account_of(request).person.guarded:
        return render(request, "account/teach_later.html", status=403)
    if request.method == "POST":
        grant_role(account_of(request).person, Role.ELDER)
        return redirect("desk:home")
    return render(request, "account/teach.html")


def _with(address: str, query: dict[str, str]) -> str:
    return f"{address}?{urlencode(query)}" if query else address


def whose_address(name: str) -> str:
    """Say to whom an address belongs: couples share phones, and only one of them signs in with it."""
    return _(
        "This address already belongs to %(name)s, and you are now signed in as %(name)s. "
        "If you are somebody else and share the phone, sign out and sign up with an address of "
        "your own, or call us."
    ) % {"name": name}
