"""A person's yes or no to the record of how long they watched, said on the page of a webinar."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from courses.domain.webinars.afterwards import count_live
from courses.domain.webinars.credit import count_watched
from courses.domain.webinars.record import agree_to_record, may_say, withdraw_record
from courses.models import Registration
from elearn.people.api import person_of


@require_POST
@login_required
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """Note a yes or take it back; nobody says it for somebody else."""
    rows = Registration.objects.select_related("person", "webinar__lesson__film")
    mine = get_object_or_404(rows, webinar=pk, person=person_of(request.user))
    if not may_say(mine):
        raise Http404
    if request.POST.get("deed") == "yes":
        if agree_to_record(mine):
            if mine.webinar.lesson:  # the recording is a lesson already
                count_watched(mine.person_id, mine.webinar.lesson)
                count_live(mine.webinar.lesson, person=mine.person)
            messages.success(request, _("Thank you. We keep how many minutes you watch."))
    elif withdraw_record(mine):
        messages.success(request, _("It is taken back. What we kept is deleted within a day."))
    return redirect("courses:webinar", pk)
