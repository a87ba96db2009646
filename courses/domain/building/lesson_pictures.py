"""A teacher, or who helps them, adds pictures to a lesson: a draft like their words, private until somebody agreed.

The picture is drawn anew, so that where and when it was taken is left behind. Others are asked on paper before any
picture of them is sent here; of the teacher's own face the teacher is asked, as of a video.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha1
from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile
from django.db import transaction
from wagtail.images import get_image_model
from wagtail.models import ReferenceIndex

from courses.blocks_made import InPicture
from courses.errors import CannotBuild, PictureUnfit, TooManyPictures
from courses.models import CoursePage, LessonPage
from elearn.history.api import Kind, note
from elearn.notices.api import tell
from elearn.people.api import ask_consent, ask_no_more, decider_of, public_name
from elearn.people.models import Account, Consent, ConsentKind, Use
from elearn.web.api import ask_for_approval, is_kept_by_translators
from media_pipeline.pictures import UnfitPicture, drawn_anew

from .lesson_blocks import add
from .pictured import subject_of_picture
from .proposals import may_build
from .tree import course_of

MOST_PICTURES = 6  # of one lesson
LARGEST = 12 * 2**20  # bytes of a picture, as it comes
SIDE = 1600  # pixels of what is kept
LONGEST_ALT, LONGEST_CAPTION = 300, 200
PURPOSE = "teach"  # elearn.people.consent_words says it in words


class Recognised(StrEnum):
    """Whom a teacher says one would know in a picture. Where it is others, they are asked before it is sent."""

    NOBODY = "nobody"
    TEACHER = "teacher"
    OTHERS = "others"


@dataclass(frozen=True)
class Shown:
    """A picture among the words of a lesson, as it was last saved. `key` is its block's."""

    key: str
    image: int
    alt: str
    caption: str
    is_public: bool


def pictures_of(lesson: LessonPage) -> list[Shown]:
    """Give the pictures among a lesson's words, also those that nobody has agreed to yet."""
    public = set(_images(lesson.body.raw_data)) if lesson.live else set()
    latest = lesson.get_latest_revision_as_object().body.raw_data
    return [
        Shown(
            block["id"], block["value"]["image"], block["value"].get("alt", ""), block["value"].get("caption", ""),
            block["value"]["image"] in public,
        )
        for block in _pictures(latest)
    ]  # fmt: skip


@transaction.atomic
def add_picture(
    lesson: LessonPage, data: bytes, *, alt: str, caption: str, whom: Recognised, by: Account
) -> Consent | None:
    """Put a picture behind what the lesson says, as a draft before a second person.

    Gives the consent that the teacher is asked for, where they are in it. The same picture with the same words is that
    one: the button was tapped twice. Raises CannotBuild, TooManyPictures,
    PictureUnfit, or NotApproved where something is wanting.
    """
    page, course = _open(lesson, by=by)
    blocks = list(page.body.raw_data)
    if whom == Recognised.OTHERS or len(data) > LARGEST:
        raise PictureUnfit
    try:
        kept = drawn_anew(data, side=SIDE)
    except UnfitPicture as error:
        raise PictureUnfit from error
    people = InPicture.AGREED if whom == Recognised.TEACHER else InPicture.NOBODY
    said = {"alt": alt, "caption": caption, "people": people.value, "record": ""}
    digest = sha1(kept, usedforsecurity=False).hexdigest()  # as the library counts it
    image = _same(blocks, said, digest)
    if image is None:
        if len(list(_pictures(blocks))) >= MOST_PICTURES:
            raise TooManyPictures
        image = get_image_model().objects.create(
            title=alt[:100], file=ContentFile(kept, f"{uuid4().hex}.jpg"), file_hash=digest, uploaded_by_user=by
        )
        _propose(page, add(blocks, "picture", {"image": image.pk, **said}), by=by)
    if whom != Recognised.TEACHER or course.teacher is None:
        return None
    consent = ask_consent(
        course.teacher, subject=subject_of_picture(image.pk), purpose=PURPOSE, uses=[Use.SITE],
        kind=ConsentKind.PICTURE, title=alt, is_own=True, by=by,
    )  # fmt: skip
    _write_to_decider(consent, by=by)
    return consent


