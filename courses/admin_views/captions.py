"""Captions in the Wagtail admin: what waits for a review first, a page to read them beside the film, and the review."""

from typing import Any

import django_filters
from django import forms
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import F, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.base import View
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

import media_pipeline.api as films
from courses.domain.films import captions
from courses.domain.films.caption_excuse import is_theirs
from courses.domain.hidden import films_in_hidden_courses
from courses.errors import MayNotCaption
from courses.models import Contribution
from courses.views._captions import number_in
from elearn.people.api import account_of
from elearn.web.reading import ReadingViewSet
from elearn.web.templatetags.korpu import spoken_language
from media_pipeline.models import CaptionState, CaptionTrack

WAITING = "waiting"
STATES = [(WAITING, gettext_lazy("waiting for a review")), *CaptionState.choices]


def tracks() -> QuerySet[CaptionTrack]:
    """Give the captions that coordinators may read: of no film that is its teacher's alone, hidden or taken back."""
    alone = Contribution.objects.exclude(pk__in=Contribution.objects.handed_over().values("pk"))
    rows = CaptionTrack.objects.filter(film__blocked_at=None, film__is_check=False)
    rows = rows.exclude(film__in=alone.values("film")).exclude(film__in=films_in_hidden_courses())
    return rows.select_related("film__contribution__person", "handed_in_by__person")


def state_of(track: CaptionTrack) -> str:
    """Say how far captions are."""
    return str(dict(STATES)[WAITING]) if track.handed_in_at else track.get_state_display()


def title_of(track: CaptionTrack) -> str:
    contribution = getattr(track.film, "contribution", None)
    return (contribution.title if contribution else "") or track.film.title or _("Video without a title")


def teacher_of(track: CaptionTrack) -> str:
    contribution = getattr(track.film, "contribution", None)
    return contribution.person.name if contribution else "–"


class CaptionFilter(WagtailFilterSet):
    """By state and language."""

    state = django_filters.ChoiceFilter(choices=STATES, label=gettext_lazy("State"), method="of_state")

    class Meta:
        model = CaptionTrack
        fields = ["language"]

    def of_state(self, rows: QuerySet[CaptionTrack], _name: str, state: str) -> QuerySet[CaptionTrack]:
        if state == WAITING:
            return rows.exclude(handed_in_at=None)
        return rows.filter(state=state, handed_in_at=None)


class GiveBackForm(forms.Form):
    """What is still to be done."""

    words = forms.CharField(
        label=gettext_lazy("What is still to be done?"),
        help_text=gettext_lazy(
            "They get these words as you write them. Say the minute, for example: at 1:20 a name is missing."
        ),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Write what is still to be done.")},
    )


class CaptionIndexView(IndexView):
    """What waits longest comes first, then what was changed last."""

    any_permission_required = ["view"]

    def get_base_queryset(self) -> QuerySet[CaptionTrack]:
        return tracks().order_by(F("handed_in_at").asc(nulls_last=True), "-changed_at", "pk")


class CaptionView(PermissionRequiredMixin, WagtailAdminTemplateMixin, View):
    """Captions in one language, and what is to be looked at; POST says that they are right, or gives them back."""

    permission_required = captions.MAY_CORRECT
    raise_exception = True
    template_name = "courses/admin/captions.html"
    page_title = gettext_lazy("Captions")
    header_icon = "openquote"
    model: type[CaptionTrack] = CaptionTrack

    def get(self, request: HttpRequest, pk: int, **kwargs: Any) -> HttpResponse:
        track, found = self._reached(request, pk)
        self.page_subtitle = title_of(track)
        lines = films.caption_cues(track)
        said: dict[str, list[str]] = {}
        for warning in films.caption_warnings(lines, track.film.duration_ms):
            said.setdefault(warning.id, []).append(warning.words)
        form = kwargs.get("form") or GiveBackForm()
        context = self.get_context_data(
            form=form, track=track, title=title_of(track), teacher=teacher_of(track), state=state_of(track),
            language=spoken_language(track.language), rows=[(line, said.get(line.id, [])) for line in lines],
            warned=len(said), playback=films.playback(track.film) if films.status(track.film).playable else None,
            is_theirs=is_theirs(track.film, found.account), is_reviewed=track.state == CaptionState.REVIEWED,
        )  # fmt: skip
        return self.render_to_response(context)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        track, found = self._reached(request, pk)
        if "give_back" in request.POST:
            return self._give_back(request, track, found)
        try:
            captions.review(found, track, revision=number_in(request.POST.get("revision"), -1))
        except MayNotCaption:
            return self.handle_no_permission()
        except (films.CaptionsChanged, films.CaptionsUnfit) as error:
            messages.error(request, str(error))
            return redirect("caption_tracks:read", pk)
        messages.success(request, _("The captions are reviewed. People watch with them from now on."))
        return redirect("caption_tracks:index")

    def _give_back(self, request: HttpRequest, track: CaptionTrack, found: captions.Reached) -> HttpResponse:
        form = GiveBackForm(request.POST)
        if not form.is_valid():
            return self.get(request, track.pk, form=form)
        try:
            captions.give_back(found, track, words=form.cleaned_data["words"])
        except MayNotCaption:
            return self.handle_no_permission()
        messages.success(request, _("Your words are on their way to whoever works on these captions."))
        return redirect("caption_tracks:index")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("caption_tracks:index"), "label": _("Captions")},
            {"url": "", "label": self.page_title},
        ]

    def _reached(self, request: HttpRequest, pk: int) -> tuple[CaptionTrack, captions.Reached]:
        track = get_object_or_404(tracks(), pk=pk)
        found = captions.reach(account_of(request), track.film_id)
        if found is None:
            raise Http404
        return track, found


class CaptionViewSet(ReadingViewSet):
    """The "Captions" area of coordinators. Words are changed in the editor, which keeps every version."""

    model = CaptionTrack
    name = "caption_tracks"
    url_prefix = "captions"
    icon = "openquote"
    menu_label = gettext_lazy("Captions")
    menu_order = 112
    index_view_class = CaptionIndexView
    read_view_class = CaptionView
    filterset_class = CaptionFilter
    search_fields = ["film__title", "film__contribution__title"]

    @cached_property
    def list_display(self) -> list[Column]:
        return [
            TitleColumn(
                "title", label=gettext_lazy("Video"), accessor=title_of,
                get_url=lambda track: reverse("caption_tracks:read", args=[track.pk]),
            ),
            Column("language", label=gettext_lazy("Language"), accessor=lambda track: spoken_language(track.language)),
            Column("state", label=gettext_lazy("State"), accessor=state_of),
            Column("teacher", label=gettext_lazy("Teacher"), accessor=teacher_of),
            DateColumn("handed_in_at", label=gettext_lazy("Handed in"), sort_key="handed_in_at"),
            DateColumn("changed_at", label=gettext_lazy("Changed"), sort_key="changed_at"),
        ]  # fmt: skip


caption_views = CaptionViewSet("caption_tracks")
