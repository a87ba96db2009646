"""Who can be recognised in the pictures of a lesson, and whether they have agreed: asked before anything is public.

Staff say it of each picture in the editor: nobody, or people who agreed and where that is kept. Whoever was asked here
is looked up as well, every time: their no, and a yes that was taken back, holds whatever the page says.
"""

from collections.abc import Collection

from django.utils.translation import gettext as _
from wagtail.images import get_image_model

from courses.blocks_made import InPicture, shown_in
from courses.models import LessonPage
from elearn.people.api import all_agreed, consents_for, decider_of, wanting
from elearn.people.models import Consent, ConsentState, Person
from elearn.people.subjects import Shown
from elearn.web.api import NotApproved

PREFIX = "image"


def subject_of_picture(image_id: int) -> str:
    """Name a picture of the library as the subject of consents."""
    return f"{PREFIX}:{image_id}"


def may_be_seen(image_id: int) -> bool:
    """Say whether nobody who was asked about a picture is without a yes today; one query."""
    return not wanting(subject_of_picture(image_id))


def withheld(image_ids: Collection[int]) -> set[int]:
    """Give those of some pictures that somebody who was asked does not agree to today; at most one query."""
    subjects = {subject_of_picture(pk): pk for pk in image_ids}
    asked = Consent.objects.filter(subject__in=subjects).exclude(state=ConsentState.CUT_OUT) if subjects else ()
    return {subjects[consent.subject] for consent in asked if not consent.is_valid}


def is_asked_about(person: Person, image_id: int) -> bool:
    """Say whether somebody was asked about a picture, for themself or for whom they decide."""
    return any(
        person.pk == consent.person_id or decider_of(consent.person) == person
        for consent in consents_for(subject_of_picture(image_id))
    )


def picture_of_consent(key: str) -> Shown | None:
    """How a picture is shown to who is asked about it."""
    image = get_image_model().objects.filter(pk=int(key)).first() if key.isdecimal() else None
    return Shown("courses/_picture_of_consent.html", {"image": image}) if image else None


def refuse_unagreed_pictures(lesson: LessonPage) -> None:
    """Raise NotApproved, which says what to do, for a picture nobody answered for, or somebody in it did not agree."""
    for shown in shown_in(lesson.body):
        facts = {"picture": shown.get("alt") or shown["image"].title}
        subject = subject_of_picture(shown["image"].pk)
        if not shown.get("people"):
            raise NotApproved(
                _("Say of the picture “%(picture)s” who can be recognised in it: nobody, or people who agreed.") % facts
            )
        if missing := wanting(subject):
            facts["names"] = ", ".join(consent.person.name for consent in missing)
            raise NotApproved(
                _("Not everybody in the picture “%(picture)s” has agreed: %(names)s. Ask them, or take it out.") % facts
            )
        if shown["people"] == InPicture.AGREED and not shown.get("record", "").strip() and not all_agreed(subject):
            raise NotApproved(
                _("Say of the picture “%(picture)s” where the consent of the people in it is kept.") % facts
            )
