"""Write down that a person has died or can no longer decide, and which relative decides; or put a mistake right."""

from datetime import date
from typing import Any

from django import forms
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.base import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import AdminDateInput

from ..domain.match import known_as
from ..domain.register import create_person
from ..domain.standing import mark_standing
from ..forms import read_address
from ..models import Account, ContactPoint, Person, PersonStanding
from ..policies import account_of
from .telling import officers_told
from .waiting import left_to_a_colleague


class StandingForm(forms.Form):
    """How it stands, since when, how we know, and the relative with an address of their own."""

    standing = forms.ChoiceField(
        label=gettext_lazy("How it stands"), choices=PersonStanding.choices, widget=forms.RadioSelect
    )
    since = forms.DateField(label=gettext_lazy("Since"), widget=AdminDateInput)
    source = forms.CharField(
        label=gettext_lazy("How do we know?"), max_length=300,
        help_text=gettext_lazy("For example: the daughter called, and we saw the certificate."),
    )  # fmt: skip
    relative_name = forms.CharField(
        label=gettext_lazy("Name of the relative who decides"), max_length=200, required=False
    )
    relation = forms.CharField(
        label=gettext_lazy("How they are related"), max_length=100, required=False,
        help_text=gettext_lazy("For example: daughter"),
    )  # fmt: skip
    contact = forms.CharField(
        label=gettext_lazy("Mobile number or e-mail address of the relative"), max_length=254, required=False
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_since(self) -> date:
        since: date = self.cleaned_data["since"]
        if since > timezone.localdate():
            raise forms.ValidationError(_("This day is yet to come."))
        return since

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        self.address = None
        if said.get("contact"):
            try:
                self.address = read_address(said["contact"])
            except forms.ValidationError as error:
                self.add_error("contact", error)
            if not said.get("relative_name"):
                self.add_error("relative_name", _("Please write the name of the relative."))
        if said.get("relative_name") and not said.get("relation"):
            self.add_error("relation", _("Please write how they are related."))
        return said

    def relative(self) -> Person | None:
        """Give the relative, known already or written down now; call it on a valid form."""
        name = " ".join(self.cleaned_data["relative_name"].split())
        if not name or self.cleaned_data["standing"] == PersonStanding.LIVING:
            return None
        known = known_as(name, kind=self.address[0], value=self.address[1]) if self.address else None
        if known and known.pk != self.person.pk:
            return known
        kind, value = self.address or (None, "")
        return create_person(
            name,
            language=self.person.language,
            with_account=False,
            email=value if kind == ContactPoint.Kind.EMAIL else "",
            phone=value if kind == ContactPoint.Kind.PHONE else "",
        )


class StandingView(PermissionRequiredMixin, WagtailAdminTemplateMixin, View):
    """GET shows how it stands, POST writes it down."""

    permission_required = "people.mark_standing"
    raise_exception = True
    template_name = "people/standing.html"
    page_title = gettext_lazy("Has died, or can no longer decide")
    header_icon = "user"
    model: type[Person] = Person

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        person = self._person(pk)
        left_to_a_colleague(request, person)
        return self._page(person, StandingForm(person=person, initial={"standing": person.standing}))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        person = self._person(pk)
        if held := left_to_a_colleague(request, person):
            return held
        form = StandingForm(request.POST, person=person)
        if person.pk == account_of(request).person_id:
            form.add_error(None, _("Nobody writes this down about themself."))
        account = Account.objects.filter(person=person).first()
        if account and account.is_at_work and not request.user.has_perm("people.give_roles"):
            form.add_error(None, _("This person works here. Please ask a coordinator."))
        if not form.is_valid():
            return self._page(person, form)
        said = form.cleaned_data
        by = account_of(request)
        try:
            with officers_told(person, by=by):
                mark_standing(
                    person, PersonStanding(said["standing"]), since=said["since"], source=said["source"],
                    by=by, relative=form.relative(), relation=said["relation"],
                )  # fmt: skip
        except ValueError:
            form.add_error("relative_name", _("This relative cannot decide."))
            return self._page(person, form)
        messages.success(request, _("It is written down."))
        return redirect("people:edit", person.pk)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("people:index"), "label": _("People")},
            {"url": "", "label": self.page_title},
        ]

    def _page(self, person: Person, form: StandingForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(person=person, form=form))

    def _person(self, pk: int) -> Person:
        return get_object_or_404(Person.objects.select_related("relative"), pk=pk, merged_into__isnull=True)
