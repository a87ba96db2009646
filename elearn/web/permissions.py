"""What somebody may do with a page of ours. Nobody publishes alone, superusers neither."""

from typing import Any

from wagtail.models import PagePermissionTester


class PermissionTester(PagePermissionTester):
    """Wagtail's answers, but that publishing is a matter of approval and no permission.

    Wagtail lets those who may publish also take down, move, sort and delete what is public. Here whoever may change
    a page may: nothing that is public without approval comes of it.
    """

    def __init__(self, user: Any, page: Any) -> None:
        super().__init__(user, page)
        granted: set[str] = getattr(self, "permissions", set()) - {"publish"}
        self.permissions = granted | {"publish"} if "change" in granted else granted

    def can_publish(self) -> bool:
        return False

    def can_publish_subpage(self) -> bool:
        return False

    def can_copy(self) -> bool:
        return bool(self.page.is_copied_plainly and super().can_copy())

    def _may_look_after(self) -> bool:
        return bool(self.user.is_active and (self.user.is_superuser or "change" in self.permissions))

    def can_set_view_restrictions(self) -> bool:
        return self._may_look_after()

    def can_unschedule(self) -> bool:
        return self._may_look_after()
