"""The first page after sign-in: what this person most likely came to do."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from courses.api import certificates_of, coming_webinar, today_for, works_to_encourage
from elearn.people.api import Role, account_of, addressed, has_role, person_of

from .forms import FindForm
from .parts import (
    coordinating,
    counselling,
    guardian_words,
    helping,
    learning,
    partner,
    safeguarding,
    teaching,
    training,
)


@require_safe
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Show the desk of the signed-in person, one part for each of their roles.

    Who has none of the roles that have a part yet sees a learner's: everyone may take a course.
    """
    person = person_of(request.user)
    assert person is not None  # noqa: S101 - an account has its person
    teaches = has_role(request.user, Role.ELDER)
    coordinates = has_role(request.user, Role.COORDINATOR)
    operates = has_role(request.user, Role.OPERATOR)
    safeguards = has_role(request.user, Role.SAFEGUARDING)
    helps = helping(person) if has_role(request.user, Role.COMPANION) else []
    trains = has_role(request.user, Role.TRAINER)
    counsels = has_role(request.user, Role.COUNSELLOR)
    volunteers = has_role(request.user, Role.VOLUNTEER) and not coordinates
    speaks_for = partner(account_of(request)) if has_role(request.user, Role.PARTNER) else None
    works = coordinates or operates or safeguards or trains or counsels or volunteers
    learns = has_role(request.user, Role.LEARNER) or not (teaches or works or helps or speaks_for is not None)
    return render(
        request,
        "desk/home.html",
        {
            "name": addressed(person),
            "chooses_name": person.chooses_name,
            "guardianship_words": guardian_words(person),
            "helping": helps,
            "records_for_others": coordinates or operates or trains,
            "trains": trains,
            "training": training(person) if trains else [],
            "teaching": teaching(person) if teaches else None,
            "learning": learning(person) if learns else None,
            "live": today_for(person),
            "coming": coming_webinar(person),
            "certificates": [] if learns else certificates_of(person),
            "speaks_for": speaks_for,
            "encouraging": works_to_encourage(account_of(request)) if volunteers else None,
            "safeguarding": safeguarding() if safeguards else None,
            "counselling": counselling(account_of(request)) if counsels else None,
            "coordinates": coordinates,
            "find": FindForm() if coordinates or operates else None,
            "coordinating": coordinating(is_coordinator=coordinates, account=account_of(request))
            if coordinates or operates
            else None,
        },
    )
