"""Wagtail's own "Users" area, for accounts that have a person and an address, but no user name or password."""

from wagtail.users.apps import WagtailUsersAppConfig


class StaffAccountsConfig(WagtailUsersAppConfig):
    """Wagtail's users app with our own screens; named in INSTALLED_APPS instead of `wagtail.users`."""

    user_viewset = "elearn.people.staff.accounts.AccountViewSet"
