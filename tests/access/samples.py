"""People and things for the addresses that open to one person alone, or to who holds a link.

The elder's helper is the companion; the elder is the guardian of a child; the learner can be seen in the elder's film
and has said yes aloud; the learner has asked for a call and for their data.
"""

from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from .samples_badges import badges
from .samples_captions import captions
from .samples_courses import courses
from .samples_guidance import guidance
from .samples_private import private
from .samples_visits import visits
from .samples_webinars import webinars


def samples_of(visitors: dict[str, Any], contribution: Any, course: Any, lesson: Any) -> dict[str, Any]:
    """Make them all; give them by address and name of the part."""
    return {
        **guardians(visitors), **consents(visitors, contribution), **helpers(visitors), **own_data(visitors),
        **staff_lists(visitors), **visits(visitors), **guidance(visitors), **captions(visitors),
        **webinars(visitors), **badges(), **courses(visitors, course, lesson), **private(visitors),
    }  # fmt: skip


def token_in(address: str) -> str:
    return address.strip("/").rpartition("/")[2]


def guardians(visitors: dict[str, Any]) -> dict[str, Any]:
    import elearn.people.api as people
    from elearn.people.domain.guardians import agree, ask_guardian
    from elearn.people.models import ContactPoint, Relation, Way

    child = people.create_person(
        "Child Visitor", language="en", email="child@access.example", birth_year=timezone.localdate().year - 15
    )
    row = ask_guardian(
        child, name="Elder Visitor", relation=Relation.GUARDIAN, kind=ContactPoint.Kind.EMAIL,
        value="elder@access.example", language="en",
    )  # fmt: skip
    row = agree(row, way=Way.CODE, language="en")
    pages = ("", "code/", "decide/")
    return {
        **{f"guardian/<str:token>/{page}:token": row.token for page in pages},
        "admin/people/guardian/<int:pk>/:pk": child.pk, "my-data/child/<int:pk>/remove/:pk": child.pk,
    }  # fmt: skip


def consents(visitors: dict[str, Any], contribution: Any) -> dict[str, Any]:
    import elearn.people.api as people
    from courses.domain.films.consents import Seen, ask_seen
    from elearn.people.links import consent_address, relative_address
    from elearn.people.models import ConsentWay, ContactPoint, PersonStanding

    learner, staff = visitors["learner"], visitors["coordinator"].account
    asked = ask_seen(contribution, Seen(learner.name, ContactPoint.Kind.EMAIL, "learner@access.example"), by=None)
    sound = ContentFile(b"\x1a\x45\xdf\xa3" + bytes(60), name="voice.webm")
    people.write_down(asked, by=staff, way=ConsentWay.VOICE, is_yes=True, uses=["site"], file=sound)
    gone = people.create_person("Gone Visitor", language="en")
    people.mark_standing(
        gone, PersonStanding.DECEASED, since=timezone.localdate(), source="told", by=staff,
        relative=visitors["trainer"], relation="daughter",
    )  # fmt: skip
    gone.refresh_from_db()
    own = ("", "take-back/", "paper/", "proof/")
    linked = ("", "take-back/", "paper/")
    films = ("", "paper/")
    return {
        **{f"consents/<uuid:key>/{page}:key": asked.key for page in own},
        **{f"consents/a/<str:token>/{page}:token": token_in(consent_address(asked, learner)) for page in linked},
        "consents/for/<str:token>/:token": token_in(relative_address(gone)),
        **{f"my-films/<int:pk>/people/<uuid:key>/{page}:key": asked.key for page in films},
        **{f"my-films/<int:pk>/people/{page}:pk": contribution.pk for page in ("", "<uuid:key>/", "<uuid:key>/paper/")},
        **{f"admin/school/videos/<int:contribution_id>/people/<uuid:key>/{page}:key": asked.key for page in films},
    }


def helpers(visitors: dict[str, Any]) -> dict[str, Any]:
    import courses.api as school
    from courses.links import answer_address
    from elearn.people.domain.companions import accept, invite
    from elearn.people.domain.register import add_contact
    from elearn.people.models import ContactPoint, Scope

    elder, companion = visitors["elder"], visitors["companion"]
    kind, day = ContactPoint.Kind.EMAIL, timezone.localdate() + timedelta(days=30)
    add_contact(companion, kind, "companion@access.example", proved_at=timezone.now())
    terms: dict[str, Any] = {"kind": kind, "scopes": list(Scope), "ends_on": day, "language": "en"}
    row = accept(
        invite(elder, name=companion.name, value="companion@access.example", **terms),
        account=companion.account, language="en",
    )  # fmt: skip
    open_one = invite(elder, name="Somebody else", value="somebody@access.example", **terms)
    made = school.begin_contribution(elder, is_recording=True, by=companion.account)
    films = ("", "status/", "describe/", "answer/", "listen.wav")
    elders = ("record/for/<uuid:key>/", "upload/for/<uuid:key>/", "helping/<uuid:key>/")
    return {
        "helper/<str:token>/:token": open_one.token, "admin/helpers/<int:pk>/:pk": row.pk,
        "admin/helpers/invite/<int:person_pk>/:person_pk": elder.pk,
        "my-helper/<int:pk>/change/:pk": row.pk, "my-helper/<int:pk>/end/:pk": row.pk,
        "helping/<int:pk>/call/:pk": row.pk, "helping/<int:pk>/stop/:pk": row.pk,
        **{f"{page}:key": elder.key for page in elders},
        **{f"helping/films/<int:pk>/{page}:pk": made.pk for page in films},
        **{f"answer/<str:token>/{page}:token": token_in(answer_address(made)) for page in ("", "listen.wav")},
    }  # fmt: skip


def own_data(visitors: dict[str, Any]) -> dict[str, Any]:
    import elearn.people.api as people
    from elearn.people.domain.export import ask_for_copy, make_copy
    from elearn.people.domain.remove import plan_removal
    from elearn.people.models import Removal

    copy, _is_new = ask_for_copy(visitors["learner"], language="en")
    make_copy(copy.pk)
    leaving = people.create_person("Leaving Visitor", language="en", email="leaving@access.example")
    removal = plan_removal(leaving, cause=Removal.Cause.OWN)
    return {"my-data/copy/<int:pk>/:pk": copy.pk, "my-data/undo/<str:token>/:token": removal.token}


def staff_lists(visitors: dict[str, Any]) -> dict[str, Any]:
    import elearn.people.api as people
    from elearn.notices.models import Notice

    learner = visitors["learner"]
    call = people.ask_for_call(learner.name, phone="+994501234567", best_time="morning", language="en", person=learner)
    pages = ("delete", "history", "history-results", "merge", "private", "removal", "standing", "usage")
    return {
        "admin/calls/<int:pk>/:pk": call.pk,
        "admin/messages/<uuid:pk>/:pk": Notice.objects.latest("created_at").pk,
        **{f"admin/people/{page}/<int:pk>/:pk": learner.pk for page in pages},
    }
