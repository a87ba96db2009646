"""A person's own details: asked once after signing up, and to be put right at any time."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django.views.generic.edit import FormView

from ..domain.age import is_minor
from ..domain.coming_of_age import age_told, tell_age
from ..domain.guardianship import is_guardians
from ..domain.names import public_name
from ..domain.register import prove_address
from ..forms import AddAddressForm, DetailsForm, WelcomeForm
from ..news import tell_of_change
from ..policies import account_of
from ..proof import Proof
from .age import with_next
from .code import AddressCodeView
from .join import safe_next


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def welcome(request: HttpRequest) -> HttpResponse:
    """Ask once for year of birth and form of address, saying why; "I prefer not to say" is an answer."""
    person = account_of(request).person
    form = WelcomeForm(request.POST or None, name=person.name)
    if request.method == "POST" and ("skip" in request.POST or form.is_valid()):
        if "skip" not in request.POST:
            person = tell_age(person, birth_year=form.cleaned_data["birth_year"])
            person.form_of_address = form.cleaned_data["form_of_address"]
        person.asked_at = timezone.now()
        person.save(update_fields=["form_of_address", "asked_at"])
        if is_minor(person):
            return redirect(with_next("account_age", safe_next(request)))
        return redirect(safe_next(request) or "desk:home")
    return render(request, "account/welcome.html", {"form": form, "next": safe_next(request)})


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def details(request: HttpRequest) -> HttpResponse:
    """Show and change what we know of the person who is signed in."""
    person = account_of(request).person
    seen_as = public_name(person) if person.guarded else ""  # before the form puts in what is typed
    form = DetailsForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        age_told(form.save())
        messages.success(request, _("Your details are saved."))
        return redirect("account_details")
    context = {"form": form, "account": account_of(request), "seen_as": seen_as}
    return render(request, "account/details.html", context)


@method_decorator(never_cache, name="dispatch")
class AddAddressView(LoginRequiredMixin, FormView):
    """Ask for another e-mail address or number to sign in with."""

    form_class = AddAddressForm
    template_name = "account/address.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"request": self.request}

    def form_valid(self, form: AddAddressForm) -> HttpResponse:
        kind, value = form.cleaned_data["address"]
        if is_guardians(account_of(self.request).person, value):
            form.add_error("address", _("Your parent or guardian answers at this address. Please use one of your own."))
            return self.form_invalid(form)
        Proof(kind=kind.value, value=value, purpose="add").send(self.request)
        return redirect("account_address_code")


class AddAddressCodeView(LoginRequiredMixin, AddressCodeView):
    """Ask for the code of another address."""

    purpose = "add"
    start_url_name = "account_address"
    template_name = "account/address_code.html"
    later_url = reverse_lazy("account_details")

    def proved(self, proof: Proof) -> HttpResponse:
        account = account_of(self.request)
        before = (account.email, account.phone)
        if prove_address(account, kind=proof.contact_kind, value=proof.value):
            tell_of_change(account, _("Another address signs you in now."), before=before)
            messages.success(self.request, _("You can now sign in with this address too."))
        else:
            messages.error(
                self.request,
                _("Somebody else already signs in with this address. We keep it as a way to reach you."),
            )
        return redirect(proof.facts.get("next") or "account_details")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"later_url": self.proof.facts.get("next") or self.later_url}
