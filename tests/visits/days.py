"""What tests of a trainer's day need: an agreed visit under way, and events as a tablet sends them."""

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from elearn.visits.domain.rules import RULES
from elearn.visits.models import Visit
from tests.visits.made import waiting

ADDRESS = "Nizami küçəsi 10, mənzil 5"
CODE = "4711"


def agreed(trainer, who="Sona Kərimova", *, starts_in: int = -10, minutes: int = 60, **more) -> Visit:
    """A visit that was agreed, beginning so many minutes from now: never yesterday, late in the evening tomorrow."""
    request = more.pop("request", None) or waiting(who)
    now = timezone.localtime()
    start = max(now + timedelta(minutes=starts_in), now.replace(hour=0, minute=0, second=0, microsecond=0))
    facts = {"state": "confirmed", "word": "bulud", "presence_code": CODE, "version": 2, **more}
    return Visit.objects.create(
        request=request, person=request.person, trainer=trainer, starts_at=start,
        ends_at=start + timedelta(minutes=minutes), **facts,
    )  # fmt: skip


def event(visit, kind: str, *, key=None, at=None, version=None, **facts) -> dict:
    """One event as a device sends it."""
    if kind == "arrived" and "rules" not in facts:
        facts["rules"] = list(RULES)
    return {
        "key": str(key or uuid4()), "visit": str(visit.key), "kind": kind,
        "at": (at or timezone.now()).isoformat(), "seen_version": visit.version if version is None else version,
        "facts": facts,
    }  # fmt: skip
