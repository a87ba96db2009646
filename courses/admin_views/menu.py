"""Entries in the admin's menu, each for whom it is meant."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.sidebar import LinkMenuItem

from courses import policies
from courses.domain.review import waiting


class NewVideosItem(MenuItem):
    """ "New videos (3)": how many wait for a decision."""

    def __init__(self) -> None:
        super().__init__(
            gettext_lazy("New videos"), reverse("courses_admin:videos"), name="new-videos", icon_name="media", order=110
        )

    def is_shown(self, request: HttpRequest) -> bool:
        return policies.may_review(request.user)

    def render_component(self, request: HttpRequest) -> LinkMenuItem:
        # The entry itself is shared between requests, so the count goes into what is drawn.
        drawn = super().render_component(request)
        count = waiting().count()
        drawn.label = _("New videos (%(count)d)") % {"count": count} if count else _("New videos")
        return drawn


class AnswersItem(MenuItem):
    def __init__(self) -> None:
        super().__init__(
            gettext_lazy("Yes or no by phone"), reverse("courses_admin:answers"), name="elder-answers",
            icon_name="comment", order=115,
        )  # fmt: skip

    def is_shown(self, request: HttpRequest) -> bool:
        return policies.may_take_answers(request.user)


class CertificatesItem(MenuItem):
    def __init__(self) -> None:
        super().__init__(
            gettext_lazy("Certificates"), reverse("courses_admin:certificates"), name="certificates",
            icon_name="doc-full-inverse", order=120,
        )  # fmt: skip

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm("courses.view_certificate")
