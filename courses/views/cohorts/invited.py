"""A student answers the invitation of an institution: at the signed address of the message, or signed in.

By GET nothing changes: programs that look at links in advance do so by GET.
"""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from courses.domain.cohorts.invitations import (
    can_join,
    decline,
    join_group,
    let_see,
    member_by,
    member_for,
    person_invited,
)
from courses.errors import AgeWanting, SchoolError
from courses.models import CohortMember, Enrolment, EnrolmentState
from courses.views.learn import live_course
from elearn.people.api import is_minor, person_of, sign_in_and_return


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def invited(request: HttpRequest, token: str) -> HttpResponseBase:
    """Answer at the address that was sent to the student alone; nobody is signed in by it."""
    member = member_by(token)
    if member is None:
        raise Http404
    return _page(request, member, here=request.path)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def group(request: HttpRequest, course_id: int) -> HttpResponseBase:
    """The same for who is signed in: their newest place in a group of a course."""
    course = live_course(course_id)
    person = person_of(request.user)
    if person is None:
        return sign_in_and_return(request)
    member = member_for(person, course)
    if member is None:
        raise Http404
    return _page(request, member, here=request.path)


def _page(request: HttpRequest, member: CohortMember, *, here: str) -> HttpResponse:
    if request.method == "POST":
        return _answer(request, member, here=here)
    enrolment = Enrolment.objects.filter(person=member.person_id, course=member.cohort.course_id).first()
    context = {
        "member": member,
        "cohort": member.cohort,
        "course": member.cohort.course,
        "institution": member.cohort.institution,
        "can_join": can_join(member),
        "is_minor": is_minor(person_invited(member)),
        "is_signed_in": person_of(request.user) == member.person,
        "waits": enrolment is not None and enrolment.state == EnrolmentState.WAITING,
    }
    return render(request, "courses/invited.html", context)


def _answer(request: HttpRequest, member: CohortMember, *, here: str) -> HttpResponse:
    """Do what was pressed: yes and the institution may see it, yes alone, no; or let it see, or no longer."""
    said = request.POST.get("answer")
    try:
        if said in ("yes_seen", "yes"):
            join_group(member, may_see=said == "yes_seen")
        elif said == "no":
            decline(member)
        elif said in ("seen", "unseen") and let_see(member, may_see=said == "seen"):
            messages.success(request, _("It is done."))
    except AgeWanting:
        age = f"{reverse('account_age')}?{urlencode({'next': here})}"
        return redirect(
            age if request.user.is_authenticated else f"{reverse('account_login')}?{urlencode({'next': age})}"
        )
    except SchoolError as error:
        messages.warning(request, str(error))
    return redirect(here)
