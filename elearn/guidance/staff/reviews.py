"""Guides to review, in the Wagtail admin: which day comes, who looks after each, and what came of each review."""

from typing import Any

import django_filters
from django import forms
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.base import View
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from elearn.people.api import account_of
from elearn.people.models import Account
from elearn.web.reading import ReadingViewSet

from ..domain.lagging import lagging, lags_behind
from ..domain.standing import SOON, current, entrust, leaves_after, standings
from ..errors_review import NotAllowed
from ..models import MONTHS, Review, ReviewState, Standing
from .reviewing import ReviewingView

MOST_REVIEWS = 20


def day_in_words(row: Standing) -> str:
    """The day by which it is to be reviewed."""
    return date_format(row.next_due, "DATE_FORMAT")


def reviewed_in_words(row: Standing) -> str:
    """The day of the last whole review."""
    return date_format(row.last_reviewed, "DATE_FORMAT") if row.last_reviewed else _("not yet")


def state_in_words(row: Standing) -> str:
    """How current it is, and that a translation lags."""
    now = current(row)
    words = ""
    if now.has_left:
        words = _("past its day, left the search")
    elif now.is_past:
        words = _("past its day, readers are warned")
    elif now.is_soon:
        words = _("soon")
    lag = _("translation older than its original") if getattr(row, "lags", False) else ""
    return "; ".join(filter(None, [words, lag]))


def owner_in_words(row: Standing) -> str:
    """Who looks after it."""
    return row.owner.person.name if row.owner else _("nobody")


