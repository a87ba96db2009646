"""Where a moderator writes down what is said in an answer by voice or film, for who cannot hear it."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

import media_pipeline.api as films
from courses.domain.talk import filmed_made, spoken
from courses.domain.talk.asks import FILM, LONGEST, VOICE
from courses.errors import SchoolError
from courses.models import FilmedAnswer
from elearn.people.api import account_of
from elearn.safety.api import SafetyError, may_moderate
from elearn.safety.models import Submission
from media_pipeline.models import Film

from .videos import home_crumb


class SaidForm(forms.Form):
    """What is said, word for word or nearly so."""

    text = forms.CharField(
        label=gettext_lazy("What is said"),
        help_text=gettext_lazy("Write what you hear, in the language that is spoken."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
    )


@require_http_methods(["GET", "POST"])
def write_down(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what is said; who takes part in the conversation may not."""
    if not may_moderate(request.user):
        raise PermissionDenied
    words = get_object_or_404(Submission.objects.select_related("person"), pk=pk, kind__in=[VOICE, FILM])
    is_film = words.kind == FILM
    found = filmed_made.filmed_of(words) if is_film else spoken.spoken_of(words)
    if found is None or not spoken.may_write_down(words, account_of(request)):
        raise Http404
    form = SaidForm(request.POST or None, initial={"text": found.text})
    if request.method == "POST" and form.is_valid():
        try:
            write = filmed_made.write_down if is_film else spoken.write_down
            write(words, text=form.cleaned_data["text"], by=account_of(request))
        except (SchoolError, SafetyError) as error:
            form.add_error("text", str(error))
        else:
            messages.success(request, _("Thank you. It can be read now as well as heard."))
            return redirect("words_admin:read", pk)
    context: dict[str, Any] = {
        "header_title": _("Write down what is said"),
        "header_icon": "comment",
        "breadcrumbs_items": [
            home_crumb(),
            {"url": reverse("words_admin:read", args=[pk]), "label": _("What was written")},
            {"url": "", "label": _("Write down what is said")},
        ],
        "spoken": found,
        "playback": _playback(found.film) if isinstance(found, FilmedAnswer) else None,
        "form": form,
    }
    return render(request, "courses/admin/spoken.html", context, status=422 if form.errors else 200)


def _playback(film: Film) -> films.Playback | None:
    return films.playback(film) if films.status_of_row(film).playable else None
