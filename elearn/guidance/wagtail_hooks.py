"""What guidance adds to the Wagtail admin. Hooks only register."""

from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.admin.viewsets.chooser import ChooserViewSet

from .choosers import source_chooser
from .staff.care_menu import CareGroup
from .staff.case_referral import ReferralView, referral_file
from .staff.days_off import DayOffViewSet
from .staff.hooks_review import GuidesGroup, say_how_current

# Before wagtail-localize's own, which answers for translated pages.
hooks.register("before_edit_page", say_how_current, order=-1)


@hooks.register("register_admin_viewset")
def care_area() -> CareGroup:
    return CareGroup()


@hooks.register("register_admin_viewset")
def choose_sources() -> ChooserViewSet:
    return source_chooser


@hooks.register("register_admin_viewset")
def guides_area() -> GuidesGroup:
    return GuidesGroup()


@hooks.register("register_admin_viewset")
def days_off_area() -> DayOffViewSet:
    return DayOffViewSet()


@hooks.register("register_admin_urls")
def referrals() -> list[URLPattern]:
    return [
        path("case-referrals/<uuid:key>/", ReferralView.as_view(), name="guidance_referral"),
        path("case-referrals/<uuid:key>/file/<uuid:file>/", referral_file, name="guidance_referral_file"),
    ]
