"""Earlier versions of captions, and captions that come as a file."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

import media_pipeline.api as films
from courses.domain.films import captions as domain
from courses.domain.films.captions import Reached
from courses.views._captions import number_in, page, reached, track_of
from elearn.people.api import public_name, role_required
from media_pipeline.models import CaptionRevision, MadeBy

SHOWN = 100  # versions


class FileForm(forms.Form):
    """A file with captions."""

    file = forms.FileField(
        label=gettext_lazy("File with captions"), help_text=gettext_lazy("A file that ends in .vtt or .srt"),
        widget=forms.FileInput(attrs={"accept": ".vtt,.srt,text/vtt,application/x-subrip"}),
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "empty": gettext_lazy("The file is empty. Please choose another one."),
        },
    )  # fmt: skip

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > films.caption_limits()["file"]:
            raise ValidationError(_("The file is larger than captions are. Please choose another one."))
        return file


@never_cache
@require_safe
@role_required()
def history(request: HttpRequest, film_id: UUID, language: str) -> HttpResponse:
    """The versions of captions, newest first: when, who, how many lines."""
    found = reached(request, film_id)
    track = track_of(found, language)
    rows = [{"row": row, "who": _who(row, found)} for row in films.caption_history(track)[:SHOWN]]
    return render(request, "courses/captions_history.html", page(found, track, rows=rows))


def _who(row: CaptionRevision, found: Reached) -> str:
    """Say who made a version: a person by their public name, the computer, or a file somebody brought."""
    if row.made_by == MadeBy.MACHINE:
        return _("The computer")
    author = row.author.person if row.author else None
    if author is None:
        return _("Somebody")
    return _("You") if author.pk == found.account.person_id else public_name(author)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@role_required()
def version(request: HttpRequest, film_id: UUID, language: str, number: int) -> HttpResponse:
    """One version to read. POST makes it the newest; what came between stays in the history."""
    found = reached(request, film_id)
    track = track_of(found, language)
    row = next((one for one in films.caption_history(track) if one.number == number), None)
    if row is None:
        raise Http404
    if request.method == "POST":
        try:
            domain.restore(found, track, number, base=number_in(request.POST.get("base"), -1))
        except films.CaptionsChanged as error:
            messages.error(request, str(error))
            return redirect("courses:captions_history", film_id, language)
        messages.success(request, _("The earlier version is back. The other one is kept among the earlier versions."))
        return redirect("courses:captions_edit", film_id, language)
    lines = films.caption_cues(track, number)
    facts = page(found, track, row=row, who=_who(row, found), lines=lines, is_newest=number == track.revision)
    return render(request, "courses/captions_version.html", facts)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@role_required()
def bring_file(request: HttpRequest, film_id: UUID, language: str) -> HttpResponse:
    """Put the lines of a VTT or SRT file in the place of what there is, which stays among the earlier versions."""
    found = reached(request, film_id)
    track = track_of(found, language)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and (told := _brought(request, found, track, form)):
        messages.success(request, told)
        return redirect("courses:captions_edit", film_id, language)
    status = 422 if request.method == "POST" else 200
    return render(request, "courses/captions_file.html", page(found, track, form=form), status=status)


def _brought(request: HttpRequest, found: Reached, track: Any, form: FileForm) -> str:
    """Take the file; gives what came of it, "" when the form says what is wrong."""
    try:
        brought = domain.take_file(
            found, track, form.cleaned_data["file"].read(), base=number_in(request.POST.get("base"), -1)
        )
    except (films.CaptionsInvalid, films.CaptionsChanged) as error:
        form.add_error("file" if isinstance(error, films.CaptionsInvalid) else None, str(error))
        return ""
    count = len(brought.draft.cues)
    words = ngettext("%(count)d line was taken from the file.", "%(count)d lines were taken from the file.", count)
    told = words % {"count": count}
    if brought.skipped:
        more = ngettext("%(count)d could not be read.", "%(count)d could not be read.", brought.skipped)
        told = f"{told} {more % {'count': brought.skipped}}"
    return told
