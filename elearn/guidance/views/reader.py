"""What readers do about guides: read the corrections, report a mistake, hear of changes and stop it with one tap."""

from typing import Any
from uuid import UUID

from allauth.decorators import rate_limit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from elearn.people.api import person_of
from elearn.people.models import Person
from elearn.people.policies import account_of
from elearn.people.proof import Proof
from elearn.people.views.code import AddressCodeView

from ..domain.changes import news_of
from ..domain.corrections import log, report_mistake
from ..domain.follow import follow, follow_by_address, followed_by, stop
from ..domain.prepare_review import criteria_page
from ..forms_reader import FollowForm, MistakeForm
from ..models import Follow, GuidanceTopicPage, GuidePage

ON_A_PAGE = 20


@require_safe
def corrections(request: HttpRequest) -> HttpResponse:
    """Show the public log."""
    shown = Paginator(log(), ON_A_PAGE).get_page(request.GET.get("page"))
    return render(
        request, "guidance/corrections.html", {"page_obj": shown, "criteria": criteria_page(get_language() or "")}
    )


@never_cache
@require_http_methods(["GET", "POST"])
@rate_limit(action="report_mistake")
def mistake(request: HttpRequest, pk: int) -> HttpResponse:
    """Take what a reader says is wrong in a guide; nobody needs an account."""
    page = get_object_or_404(GuidePage.objects.live(), pk=pk)
    form = MistakeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        report_mistake(page, form.cleaned_data["words"], person=person_of(request.user))
        return redirect("guidance:mistake_thanks", pk)
    return render(request, "guidance/mistake.html", {"form": form, "page": page})


@require_safe
def mistake_thanks(request: HttpRequest, pk: int) -> HttpResponse:
    """Say thank you and what happens now."""
    return render(request, "guidance/mistake_thanks.html", {"page": get_object_or_404(GuidePage.objects.live(), pk=pk)})


# Following -----------------------------------------------------------------------------------------
@never_cache
@require_http_methods(["GET", "POST"])
@rate_limit(action="follow_topic")
def follow_topic(request: HttpRequest, pk: int) -> HttpResponse:
    """Follow a topic: at once when signed in, else by a code sent to an address."""
    topic = get_object_or_404(GuidanceTopicPage.objects.live(), pk=pk)
    person = person_of(request.user)
    if person:
        return _follow_signed_in(request, topic, person)
    form = FollowForm(request.POST if request.method == "POST" else None, request=request)
    if request.method == "POST" and form.is_valid():
        kind, value = form.cleaned_data["address"]
        facts = {"topic": str(topic.pk), "name": form.cleaned_data["name"]}
        Proof(kind=kind.value, value=value, purpose="follow", facts=facts).send(request)
        return redirect("guidance:follow_code", topic.pk)
    return render(request, "guidance/follow.html", {"topic": topic, "form": form})


def _follow_signed_in(request: HttpRequest, topic: GuidanceTopicPage, person: Person) -> HttpResponse:
    if request.method == "POST":
        follow(topic, person=person)
        return redirect("guidance:follow_done", topic.pk)
    row = followed_by(person).filter(topic=topic).first()
    return render(request, "guidance/follow.html", {"topic": topic, "row": row})


class FollowCodeView(AddressCodeView):
    """Ask for the code that proves the address."""

    purpose = "follow"
    template_name = "guidance/follow_code.html"
    topic: GuidanceTopicPage

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.topic = get_object_or_404(GuidanceTopicPage.objects.live(), pk=kwargs["pk"])
        self.start_url_name = reverse("guidance:follow", args=[self.topic.pk])
        proof = Proof.current(request, self.purpose)
        if proof and proof.facts.get("topic") != str(self.topic.pk):
            return redirect(self.start_url_name)
        return super().dispatch(request, *args, **kwargs)

    def proved(self, proof: Proof) -> HttpResponse:
        follow_by_address(
            self.topic,
            kind=proof.contact_kind,
            value=proof.value,
            name=proof.facts["name"],
            language=get_language() or self.topic.language,
        )
        return redirect("guidance:follow_done", self.topic.pk)


@require_safe
def follow_done(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that it is so, and how it stops."""
    return render(
        request, "guidance/follow_done.html", {"topic": get_object_or_404(GuidanceTopicPage.objects.live(), pk=pk)}
    )


@never_cache
@login_required
@require_safe
def following(request: HttpRequest) -> HttpResponse:
    """List what somebody follows."""
    return render(request, "guidance/following.html", {"rows": followed_by(account_of(request).person)})


@csrf_exempt
@never_cache
@require_http_methods(["GET", "POST"])
def stop_following(request: HttpRequest, key: UUID) -> HttpResponse:
    """Say what is new, and stop. Mail programs post here on one tap (RFC 8058); an unknown key has stopped already.

    Programs that look at links in advance do so by GET, which therefore changes nothing.
    """
    row = Follow.objects.filter(key=key).select_related("topic", "person").first()
    if request.method == "GET" and row:
        return render(request, "guidance/stop.html", {"row": row, "changes": news_of(row.topic)})
    if row:
        stop(row)
    person = person_of(request.user)
    if request.method == "POST" and row and person and row.person_id == person.pk:
        messages.success(request, _("You no longer follow “%(topic)s”.") % {"topic": row.topic.title})
        return redirect("guidance:following")
    return render(request, "guidance/stop.html", {"row": None})
