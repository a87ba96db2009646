"""Guidance and counselling, for the addresses that open to those whom they concern.

The elder asked a question that the counsellor has; its helper is the companion, and it was passed on to safeguarding.
The operator has a caller on the phone. The learner follows a topic.
"""

from typing import Any

from django.utils import timezone

from .samples_private import JPEG, keep_file


def guidance(visitors: dict[str, Any]) -> dict[str, Any]:
    """Make it all; give it by address and name of the part."""
    return {**guides(visitors), **care(), **cases(visitors), **searches()}


def guides(visitors: dict[str, Any]) -> dict[str, Any]:
    from elearn.guidance.models import Correction, Follow, Mistake, Source
    from tests.factories import guide

    page = guide()
    topic = page.get_parent().specific
    mistake = Mistake.objects.create(page=page, words="Wrong.")
    correction = Correction.objects.create(
        page=page, title=page.title, language="az", wrong="One.", right="Two.", corrected_on=timezone.localdate(),
        written_by=visitors["counsellor"].account,
    )  # fmt: skip
    follow = Follow.objects.create(topic=topic, person=visitors["learner"])
    source = Source.objects.earliest("pk")
    readers = ("mistake/<int:pk>/", "mistake/<int:pk>/thanks/")
    followers = ("follow/<int:pk>/", "follow/<int:pk>/code/", "follow/<int:pk>/done/")
    of_source = ("check", "edit", "history", "history-results")
    return {
        "guide_id": page.pk,
        r"guidance/(?P<guide_id>[0-9]{1,18})/helped/(?P<told>helped|not_helped)/:told": "helped",
        **{f"guidance/{address}:pk": page.pk for address in readers},
        **{f"guidance/{address}:pk": topic.pk for address in followers},
        "guidance/stop/<uuid:key>/:key": follow.key,
        **{f"admin/guide-sources/{part}/<int:pk>/:pk": source.pk for part in of_source},
        "admin/source-chooser/chosen/<str:pk>/:pk": source.pk,
        **{f"admin/guide-reviews/<int:pk>/{part}:pk": page.standing.pk for part in ("", "review/")},
        "admin/guide-mistakes/<int:pk>/:pk": mistake.pk,
        **{f"admin/guide-corrections/<int:pk>/{part}:pk": correction.pk for part in ("", "write/")},
        **{f"admin/guide-experts/{part}/<int:pk>/:pk": page.expert_id for part in KEPT},
    }


KEPT = ("edit", "delete", "history", "history-results", "usage")


def care() -> dict[str, Any]:
    from elearn.guidance.models import CareImport, CareReport, CareRequest
    from tests.factories import care_service

    service = care_service()
    asked = CareRequest.objects.create(service=service, to="provider@access.example", sent_at=timezone.now())
    return {
        **{f"care/services/<slug:code>/{part}:code": service.code for part in ("", "wrong/")},
        "care/confirm/<uuid:key>/:key": asked.key,
        **{f"admin/care/services/{part}/<int:pk>/:pk": service.pk for part in (*KEPT, "keep")},
        **{f"admin/care/providers/{part}/<int:pk>/:pk": service.provider_id for part in KEPT},
        "admin/care/mistakes/<int:pk>/:pk": CareReport.objects.create(service=service, kind="other", words="Gone.").pk,
        "admin/care/files/<int:pk>/:pk": CareImport.objects.create(name="services.csv", read_as="CSV").pk,
        "admin/care/files/out.<str:kind>:kind": "csv",
    }


def cases(visitors: dict[str, Any]) -> dict[str, Any]:
    from elearn.guidance.case_enums import FileKind, ReferralReason
    from elearn.guidance.domain.case_ask import Said, ask_by_phone
    from elearn.guidance.domain.case_files import box
    from elearn.guidance.domain.case_refer import refer
    from elearn.guidance.models import Attachment, DayOff
    from elearn.people.models import Companionship
    from tests.factories import case

    elder, counsellor = visitors["elder"], visitors["counsellor"].account
    helping = Companionship.objects.filter(elder=elder, companion=visitors["companion"]).latest("pk")
    asked = case("Who looks after my mother?", by=elder.account, language="en")
    asked.refresh_from_db()
    assert asked.counsellor_id == counsellor.pk  # noqa: S101  # the only one there is
    type(asked).objects.filter(pk=asked.pk).update(helper=helping)
    file = Attachment.objects.create(
        case=asked, message=asked.messages.get(), kind=FileKind.JPEG, name="letter", size=4,
        path=keep_file("cases", "access-letter", box().encrypt(JPEG)),
    )  # fmt: skip
    passed = refer(asked, reason=ReferralReason.COUNSELLOR, by=counsellor)
    said = Said(text="Where is the centre?", topic="home_care", language="en", urgency="week")
    called = ask_by_phone(said, by=visitors["operator"].account)
    day = DayOff.objects.order_by("pk").first()
    own = ("", "call-back/", "call-back/time/", "close/", "code/", "helped/", "helper/", "more/", "open/", "others/")
    work = (
        "", "answer/", "call/", "called/", "check/", "close/", "hand-over/", "note/", "public/", "public/text/",
        "safeguarding/", "take-back/",
    )  # fmt: skip
    helpers = ("", "ask/", "ask/<slug:step>/", "ask/check/", "ask/perhaps/")
    files = ("counsel/q/<uuid:key>/", "counsel/work/<uuid:key>/")
    return {
        **{f"counsel/q/<uuid:key>/{part}:key": asked.key for part in own},
        **{f"counsel/work/<uuid:key>/{part}:key": asked.key for part in work},
        **{f"{start}file/<uuid:file>/:key": asked.key for start in files},
        **{f"{start}file/<uuid:file>/:file": file.key for start in files},
        **{f"counsel/helping/<int:helps>/{part}:helps": helping.pk for part in helpers},
        **{f"counsel/{start}ask/<slug:step>/:step": "topic" for start in ("", "helping/<int:helps>/")},
        **{f"counsel/call/<uuid:key>/{part}:key": called.key for part in ("", "over/")},
        "counsel/call/for/<uuid:person>/:person": visitors["learner"].key,
        "counsel/work/ready/<int:who>/:who": counsellor.pk,
        **{f"admin/case-referrals/<uuid:key>/{part}:key": passed.key for part in ("", "file/<uuid:file>/")},
        "admin/case-referrals/<uuid:key>/file/<uuid:file>/:file": file.key,
        **{f"admin/days-off/{part}/<int:pk>/:pk": day.pk for part in KEPT if day},
    }


def searches() -> dict[str, Any]:
    from elearn.search.models import Miss, Synonym

    words = Synonym.objects.create(words="carer\nnurse")
    return {
        "admin/search-misses/<int:pk>/:pk": Miss.objects.create(text="wheelchair", language="en", count=1).pk,
        **{f"admin/search-words/{part}/<int:pk>/:pk": words.pk for part in KEPT},
    }
