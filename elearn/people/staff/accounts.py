"""Wagtail's "Users" screens for our accounts, for the technical administrator; coordinators work with "People"."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn, BulkActionsCheckboxColumn, Column, DateColumn
from wagtail.users.views.users import EditView, IndexView, UserColumn, UserViewSet

from ..models import Account
from ..policies import account_of
from .telling import officers_told
from .waiting import left_to_a_colleague


class AccountForm(forms.ModelForm):
    """Whether an account may sign in, its roles, and whether it administers the installation."""

    def __init__(self, *args: Any, editing_self: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if editing_self:
            del self.fields["is_active"]
            del self.fields["is_superuser"]

    class Meta:
        model = Account
        fields = ["is_active", "groups", "is_superuser"]
        widgets = {"groups": forms.CheckboxSelectMultiple}
        labels = {"groups": _("roles"), "is_superuser": _("administers the installation")}


class AccountIndexView(IndexView):
    """All accounts with the person behind each."""

    search_fields = ["person__name", "email", "phone"]
    is_searchable = True

    @cached_property
    def columns(self) -> list[Column]:
        return [
            BulkActionsCheckboxColumn("bulk_actions", obj_type="user"),
            self._get_title_column_class(UserColumn)(
                "name",
                accessor="get_full_name",
                label=_("Name"),
                sort_key="person__name",
                get_url=self.get_edit_url,
                classname="name",
            ),
            Column("email", label=_("E-mail"), sort_key="email"),
            Column("phone", label=_("Phone"), sort_key="phone"),
            BooleanColumn("is_active", label=_("May sign in"), sort_key="is_active"),
            DateColumn("last_login", label=_("Last sign-in"), sort_key="last_login"),
        ]

    def get_base_queryset(self) -> QuerySet[Account]:
        return Account.objects.select_related("person", "wagtail_userprofile")

    def order_queryset(self, queryset: QuerySet[Account]) -> QuerySet[Account]:
        return queryset.order_by(self.ordering or "person__name")


class AccountEditView(EditView):
    """One account. Names and addresses are the person's and are edited there."""

    template_name = "wagtailadmin/generic/edit.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        account = Account.objects.filter(pk=kwargs.get("pk", 0)).first()
        held = left_to_a_colleague(request, account.person) if account else None
        return held or super().dispatch(request, *args, **kwargs)

    def save_instance(self) -> Account:
        with officers_told(self.object.person, by=account_of(self.request)):
            saved: Account = super().save_instance()
        return saved


class AccountViewSet(UserViewSet):
    """Accounts are opened with a person, never here."""

    ordering = "person__name"
    index_view_class = AccountIndexView
    edit_view_class = AccountEditView
    menu_label = _("Accounts")

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return AccountForm
