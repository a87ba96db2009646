"""A home visit, for the addresses that open to those who are part of it.

The trainer visits the elder today; the coordinator has a draft plan; a message waits to be told by phone.
"""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from .samples_private import keep_file


def visits(visitors: dict[str, Any]) -> dict[str, Any]:
    """Make them all; give them by address and name of the part."""
    from elearn.people.models import Companionship

    visit = agreed_visit(visitors)
    helping = Companionship.objects.filter(elder=visit.person, companion=visitors["companion"]).latest("pk").pk
    return {**elders_side(visit, helping), **trainers_side(visit), **plans(visitors, visit), **calls(visit)}


def agreed_visit(visitors: dict[str, Any]) -> Any:
    """The trainer has every check and has agreed to come to the elder about now."""
    from elearn.people.api import write_home
    from elearn.visits.enums import CheckKind
    from elearn.visits.models import Check, Trainer
    from tests.factories import district, visit_request
    from tests.visits.days import agreed

    trainer = Trainer.objects.create(
        person=visitors["trainer"],
        gender="woman",
        languages=["en"],
        photo=keep_file("papers", "trainers/photo.jpg"),
        district=district(),
    )
    today = timezone.localdate()
    for kind in CheckKind:
        Check.objects.create(trainer=trainer, kind=kind, seen_on=today, expires_on=today + timedelta(days=90))
    write_home(visitors["elder"], "An address", by=None)
    return agreed(trainer, request=visit_request(visitors["elder"]))


def elders_side(visit: Any, helping: int) -> dict[str, Any]:
    from elearn.visits.links import visit_address

    token = visit_address(visit).strip("/").rpartition("/")[2]
    own = ("", "cancel/", "face/")
    pages = ("", "stop/", "go-on/", "ask/", "ask/check/", "ask/<slug:step>/")
    seats = {
        "home-visits/": None,
        "home-visits/helping/<int:helps>/": ("helps", helping),
        "home-visits/for/<uuid:person>/": ("person", visit.person.key),
    }
    found: dict[str, Any] = {
        "home-visits/a/<slug:token>/:token": token,
        "home-visits/a/<slug:token>/face/<uuid:key>/:token": token,
        "home-visits/a/<slug:token>/face/<uuid:key>/:key": visit.key,
        "home-visits/for/<uuid:person>/times/:person": visit.person.key,
        "home-visits/for/<uuid:person>/certificate/:person": visit.person.key,
    }
    for start, seat in seats.items():
        of_visit = [f"{start}visit/<uuid:key>/{page}" for page in (*own, "word/", "times/")]
        found |= {f"{address}:key": visit.key for address in of_visit}
        if seat:
            found |= {f"{address}:{seat[0]}": seat[1] for address in [*(start + page for page in pages), *of_visit]}
        found[f"{start}ask/<slug:step>/:step"] = "learn"
    return found


def trainers_side(visit: Any) -> dict[str, Any]:
    from elearn.visits.models import SampleCall, Unit, VisitEvent

    noted = VisitEvent.objects.create(visit=visit, kind="note", at=timezone.now(), is_conflict=True)
    code = Unit.objects.earliest("position").code
    skills = ("skills/<slug:code>/", "skills/<slug:code>/film/", "skills/<slug:code>/<slug:language>.pdf")
    of_visit = (
        "trainer/day/<uuid:key>/",
        "trainer/day/<uuid:key>/sheet/",
        "trainer/day/<uuid:key>/sheet.pdf",
        "trainer/visits/<uuid:key>/",
    )
    cards = "skills/cards/<uuid:key>/<slug:code>/<slug:when>/"
    return {
        **{f"{address}:key": visit.key for address in of_visit},
        **{f"{address}:code": code for address in (*skills, cards)},
        f"{skills[2]}:language": "en",
        f"{cards}:when": "before",
        f"{cards}:key": visit.request.key,
        "skills/cards/<uuid:key>/:key": visit.request.key,
        "skills/visit/<uuid:key>/sheets.pdf:key": visit.key,
        "trainer/near/<uuid:key>/:key": visit.request.key,
        "trainer/near/<uuid:key>/<slug:at>/:key": visit.request.key,
        "trainer/hours/<slug:day>/:day": timezone.localdate().isoformat(),
        "trainer/calendar/<uuid:key>.ics:key": visit.trainer.calendar_key,
        **{f"admin/trainers/{page}/<int:pk>/:pk": visit.trainer.pk for page in TRAINER_PAGES},
        "admin/skills/edit/<int:pk>/:pk": Unit.objects.earliest("position").pk,
        "admin/visit-day/visits/<uuid:key>/:key": visit.key,
        "admin/visit-day/noted/<uuid:key>/:key": noted.key,
        "admin/visit-day/calls/<int:pk>/:pk": SampleCall.objects.create(visit=visit).pk,
    }


TRAINER_PAGES = ("edit", "face", "pairs", "standing", "delete", "history", "history-results", "usage")


def plans(visitors: dict[str, Any], visit: Any) -> dict[str, Any]:
    from elearn.visits.models import PlannedVisit, PlanRun

    day = timezone.localdate() + timedelta(days=7)
    run = PlanRun.objects.create(first_day=day, last_day=day, state="draft", made_by=visitors["coordinator"].account)
    row = PlannedVisit.objects.create(run=run, request=visit.request, number=2)
    pages = ("", "status/", "stop/", "again/", "discard/", "undo/", "map/", "release/")
    rows = ("visits/<int:row_id>/", "visits/<int:row_id>/do/")
    start = "admin/visit-plans/<uuid:key>/"
    return {
        **{f"{start}{page}:key": run.key for page in (*pages, *rows)},
        **{f"{start}{page}:row_id": row.pk for page in rows},
    }


def calls(visit: Any) -> dict[str, Any]:
    """The elder as a caller, and a message that only a telephone can bring."""
    from elearn.notices.models import Notice, NoticeState

    told = Notice.objects.filter(person=visit.person).latest("created_at")
    Notice.objects.filter(pk=told.pk).update(state=NoticeState.TO_CALL)
    pages = ("", "call/", "letter/")
    return {
        **{f"desk/callers/<uuid:key>/{page}:key": visit.person.key for page in pages},
        "desk/calls/<uuid:pk>/:pk": told.pk,
        "desk/letters/<uuid:pk>.pdf:pk": told.pk,
    }
