"""The form in which staff write down a person."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from ..domain.coming_of_age import age_told
from ..domain.staff import GIVEN_BY_STAFF, arrange_sign_in, free_addresses
from ..forms import birth_year_field, clean_birth_year, refuse_unprintable
from ..models import Account, Person, Role


class PersonForm(WagtailAdminModelForm):
    """A person, the ways to reach them, whether they sign in, and their roles."""

    birth_year = birth_year_field()
    may_sign_in = forms.BooleanField(
        label=_("May sign in"),
        help_text=_("With the first e-mail address and the first mobile number above."),
        required=False,
    )
    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        choices=[(role.value, role.label) for role in GIVEN_BY_STAFF],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Person
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        account = Account.objects.filter(person_id=self.instance.pk).first()
        self.initial["may_sign_in"] = bool(account and account.is_active)
        if account and "roles" in self.fields:
            self.initial["roles"] = list(account.groups.values_list("name", flat=True))

    def clean_birth_year(self) -> int | None:
        return clean_birth_year(self.cleaned_data["birth_year"])

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        refuse_unprintable(self)
        return said

    def is_valid(self) -> bool:
        """Check the ways to reach the person too: who may sign in needs one that is free."""
        if not super().is_valid():
            return False
        if self.cleaned_data["may_sign_in"] and not self.instance.speaks_for_themself:
            self.add_error("may_sign_in", _("This person has died or can no longer decide; a relative decides."))
        elif self.cleaned_data["may_sign_in"] and not self._has_account():
            if not free_addresses(self.instance, self._points()):
                self.add_error(
                    "may_sign_in",
                    _("Give an e-mail address or mobile number that nobody else signs in with."),
                )
        elif self.cleaned_data.get("roles") and not self.cleaned_data["may_sign_in"]:
            self.add_error("roles", _("Only a person who may sign in can have a role."))
        return not self.errors

    def save(self, commit: bool = True) -> Person:
        """Keep the person, then the sign-in and the roles."""
        person: Person = super().save(commit=commit)
        if commit:
            chosen = self.cleaned_data.get("roles")
            arrange_sign_in(
                person,
                may_sign_in=self.cleaned_data["may_sign_in"],
                roles=None if chosen is None else [Role(name) for name in chosen],
            )
            age_told(person)
        return person

    def _has_account(self) -> bool:
        return Account.objects.filter(person_id=self.instance.pk).exists()

    def _points(self) -> list[Any]:
        formset = self.formsets["contact_points"]
        return [form.instance for form in formset.forms if form.instance.value and form not in formset.deleted_forms]
