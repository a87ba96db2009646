"""The studio of a webinar: going live from a browser, and the same buttons on a host's device.

A button is one address. Scripts get JSON; without one the page comes back and says what happened.
"""

import logging
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

import media_pipeline.api as films
from courses.domain.webinars import slides, states, studio
from courses.errors import SchoolError, WebinarOver
from courses.forms.webinar_studio import MessageForm, SlidesForm
from courses.models import Webinar
from courses.policies_webinars import is_speaker
from courses.views.webinars import _studio as shared
from courses.views.webinars._studio_words import hints, host_words, studio_words
from courses.views.webinars.moderate import host_facts
from elearn.people.api import account_of

LARGEST_LINE_CHECK = 2**20  # bytes
LONGEST_NUMBER = 5  # digits
logger = logging.getLogger(__name__)


@require_safe
@never_cache
@login_required
def studio_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The studio. Nothing is made in the database before its script asks to open it."""
    return _page(request, pk, "courses/webinars/studio.html", words=studio_words())


@require_safe
@never_cache
@login_required
def host_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The remote control: the same buttons, from beside."""
    return _page(request, pk, "courses/webinars/host.html", words=host_words())


def _page(request: HttpRequest, pk: int, template: str, *, words: dict[str, str]) -> HttpResponse:
    webinar = shared.studio_of(request, pk)
    facts = shared.facts(request, webinar)
    context = {
        "webinar": webinar,
        "stands": studio.standing_of(webinar),
        "is_open": webinar.state in studio.OPEN,
        "sends_on": studio.sends_on(webinar),
        "role": "speaker" if is_speaker(request.user, webinar) else "host",
        "person": account_of(request).person,
        "settings": {**facts, "words": words},
        "slides": facts["slides"],
        "slide": next((one for one in facts["slides"] if one["number"] == facts["slide"]), None),
        "slide_steps": shared.slide_steps(facts["slide"], len(facts["slides"])),
        "slides_form": SlidesForm(),
        "message_form": MessageForm(),
        "hints": hints(),
        "panel": host_facts(request, webinar, place="studio" if template.endswith("studio.html") else "host"),
    }
    return render(request, template, context)


