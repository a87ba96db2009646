"""Concerns in the Wagtail admin, for safeguarding officers only: read, follow up, and decide what stays hidden."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.base import View
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from elearn.people.models import Role
from elearn.people.policies import account_of, has_role
from elearn.web.reading import ReadingViewSet

from ..domain.follow import change, note_reading
from ..domain.hide import hide, keep_hidden, restore
from ..errors import NothingHidden
from ..models import Concern, ConcernState, Hidden, HiddenState
from ..subjects import Found, find_subject


def lateness(concern: Concern) -> str:
    """Say that the deadline has passed while nobody has closed the concern."""
    late = concern.state != ConcernState.CLOSED and concern.deadline < timezone.now()
    return _("late") if late else ""


def urgency(concern: Concern) -> str:
    """Say that somebody may be in danger."""
    return _("urgent") if concern.in_danger or concern.states_risk else ""


def deadline_in_words(concern: Concern) -> str:
    """Day and hour by which somebody is to have answered."""
    return date_format(timezone.localtime(concern.deadline), "j E Y, H:i")


class ConcernStepForm(forms.ModelForm):
    """What the officer notes."""

    class Meta:
        model = Concern
        fields = ["state", "outcome"]


class HiddenForm(forms.Form):
    """Why something is shown again, or stays hidden."""

    words = forms.CharField(
        label=gettext_lazy("Why"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("For your own log. Nobody else reads it."),
    )  # fmt: skip


class ConcernIndexView(IndexView):
    """Concerns by deadline."""

    any_permission_required = ["view"]

    def get_base_queryset(self) -> QuerySet[Concern]:
        return Concern.objects.order_by("deadline", "pk")


class ConcernView(WagtailAdminTemplateMixin, View):
    """One concern: what was written, what was done, who has looked."""

    template_name = "safety/read.html"
    page_title = gettext_lazy("Concern")
    header_icon = "warning"
    model: type[Concern] = Concern

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not has_role(request.user, Role.SAFEGUARDING):
            raise PermissionDenied
        self.concern = get_object_or_404(Concern.objects.select_related("person"), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        note_reading(self.concern, by=account_of(request))
        return self._page(ConcernStepForm(instance=self.concern))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if "hidden" in request.POST:
            return self._decide_about_hidden(request)
        form = ConcernStepForm(request.POST, instance=Concern.objects.get(pk=pk))
        if not form.is_valid():
            return self._page(form)
        noted = form.cleaned_data
        change(self.concern, state=noted["state"], outcome=noted["outcome"], by=account_of(request))
        messages.success(request, _("It is noted."))
        return redirect("concerns:index")

    def _decide_about_hidden(self, request: HttpRequest) -> HttpResponse:
        """Show something again, keep it hidden, or hide what is shown; each with a reason for the log."""
        why, by = HiddenForm(request.POST), account_of(request)
        if not why.is_valid():
            return self._page(ConcernStepForm(instance=self.concern), why)
        words, subject = why.cleaned_data["words"], request.POST["hidden"]
        if subject not in self._subjects():
            raise PermissionDenied
        row = Hidden.objects.filter(subject=subject).exclude(state=HiddenState.RESTORED).first()
        try:
            if row is None:
                row = hide(subject, concern=self.concern, by=by)
                keep_hidden(row, by=by, words=words, concern=self.concern)
            elif request.POST.get("deed") == "restore":
                restore(row, by=by, words=words, concern=self.concern)
            else:
                keep_hidden(row, by=by, words=words, concern=self.concern)
            messages.success(request, _("It is noted."))
        except NothingHidden as error:
            messages.error(request, str(error))
        return redirect("concerns:read", self.concern.pk)

    def _subjects(self) -> list[str]:
        """What this concern lets an officer hide: what it is about, and what was hidden because of it."""
        found = find_subject(self.concern.subject)
        known = self.concern.hidden.values_list("subject", flat=True)
        about = (*found.hides, *found.may_hide) if found else ()
        return list(dict.fromkeys([*about, *known]))

    def _page(self, form: ConcernStepForm, why: HiddenForm | None = None) -> HttpResponse:
        others = Concern.objects.exclude(subject="").filter(subject=self.concern.subject).exclude(pk=self.concern.pk)
        return self.render_to_response(
            self.get_context_data(
                concern=self.concern,
                form=form,
                log=self.concern.entries.select_related("by__person")[:50],
                late=lateness(self.concern),
                urgent=urgency(self.concern),
                found=find_subject(self.concern.subject),
                hideable=list(self._hideable(why)),
                others=others[:20],
            )
        )

    def _hideable(self, why: HiddenForm | None) -> Iterator[tuple[str, Found | None, Hidden | None, HiddenForm]]:
        """Give each subject with what it is, how it is hidden, and a form; the one just sent keeps its errors."""
        subjects, sent = self._subjects(), self.request.POST.get("hidden")
        rows = Hidden.objects.filter(subject__in=subjects).exclude(state=HiddenState.RESTORED)
        states = {row.subject: row for row in rows.select_related("decided_by__person")}
        for number, subject in enumerate(subjects):
            form = why if why and subject == sent else HiddenForm(auto_id=f"why-{number}-%s")
            yield subject, find_subject(subject), states.get(subject), form

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("concerns:index"), "label": _("Concerns")},
            {"url": "", "label": str(self.concern)},
        ]


class ConcernViewSet(ReadingViewSet):
    """The "Concerns" area. Nobody adds or deletes one here."""

    model = Concern
    name = "concerns"
    icon = "warning"
    menu_label = gettext_lazy("Concerns")
    menu_order = 100
    index_view_class = ConcernIndexView
    read_view_class = ConcernView
    list_filter = ["state"]

    @cached_property
    def list_display(self) -> list[Column]:
        return [
            TitleColumn(
                "concern",
                label=gettext_lazy("Concern"),
                accessor=str,
                get_url=lambda concern: reverse("concerns:read", args=[concern.pk]),
            ),
            Column("urgent", label="", accessor=urgency),
            Column("state", label=gettext_lazy("State"), accessor="get_state_display", sort_key="state"),
            # Wagtail's own column of dates says "just now" of every day to come.
            Column(
                "deadline",
                label=gettext_lazy("To be answered by"),
                accessor=deadline_in_words,
                sort_key="deadline",
            ),
            Column("late", label="", accessor=lateness),
        ]
