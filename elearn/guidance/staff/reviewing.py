"""Doing a review in the Wagtail admin: go through the list, keep and go on later, finish when all is in order."""

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.base import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from elearn.people.api import account_of

from ..domain import review as domain
from ..domain.lagging import original_of
from ..domain.sources import sources_of
from ..errors_review import ReviewError
from ..models import Review, ReviewState, Standing
from .review_form import ReviewForm


class ReviewingView(PermissionRequiredMixin, WagtailAdminTemplateMixin, View):
    """GET shows the review under way; POST begins one, keeps what was answered, or finishes it."""

    permission_required = "guidance.review_guide"
    raise_exception = True
    template_name = "guidance/admin/review.html"
    page_title = gettext_lazy("Review of a guide")
    header_icon = "tasks"
    model: type[Standing] = Standing

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        found = Standing.objects.select_related("page__locale", "latest").filter(page__live=True)
        self.standing = get_object_or_404(found, pk=kwargs["pk"])
        self.review = Review.objects.filter(page=self.standing.page_id, state=ReviewState.BEGUN).first()
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        if self.review is None:
            return redirect("guide_reviews:read", pk)
        return self._page(self._form())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        deed = request.POST.get("deed", "")
        if deed == "begin" or self.review is None:
            domain.begin(self.standing.page, by=account_of(request))
            return redirect("guide_reviews:review", pk)
        if deed == "over":
            domain.start_over_if_changed(self.review)
            return redirect("guide_reviews:review", pk)
        form = self._form(request.POST)
        if not form.is_valid():
            return self._page(form)
        try:
            return self._keep(form, is_end=deed == "finish")
        except ReviewError as error:
            messages.error(request, str(error))
            return redirect("guide_reviews:review", pk)

    def _keep(self, form: ReviewForm, *, is_end: bool) -> HttpResponse:
        """Keep what was answered, and finish if that was asked. Raises ReviewError."""
        if self.review is None:
            return redirect("guide_reviews:read", self.standing.pk)
        by, said = account_of(self.request), form.cleaned_data
        domain.answer(self.review, items=form.item_answers(), sources=form.source_answers(), by=by)
        if not is_end:
            messages.success(self.request, _("It is kept. Go on whenever you like; a colleague can go on too."))
            return redirect("guide_reviews:review", self.standing.pk)
        standing = domain.finish(self.review, by=by, note=said["note"], next_due=said["next_due"])
        day = date_format(standing.next_due, "DATE_FORMAT")
        messages.success(
            self.request, _("Thank you. The guide is in order; its next review is due by %(day)s.") % {"day": day}
        )
        return redirect("guide_reviews:read", self.standing.pk)

    def _form(self, data: Any = None) -> ReviewForm:
        if self.review is None:
            raise LookupError
        page = domain.public_version(self.standing.page)
        return ReviewForm(data, review=self.review, items=domain.items_of(page), sources=sources_of(page))

    def _page(self, form: ReviewForm) -> HttpResponse:
        page = domain.public_version(self.standing.page)
        context = self.get_context_data(
            standing=self.standing, guide=page, review=self.review, form=form, original=original_of(page),
            is_other_version=self.review is not None and self.review.revision_id != page.live_revision_id,
        )  # fmt: skip
        return self.render_to_response(context)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("guide_reviews:index"), "label": _("Guides to review")},
            {"url": reverse("guide_reviews:read", args=[self.standing.pk]), "label": self.standing.page.title},
            {"url": "", "label": self.page_title},
        ]
