"""What coordinators say about a video's captions: which language is spoken, and why it is public without reviewed ones.

Everybody reads that reason on the lesson.
"""

from uuid import UUID

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.admin.auth import user_passes_test

import media_pipeline.api as films
from courses import policies
from courses.domain.films.caption_excuse import correct_language, go_without, is_theirs
from courses.domain.films.caption_gate import excuse_of, wants_captions
from courses.models import Contribution
from elearn.people.api import account_of
from elearn.web.templatetags.korpu import spoken_language
from media_pipeline.models import Film

LONGEST = 300


class ExcuseForm(forms.Form):
    """The reason, in words for learners."""

    reason = forms.CharField(
        label=gettext_lazy("Why is it published without them?"),
        help_text=gettext_lazy(
            "Learners read this under the video, with today’s date. For example: “Nobody speaks in this video.”"
        ),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class LanguageForm(forms.Form):
    """The language spoken, where the teacher said another one."""

    language = forms.ChoiceField(label=gettext_lazy("Spoken language"), choices=settings.LANGUAGES)


@require_http_methods(["GET", "POST"])
@user_passes_test(policies.may_review)
def without_captions(request: HttpRequest, film_id: UUID) -> HttpResponse:
    """Correct the language, give the reason, or read the one that stands."""
    contribution = get_object_or_404(
        Contribution.objects.handed_over().filter(film__blocked_at=None).select_related("film"), film=film_id
    )
    deed = request.POST.get("deed")
    reason = ExcuseForm(request.POST if deed == "reason" else None)
    language = LanguageForm(request.POST if deed == "language" else None, initial={"language": contribution.language})
    if deed == "reason" and reason.is_valid():
        go_without(contribution.film, reason=reason.cleaned_data["reason"], by=account_of(request))
        messages.success(request, _("The reason is kept. The lesson shows it until there are reviewed captions."))
        return redirect("courses_admin:video", contribution.pk)
    if deed == "language" and language.is_valid():
        correct_language(contribution, language.cleaned_data["language"], by=account_of(request))
        messages.success(request, _("The spoken language is noted."))
        return redirect("courses_admin:without_captions", film_id)
    facts = _facts(contribution, contribution.film, request) | {"reason": reason, "language": language}
    return render(request, "courses/admin/without_captions.html", facts)


def _facts(contribution: Contribution, film: Film, request: HttpRequest) -> dict[str, object]:
    title = contribution.title or _("Video without a title")
    return {
        "header_title": _("Captions of this video"),
        "header_icon": "openquote",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": reverse("courses_admin:videos"), "label": _("New videos")},
            {"url": reverse("courses_admin:video", args=[contribution.pk]), "label": title},
            {"url": "", "label": _("Captions of this video")},
        ],
        "contribution": contribution,
        "wants": wants_captions(film),
        "excuse": excuse_of(film),
        "is_theirs": is_theirs(film, account_of(request)),
        "tracks": [(spoken_language(track.language), track) for track in films.caption_tracks(film)],
    }
