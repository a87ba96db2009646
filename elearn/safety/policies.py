"""Who may see concerns: safeguarding officers, and nobody else, not even the administrator of the installation.

And who moderates: coordinators, by a permission of their group.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from wagtail.permission_policies.base import BasePermissionPolicy

from elearn.people.models import Account, Role
from elearn.people.policies import has_role

# A concern is neither made nor removed by staff.
ALLOWED = frozenset({"view", "change"})


class SafeguardingOnly(BasePermissionPolicy):
    """The permission policy of concerns."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action in ALLOWED and has_role(user, Role.SAFEGUARDING)

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[Account]:
        if not ALLOWED & set(actions):
            return get_user_model().objects.none()
        return get_user_model().objects.filter(groups__name=Role.SAFEGUARDING.value, is_active=True)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        return self.user_has_permission(user, action)


class Moderators(BasePermissionPolicy):
    """The permission policy of what people write to each other: one permission, to see and to decide."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action in ALLOWED and may_moderate(user)

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[Account]:
        if not ALLOWED & set(actions):
            return get_user_model().objects.none()
        allowed = Permission.objects.filter(content_type__app_label="safety", codename="moderate_submission")
        return get_user_model().objects.filter(groups__permissions__in=allowed, is_active=True).distinct()

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        return self.user_has_permission(user, action)


def may_moderate(user: Any) -> bool:
    """Say whether somebody moderates: by the permission of their group, not by administering the installation."""
    return bool(
        isinstance(user, Account)
        and user.is_active
        and (has_role(user, Role.COORDINATOR) or not user.is_superuser)
        and user.has_perm("safety.moderate_submission")
    )
