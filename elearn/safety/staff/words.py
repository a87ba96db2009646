"""What people write to each other, in the Wagtail admin: the queue, one text with the decision, and the figures."""

from typing import Any

import django_filters
from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.base import View
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton

from elearn.people.api import public_name
from elearn.people.policies import account_of
from elearn.web.reading import ReadingViewSet

from ..domain.figures import statistics
from ..domain.moderate import decide, may_decide
from ..domain.queue import OPEN
from ..domain.reasons import OWN_WORDS, REASONS
from ..errors import SafetyError
from ..kinds import kind_in_words, kinds, shown
from ..models import Submission
from ..policies import may_moderate
from ..rules import Handling

IS_OPEN = "open"


def writer(submission: Submission) -> str:
    """Who wrote it, by the name that others may see."""
    return public_name(submission.person)


def beginning(submission: Submission) -> str:
    """The first words, for the list."""
    if not submission.text:
        return _("(without words)")
    return submission.text if len(submission.text) <= 60 else f"{submission.text[:60]}…"


def standing(submission: Submission) -> str:
    """How it stands; that something is shown already and still to be looked at is said."""
    if submission.to_look_at:
        return _("shown already, to be looked at")
    return submission.get_state_display()


class DecisionForm(forms.Form):
    """Agree, or say kindly why not."""

    reason = forms.ChoiceField(
        label=gettext_lazy("What should be different"),
        choices=[("", "—"), *REASONS.items(), (OWN_WORDS, gettext_lazy("Something else, in my own words"))],
        required=False,
    )
    words = forms.CharField(
        label=gettext_lazy("In your own words"),
        help_text=gettext_lazy("The writer reads this. Begin with what you liked."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    # How many steps the page showed: somebody else may decide meanwhile.
    seen = forms.IntegerField(widget=forms.HiddenInput)


class SubmissionFilter(WagtailFilterSet):
    """By what waits, by kind, by state."""

    waits = django_filters.ChoiceFilter(
        label=gettext_lazy("Waiting"),
        choices=[(IS_OPEN, gettext_lazy("waits for a decision"))],
        method="only_open",
        empty_label=gettext_lazy("All"),
    )
    kind = django_filters.ChoiceFilter(label=gettext_lazy("Kind"), choices=kinds)

    class Meta:
        model = Submission
        fields = ["waits", "kind", "state"]

    def only_open(self, queryset: QuerySet[Submission], name: str, value: str) -> QuerySet[Submission]:
        return queryset.filter(OPEN) if value == IS_OPEN else queryset


class SubmissionIndexView(IndexView):
    """Everything that was written, the longest waiting first."""

    any_permission_required = ["view"]

    def get_base_queryset(self) -> QuerySet[Submission]:
        return Submission.objects.filter(person__is_check=False).select_related("person").order_by("created_at", "pk")

    @cached_property
    def header_buttons(self) -> list[Any]:
        return [HeaderButton(label=_("Figures"), url=reverse("words_admin:figures"), icon_name="order")]


class ModeratorView(WagtailAdminTemplateMixin, View):
    """A page of moderators."""

    header_icon = "comment"
    model: type[Submission] = Submission

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_moderate(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("words_admin:index"), "label": _("Words to look at")},
            {"url": "", "label": self.page_title},
        ]


class SubmissionView(ModeratorView):
    """One text: who wrote it, what was decided so far, and the two decisions; an earlier one can be changed here."""

    template_name = "safety/submission.html"
    page_title = gettext_lazy("What was written")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = self._find(pk)
        return self._page(found, DecisionForm(initial={"seen": found.decisions.count()}))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        found, form = self._find(pk), DecisionForm(request.POST)
        if not form.is_valid():
            return self._page(found, form)
        said = form.cleaned_data
        try:
            row = decide(
                found, by=account_of(request), approve=request.POST.get("deed") == "approve",
                reason=said["reason"], words=said["words"], seen=said["seen"],
            )  # fmt: skip
        except SafetyError as error:
            messages.error(request, str(error))
            return self._page(found, form)
        words = _("Noted. A second moderator has to agree too.") if row.is_open else _("It is noted.")
        back = messages.button(reverse("words_admin:read", args=[pk]), _("Change the decision"))
        messages.success(request, words, buttons=[back])
        return redirect(f"{reverse('words_admin:index')}?waits={IS_OPEN}")

    def _find(self, pk: int) -> Submission:
        return get_object_or_404(Submission.objects.select_related("person", "to", "taken_by__person"), pk=pk)

    def _page(self, found: Submission, form: DecisionForm) -> HttpResponse:
        return self.render_to_response(
            self.get_context_data(
                submission=found,
                form=form,
                kind=kind_in_words(found.kind),
                shown=shown(found),
                standing=standing(found),
                writer=writer(found),
                reader=public_name(found.to) if found.to else "",
                needs_two=found.handling == Handling.TWO,
                may_decide=may_decide(found, account_of(self.request)),
                steps=found.decisions.select_related("by__person"),
            )
        )


class FiguresView(ModeratorView):
    """How moderation has gone over the last year."""

    template_name = "safety/figures.html"
    page_title = gettext_lazy("Figures")

    def get(self, request: HttpRequest) -> HttpResponse:
        lines = [(kind_in_words(line.kind), line) for line in statistics()]
        return self.render_to_response(self.get_context_data(lines=lines))


class SubmissionViewSet(ReadingViewSet):
    """The "Words to look at" area of coordinators. Nobody adds, edits or deletes one here."""

    model = Submission
    name = "words_admin"
    url_prefix = "words"
    icon = "comment"
    menu_label = gettext_lazy("Words to look at")
    menu_order = 115
    index_view_class = SubmissionIndexView
    read_view_class = SubmissionView
    filterset_class = SubmissionFilter
    list_per_page = 30

    @cached_property
    def list_display(self) -> list[Column]:
        return [
            TitleColumn(
                "text",
                label=gettext_lazy("Words"),
                accessor=beginning,
                get_url=lambda submission: reverse("words_admin:read", args=[submission.pk]),
            ),
            Column("kind", label=gettext_lazy("Kind"), accessor=lambda submission: kind_in_words(submission.kind)),
            Column("writer", label=gettext_lazy("Written by"), accessor=writer),
            Column("state", label=gettext_lazy("State"), accessor=standing, sort_key="state"),
            DateColumn("created_at", label=gettext_lazy("Written"), sort_key="created_at"),
        ]

    def more_urlpatterns(self) -> list[URLPattern]:
        return [path("figures/", self.construct_view(FiguresView), name="figures")]