class StandingFilter(WagtailFilterSet):
    """By what is to be done, and mine alone."""

    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"), method="in_state", empty_label=gettext_lazy("All"),
        choices=[
            ("soon", gettext_lazy("due within a month")), ("past", gettext_lazy("past its day")),
            ("left", gettext_lazy("left the search")), ("lags", gettext_lazy("translation older than its original")),
        ],
    )  # fmt: skip
    whose = django_filters.ChoiceFilter(
        label=gettext_lazy("Whose"), method="of_whom", empty_label=gettext_lazy("All"),
        choices=[("mine", gettext_lazy("mine, as owner or deputy")), ("nobody", gettext_lazy("nobody’s"))],
    )  # fmt: skip

    class Meta:
        model = Standing
        fields = ["state", "whose"]

    def in_state(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        today = timezone.localdate()
        return {
            "soon": queryset.filter(due__gte=today, due__lte=today + SOON),
            "past": queryset.filter(due__lt=today),
            "left": queryset.filter(due__lt=today - leaves_after()),
            "lags": queryset.filter(lags=True),
        }[value]

    def of_whom(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        if value == "nobody":
            return queryset.filter(owner=None)
        account = account_of(self.request)
        return queryset.filter(Q(owner=account) | Q(deputy=account))


class StandingIndexView(IndexView):
    """All public guides, the most urgent first."""

    page_title = gettext_lazy("Guides to review")
    any_permission_required = ["view"]

    def get_base_queryset(self) -> QuerySet[Any]:
        return standings().annotate(lags=Exists(lagging().filter(page_id=OuterRef("page_id"))))


def reviewers() -> QuerySet[Account]:
    """Select who reviews guides."""
    able = Q(groups__permissions__content_type__app_label="guidance", groups__permissions__codename="review_guide")
    found = Account.objects.filter(able, is_active=True, person__is_check=False, person__removed_at=None)
    return found.select_related("person").distinct().order_by("person__name", "pk")


class PersonChoiceField(forms.ModelChoiceField):
    """An account by the name of its person."""

    def label_from_instance(self, obj: Account) -> str:
        return obj.person.name


class EntrustForm(forms.Form):
    """Who looks after it, and how often."""

    owner = PersonChoiceField(label=gettext_lazy("Owner"), queryset=Account.objects.none(), required=False)
    deputy = PersonChoiceField(
        label=gettext_lazy("Deputy"), queryset=Account.objects.none(), required=False,
        help_text=gettext_lazy("Hears of it when the day has passed."),
    )  # fmt: skip
    months = forms.TypedChoiceField(
        label=gettext_lazy("Is reviewed"), choices=MONTHS, coerce=int,
        help_text=gettext_lazy("Counts from the next review on. No day that is set moves."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("owner", "deputy"):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - tells mypy
            field.queryset = reviewers()

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("owner") and said.get("owner") == said.get("deputy"):
            self.add_error("deputy", _("The deputy is somebody else."))
        return said


class StandingView(PermissionRequiredMixin, WagtailAdminTemplateMixin, View):
    """One guide: its days, who looks after it, and its reviews. POST entrusts it to somebody; no day moves."""

    permission_required = "guidance.view_standing"
    raise_exception = True
    template_name = "guidance/admin/standing.html"
    page_title = gettext_lazy("Standing of a guide")
    header_icon = "tasks"
    model: type[Standing] = Standing

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = self._row(pk)
        initial = {"owner": row.owner_id, "deputy": row.deputy_id, "months": row.months}
        return self._page(row, EntrustForm(initial=initial))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not request.user.has_perm("guidance.change_standing"):
            return self.handle_no_permission()
        row, form = self._row(pk), EntrustForm(request.POST)
        if not form.is_valid():
            return self._page(row, form)
        said = form.cleaned_data
        try:
            entrust(row, owner=said["owner"], deputy=said["deputy"], months=said["months"], by=account_of(request))
            messages.success(request, _("It is written down."))
        except NotAllowed as error:
            messages.error(request, str(error))
        return redirect("guide_reviews:read", pk)

    def _row(self, pk: int) -> Standing:
        return get_object_or_404(
            Standing.objects.select_related("page__locale", "latest", "owner__person", "deputy__person"), pk=pk
        )

    def _page(self, row: Standing, form: EntrustForm) -> HttpResponse:
        reviews = Review.objects.filter(page=row.page_id).select_related("by__person")
        user = self.request.user
        context = self.get_context_data(
            standing=row,
            guide=row.page,
            now=current(row),
            form=form if user.has_perm("guidance.change_standing") else None,
            begun=reviews.filter(state=ReviewState.BEGUN).first(),
            done=reviews.filter(state=ReviewState.DONE).prefetch_related("answers", "source_checks")[:MOST_REVIEWS],
            original=lags_behind(row.page),
            may_review=user.has_perm("guidance.review_guide"),
        )
        return self.render_to_response(context)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("guide_reviews:index"), "label": _("Guides to review")},
            {"url": "", "label": self.page_title},
        ]


class StandingViewSet(ReadingViewSet):
    """The "Guides to review" area."""

    model = Standing
    name = "guide_reviews"
    url_prefix = "guide-reviews"
    icon = "tasks"
    menu_label = gettext_lazy("Guides to review")
    add_to_admin_menu = False
    index_view_class = StandingIndexView
    read_view_class = StandingView
    filterset_class = StandingFilter

    @cached_property
    def list_display(self) -> list[Column]:
        return [
            TitleColumn(
                "guide",
                label=gettext_lazy("Guide"),
                accessor=lambda row: row.page.title,
                get_url=lambda row: reverse("guide_reviews:read", args=[row.pk]),
            ),
            Column("language", label=gettext_lazy("Language"), accessor=lambda row: row.page.locale.get_display_name()),
            Column("due", label=gettext_lazy("Next review due"), accessor=day_in_words),
            Column("state", label=gettext_lazy("State"), accessor=state_in_words),
            Column("owner", label=gettext_lazy("Owner"), accessor=owner_in_words),
            Column("reviewed", label=gettext_lazy("Last reviewed"), accessor=reviewed_in_words),
        ]

    def more_urlpatterns(self) -> list[URLPattern]:
        return [path("<int:pk>/review/", self.construct_view(ReviewingView), name="review")]
