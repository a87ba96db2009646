"""Films in the Wagtail admin: how the work on each stands, what it cost, what went wrong, and trying it again."""

from typing import Any
from uuid import UUID

import django_filters
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import (
    BigIntegerField,
    Case,
    Exists,
    F,
    FloatField,
    OuterRef,
    Prefetch,
    QuerySet,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
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
from courses.domain.films import film_work, originals
from courses.domain.films.when import when_words
from courses.errors import SchoolError
from courses.forms.tracks import TrackForm
from courses.models import Contribution, ContributionState
from elearn.people.api import account_of
from elearn.web.api import number_in
from elearn.web.reading import ReadingViewSet
from elearn.web.templatetags.korpu import duration, megabytes
from media_pipeline.models import Film, FilmState, Rendition, Track, TrackKind, Work, WorkState

MAY_CHANGE = "media_pipeline.change_film"
ACTIVE = (WorkState.WAITING, WorkState.RUNNING, WorkState.PARKED)
NEEDS = [
    ("help", gettext_lazy("something went wrong")),
    ("work", gettext_lazy("being worked on, or waiting for it")),
]


def all_films() -> QuerySet[Film]:
    """Give every film with what its list line says. The title of what nobody has sent yet is its teacher's alone."""
    theirs = Contribution.objects.exclude(pk__in=Contribution.objects.handed_over().values("pk"))
    works = Work.objects.filter(film=OuterRef("pk")).order_by().values("film")
    stored = Rendition.objects.filter(film=OuterRef("pk")).order_by().values("film")
    seconds, size = Value(0.0, FloatField()), Value(0, BigIntegerField())
    found = Film.objects.filter(is_check=False).annotate(
        is_theirs=Exists(theirs.filter(film=OuterRef("pk"))),
        cpu=Coalesce(works.annotate(sum=Sum("cpu_seconds")).values("sum"), seconds),
        stored=Coalesce(stored.annotate(sum=Sum("bytes")).values("sum"), size),
        shown_title=Case(When(is_theirs=True, then=Value("")), default=F("title")),
    )
    active = Work.objects.filter(state__in=ACTIVE)
    return found.select_related("contribution__person").prefetch_related(
        Prefetch("works", queryset=active, to_attr="active_works")
    )


def title_of(film: Any) -> str:
    if film.is_theirs:
        return _("Not sent yet")
    title = film.shown_title or _("Video without a title")
    return _("%(title)s (shortened)") % {"title": title} if film.cut_of_id else title


def teacher_of(film: Film) -> str:
    contribution = getattr(film, "contribution", None)
    return contribution.person.name if contribution else "–"


def cost_of(film: Any) -> str:
    return duration(film.cpu)


def state_of(film: Any) -> str:
    """How far a film is, and what is being done or has stopped."""
    parked = next((work for work in film.active_works if work.state == WorkState.PARKED), None)
    if parked is not None:
        return _("stopped: %(work)s") % {"work": parked.get_kind_display()}
    running = next((work for work in film.active_works if work.state == WorkState.RUNNING), None)
    if running is not None:
        facts = {"work": running.get_kind_display(), "percent": running.percent}
        return _("%(work)s: %(percent)d %%") % facts
    return film.get_state_display()


class FilmFilter(WagtailFilterSet):
    """By state, and by what is to be done about it."""

    needs = django_filters.ChoiceFilter(
        label=gettext_lazy("Work"), choices=NEEDS, method="by_need", empty_label=gettext_lazy("All")
    )
    state = django_filters.ChoiceFilter(label=gettext_lazy("State"), choices=FilmState.choices)

    class Meta:
        model = Film
        fields = ["needs", "state"]

    def by_need(self, rows: QuerySet[Film], name: str, value: str) -> QuerySet[Film]:
        if value == "help":
            parked = Work.objects.filter(film=OuterRef("pk"), state=WorkState.PARKED)
            return rows.filter(Exists(parked)) | rows.filter(state=FilmState.FAILED)
        going = Work.objects.filter(film=OuterRef("pk"), state__in=[WorkState.WAITING, WorkState.RUNNING])
        return rows.filter(Exists(going)) if value == "work" else rows


class FilmIndexView(IndexView):
    """All films, the newest first."""

    any_permission_required = ["view"]

    def get_base_queryset(self) -> QuerySet[Film]:
        return all_films().order_by("-created_at", "pk")


class FilmView(PermissionRequiredMixin, WagtailAdminTemplateMixin, View):
    """One film: its versions, all work on it with costs and faults, and what can be done."""

    permission_required = "media_pipeline.view_film"
    raise_exception = True
    template_name = "courses/admin/film.html"
    page_title = gettext_lazy("Video")
    header_icon = "media"
    model: type[Film] = Film

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        return self._page(request, get_object_or_404(all_films(), pk=pk), TrackForm())

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        if not request.user.has_perm(MAY_CHANGE):
            return self.handle_no_permission()
        film = get_object_or_404(all_films(), pk=pk)
        deed = request.POST.get("deed", "")
        if deed in ("try_again", "cancel"):
            self._work(request, film, deed)
        elif deed in ("attach", "detach"):
            form = TrackForm(request.POST if deed == "attach" else None)
            if not self._track(request, film, deed, form):
                return self._page(request, film, form)
        elif deed == "picture":
            self._picture(request, film)
        elif deed == "let_go" and originals.let_go(film, by=account_of(request)):
            messages.success(request, _("The rule holds for it again."))
        return redirect("films_admin:read", pk)

    def _work(self, request: HttpRequest, film: Film, deed: str) -> None:
        pk = number_in(request.POST.get("work"))
        work = get_object_or_404(Work.objects.select_related("film"), film=film, pk=pk)
        if deed == "try_again" and film_work.try_again(work, by=account_of(request)):
            messages.success(request, _("It is tried again."))
        elif deed == "cancel" and film_work.cancel(work, by=account_of(request)):
            messages.success(request, _("The work is stopped. It can be tried again."))
        else:
            messages.warning(request, _("That work has gone on meanwhile. Nothing was changed."))

    def _picture(self, request: HttpRequest, film: Film) -> None:
        try:
            if film_work.choose_picture(film, name=request.POST.get("picture", ""), by=account_of(request)):
                messages.success(request, _("The picture is chosen."))
        except SchoolError as error:
            messages.error(request, str(error))

    def _track(self, request: HttpRequest, film: Film, deed: str, form: TrackForm) -> bool:
        try:
            if deed == "detach":
                kind = request.POST.get("kind", "")
                if kind in TrackKind.values:
                    film_work.detach(film, kind=TrackKind(kind), by=account_of(request))
                messages.success(request, _("It no longer goes with this video."))
                return True
            if not form.is_valid():
                return False
            film_work.attach(film, **form.track(), by=account_of(request))
        except SchoolError as error:
            messages.error(request, str(error))
            return False
        messages.success(request, _("It goes with this video from now on."))
        return True

    def _page(self, request: HttpRequest, film: Any, form: TrackForm) -> HttpResponse:
        estimate = films.estimates([film]).get(film.pk)
        context = self.get_context_data(
            film=film,
            title=title_of(film),
            teacher=teacher_of(film),
            state=state_of(film),
            when=when_words(estimate),
            contribution=_handed_over(film),
            goes_at=films.original_goes_at(film),
            works=film.works.order_by("-asked_at", "-pk"),
            renditions=film.renditions.filter(is_live=True),
            tracks=Track.objects.filter(main=film).select_related("film"),
            pictures=[] if film.is_theirs else films.posters_of(film),
            form=form,
            may_change=request.user.has_perm(MAY_CHANGE),
        )
        return self.render_to_response(context)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("films_admin:index"), "label": _("All videos")},
            {"url": "", "label": self.page_title},
        ]


