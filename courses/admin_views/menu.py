"""Entries in the admin's menu, each for whom it is meant."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.sidebar import LinkMenuItem

from courses import policies
from courses.domain.films.review import waiting
from courses.policies_webinars import RUN

from .attempts import GRANT


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


class WishesItem(MenuItem):
    def __init__(self) -> None:
        super().__init__(
            gettext_lazy("Wishes to take a course"), reverse("courses_admin:wishes"), name="wishes", icon_name="form",
            order=112,
        )  # fmt: skip

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm("courses.view_enrolmentrequest")


class InstitutionsItem(MenuItem):
    def __init__(self) -> None:
        super().__init__(
            gettext_lazy("Partner institutions"), reverse("courses_admin:institutions"), name="institutions",
            icon_name="group", order=124,
        )  # fmt: skip

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm("courses.view_institution")


class LearnersItem(MenuItem):
    def __init__(self) -> None:
        super().__init__(
            gettext_lazy("What counts, and why"), reverse("courses_admin:learners"), name="learners",
            icon_name="clipboard-list", order=119,
        )  # fmt: skip

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm("courses.adjust_progress")


class IssueItem(MenuItem):
    def __init__(self) -> None:
        super().__init__(
            gettext_lazy("Issue certificates"), reverse("courses_admin:issue"), name="issue-certificates",
            icon_name="doc-full-inverse", order=120,
        )  # fmt: skip

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm("courses.issue_certificate")


class AttendedItem(MenuItem):
    def __init__(self) -> None:
        super().__init__(
            gettext_lazy("Who attended webinars"), reverse("courses_admin:attended"), name="attended",
            icon_name="group", order=118,
        )  # fmt: skip

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm("courses.read_attendance")


class WebinarsNowItem(MenuItem):
    def __init__(self) -> None:
        super().__init__(
            gettext_lazy("Webinars now"), reverse("courses_admin:webinars_now"), name="webinars-now",
            icon_name="desktop", order=117,
        )  # fmt: skip

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(RUN)


class BanksItem(MenuItem):
    def __init__(self) -> None:
        super().__init__(
            gettext_lazy("Banks of questions"),
            reverse("courses_admin:banks"),
            name="banks",
            icon_name="help",
            order=122,
        )

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(GRANT)


class AttemptsItem(MenuItem):
    def __init__(self) -> None:
        super().__init__(
            gettext_lazy("No attempts left"), reverse("courses_admin:attempts"), name="attempts", icon_name="repeat",
            order=123,
        )  # fmt: skip

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(GRANT)


class VolunteersItem(MenuItem):
    def __init__(self) -> None:
        super().__init__(
            gettext_lazy("Volunteers"), reverse("courses_admin:volunteers"), name="volunteers", icon_name="group",
            order=125,
        )  # fmt: skip

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm("courses.view_volunteer")