@require_POST
@login_required
def open_studio(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Say where the studio sends its pieces; the first who asks makes the broadcast.

    After the end it is told as long as what was filmed before it is still taken in.
    """
    webinar = shared.studio_of(request, pk)
    if webinar.state in studio.OPEN:
        broadcast = states.broadcast_of(webinar)
    elif webinar.broadcast and studio.sends_on(webinar):
        broadcast = webinar.broadcast
    else:
        return shared.not_done(request, webinar, shared.in_words(WebinarOver()), status=410, mode="over")
    address = films.studio_address(broadcast)
    return JsonResponse({"address": address, **shared.now_of(webinar)})


@require_safe
@never_cache
@login_required
def now(request: HttpRequest, pk: int) -> JsonResponse:
    """How the studio stands now."""
    webinar = shared.studio_of(request, pk)
    return JsonResponse({"events": shared.events_of(request, webinar), **shared.now_of(webinar)})


@require_POST
@login_required
def line(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Take some bytes and throw them away: the studio measures how fast the line is."""
    webinar = shared.studio_of(request, pk)
    size = int(request.headers.get("Content-Length") or 0)
    if size > LARGEST_LINE_CHECK:
        return shared.not_done(request, webinar, _("This cannot be done."), status=413)
    return JsonResponse({"bytes": size})


@require_POST
@login_required
def on_air(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Go on air, or on air again after an interruption."""
    webinar = shared.studio_of(request, pk)
    from_studio = request.POST.get("from") == "studio"
    try:
        studio.go_on_air(webinar, by=account_of(request), from_studio=from_studio)
    except SchoolError as error:
        return shared.not_done(request, webinar, shared.in_words(error))
    return shared.done(request, webinar, _("You are on air now."))


@require_POST
@login_required
def pause(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Interrupt: nobody sees the studio until it goes on."""
    webinar = shared.studio_of(request, pk)
    try:
        studio.pause(webinar, by=account_of(request))
    except SchoolError as error:
        return shared.not_done(request, webinar, shared.in_words(error))
    return shared.done(request, webinar, _("Pause: nobody who watches sees or hears the studio now."))


@require_POST
@login_required
def end(request: HttpRequest, pk: int) -> HttpResponseBase:
    """End the webinar for everybody. Without a script it is asked once more."""
    webinar = shared.studio_of(request, pk)
    if not shared.wants_json(request) and request.POST.get("sure") != "yes":
        return render(request, "courses/webinars/studio_end.html", {"webinar": webinar})
    try:
        studio.end(webinar, by=account_of(request))
    except SchoolError as error:
        return shared.not_done(request, webinar, shared.in_words(error))
    return shared.done(request, webinar, _("The webinar is over. Thank you."))


@require_POST
@login_required
def show_slide(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show a slide by its number; 0 shows none."""
    webinar = shared.studio_of(request, pk)
    try:
        slides.show_slide(webinar, _number(request), by=account_of(request))
    except SchoolError as error:
        return shared.not_done(request, webinar, shared.in_words(error))
    return shared.done(request, webinar)


@require_POST
@login_required
def describe_slide(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Say what is on a slide, for who does not see it."""
    webinar = shared.studio_of(request, pk)
    text = request.POST.get("text", "")
    try:
        slides.describe_slide(webinar, _number(request), text, by=account_of(request))
    except SchoolError as error:
        return shared.not_done(request, webinar, shared.in_words(error))
    return shared.done(request, webinar, _("Thank you. The description was saved."))


@require_POST
@login_required
def bring_slides(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Take a PDF as the slides, or the slides away."""
    webinar = shared.studio_of(request, pk)
    by = account_of(request)
    try:
        if "remove" in request.POST:
            slides.remove_slides(webinar, by=by)
            return shared.done(request, webinar, _("The slides were removed."))
        form = SlidesForm(request.POST, request.FILES)
        if not form.is_valid():
            return shared.not_done(request, webinar, str(form.errors["slides"][0]), status=400)
        count = _taken(webinar, form.cleaned_data["slides"], request)
    except (SchoolError, films.SlidesUnfit) as error:
        return shared.not_done(request, webinar, str(error))
    except OSError:
        logger.exception("slides could not be kept")
        return shared.not_done(request, webinar, _("The slides could not be kept. Please try again later."), status=503)
    words = translation.ngettext("There is %(count)d slide now.", "There are %(count)d slides now.", count)
    return shared.done(request, webinar, words % {"count": count})


def _number(request: HttpRequest) -> int:
    """The number of a slide; -1, which no slide has, for what is none."""
    number = request.POST.get("number", "")
    return int(number) if number.isascii() and number.isdecimal() and len(number) < LONGEST_NUMBER else -1


def _taken(webinar: Webinar, file: UploadedFile, request: HttpRequest) -> int:
    with NamedTemporaryFile(suffix=".pdf") as pdf:
        for chunk in file.chunks():
            pdf.write(chunk)
        pdf.flush()
        return slides.take_slides(webinar, Path(pdf.name), by=account_of(request))


@require_POST
@login_required
def message(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Say something to the speaker: own words, or a ready hint in the language the speaker reads."""
    webinar = shared.studio_of(request, pk)
    with translation.override(webinar.speaker.language or translation.get_language()):
        hint = hints().get(request.POST.get("hint", ""), "")
    form = MessageForm({"text": hint} if hint else request.POST)
    if not form.is_valid():
        return shared.not_done(request, webinar, str(form.errors["text"][0]), status=400)
    try:
        studio.message(webinar, by=account_of(request), text=form.cleaned_data["text"])
    except SchoolError as error:
        return shared.not_done(request, webinar, shared.in_words(error))
    return shared.done(request, webinar, _("The studio shows it now."))