def _handed_over(film: Any) -> Contribution | None:
    contribution = getattr(film, "contribution", None)
    is_gone = contribution is not None and contribution.state == ContributionState.WITHDRAWN
    return None if film.is_theirs or is_gone else contribution


class FilmViewSet(ReadingViewSet):
    """The "Videos" area of coordinators: what the machines do with films. Nobody adds or deletes one here."""

    model = Film
    name = "films_admin"
    url_prefix = "films"
    icon = "media"
    menu_label = gettext_lazy("All videos")
    menu_order = 111
    read_route = "<uuid:pk>/"
    index_view_class = FilmIndexView
    read_view_class = FilmView
    filterset_class = FilmFilter
    search_fields = ["shown_title"]

    @cached_property
    def list_display(self) -> list[Column]:
        return [
            TitleColumn(
                "title", label=gettext_lazy("Title"), accessor=title_of,
                get_url=lambda film: reverse("films_admin:read", args=[film.pk]),
            ),
            Column("teacher", label=gettext_lazy("Teacher"), accessor=teacher_of),
            Column("state", label=gettext_lazy("State"), accessor=state_of, sort_key="state"),
            Column("length", label=gettext_lazy("Length"), accessor=lambda film: duration(film.duration_ms / 1000)),
            Column("cpu", label=gettext_lazy("Processor time"), sort_key="cpu", accessor=cost_of),
            Column(
                "stored", label=gettext_lazy("Stored"), sort_key="stored",
                accessor=lambda film: megabytes(film.stored + film.source_bytes),
            ),
            DateColumn("created_at", label=gettext_lazy("Came in"), sort_key="created_at"),
        ]  # fmt: skip


film_views = FilmViewSet("films_admin")