def _write_to_decider(consent: Consent, *, by: Account) -> None:
    """Ask who decides by a message, once. Who sent their own picture and decides is asked on the next page."""
    decider = decider_of(consent.person)
    is_asked_next = decider == consent.person == by.person
    if consent.is_valid or is_asked_next or decider is None or not decider.contact_points.exists():
        return
    about = public_name(consent.person) if decider != consent.person else ""
    tell(
        decider, "picture_asked", key=f"picture_asked:{consent.pk}",
        facts={"consent": str(consent.key), "about": about, "sender": public_name(by.person), "title": consent.title},
    )  # fmt: skip


@transaction.atomic
def remove_picture(lesson: LessonPage, key: str, *, by: Account) -> bool:
    """Take a picture out, as a draft; says whether it was there. One that was never public is deleted with its file."""
    page, course = _open(lesson, by=by)
    blocks = list(page.body.raw_data)
    found = next((block for block in _pictures(blocks) if block["id"] == key), None)
    if found is None:
        return False
    _propose(page, [block for block in blocks if block["id"] != key], by=by)
    pk = found["value"]["image"]
    if pk not in set(_images(lesson.body.raw_data)):
        _delete(pk, lesson, course)
    return True


def _same(blocks: list[dict[str, Any]], said: dict[str, str], digest: str) -> Any:
    """Give the picture of the lesson of which the same is said, and which is the same; None without one."""
    keys = [block["value"]["image"] for block in _pictures(blocks) if said.items() <= block["value"].items()]
    return get_image_model().objects.filter(pk__in=keys, file_hash=digest).first()


def _delete(pk: int, lesson: LessonPage, course: CoursePage) -> None:
    """Delete a picture that came from who builds this course; what staff put into the library stays there."""
    image = get_image_model().objects.filter(pk=pk).select_related("uploaded_by_user").first()
    sender = image.uploaded_by_user if image else None
    if sender is None or not may_build(sender, course):
        return
    saved = ReferenceIndex.get_references_to(image)
    saved = saved.exclude(content_type=lesson.content_type_id, object_id=str(lesson.pk))
    if not saved.exists() and not _is_drafted(pk, but=lesson):
        image.delete()
        ask_no_more(subject_of_picture(pk))


def _is_drafted(pk: int, *, but: LessonPage) -> bool:
    """Say whether the draft of another lesson shows a picture: the index of references knows what is saved only."""
    drafted = LessonPage.objects.filter(has_unpublished_changes=True).exclude(pk=but.pk)
    return any(pk in _images(page.get_latest_revision_as_object().body.raw_data) for page in drafted.iterator())


def _open(lesson: LessonPage, *, by: Account) -> tuple[LessonPage, CoursePage]:
    """Give the lesson as it was last saved, locked, and its course. Raises CannotBuild."""
    page = LessonPage.objects.select_for_update(of=("self",)).get(pk=lesson.pk)
    course = course_of(page)
    if not may_build(by, course) or is_kept_by_translators(page):
        raise CannotBuild
    return page.get_latest_revision_as_object(), course


def _propose(page: LessonPage, blocks: list[dict[str, Any]], *, by: Account) -> None:
    page.body = json.dumps(blocks)
    page.save_revision(user=by)
    ask_for_approval(page, by=by)
    note(Kind.LESSON_PROPOSED, who=by.person.key, subject=f"lesson:{page.pk}", is_check=by.person.is_check)


def _pictures(blocks: Any) -> Iterator[dict[str, Any]]:
    return (block for block in blocks if block["type"] == "picture" and block["value"].get("image"))


def _images(blocks: Any) -> Iterator[int]:
    return (block["value"]["image"] for block in _pictures(blocks))
