"""A design as facts: what a certificate keeps of it, so that a paper printed again looks as it did.

Only what was approved is ever printed. Pictures lie in the storage under the digest of what is in them, and are never
overwritten or deleted; the facts name them.
"""

import hashlib
import json
from functools import lru_cache
from typing import Any

from django.core.files.storage import storages

from courses.documents.certificate import Signatory
from courses.documents.picture import Picture
from courses.models import CertificateDesign, CoursePage

LANGUAGES = ("az", "en", "ru")
Facts = dict[str, Any]


def facts_of(design: CertificateDesign) -> Facts:
    """Give a design as it stands now, approved or not."""
    return {
        "organisation": _texts(design, "organisation"),
        "note": _texts(design, "statement"),
        "shows_hours": design.shows_hours,
        "valid_months": design.valid_months,
        "alignment": _alignment(design) if design.is_recognised else None,
        "signatories": [
            {"name": one.name, "role": _texts(one, "role"), "picture": one.picture.name or ""}
            for one in design.signatories.all()
        ],
        "partners": [{"name": one.name, "logo": one.logo.name} for one in design.partners.all()],
    }


def mark_of(facts: Facts) -> str:
    """Give the digest of a design's facts: what somebody saw is what they approve."""
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


def current_mark(design: CertificateDesign) -> str:
    """Give the digest of a design as it stands now."""
    return mark_of(facts_of(design))


def printed_for(course: CoursePage | None) -> Facts:
    """Give the design that a certificate is printed with now: the course's own, else the default; {} without one."""
    if course is not None and course.design_id:
        own = CertificateDesign.objects.filter(pk=course.design_id, approved_facts__isnull=False).first()
        if own:
            return dict(own.approved_facts) | {"alignment": alignment_for(course, own.approved_facts)}
    default = CertificateDesign.objects.filter(is_default=True, approved_facts__isnull=False).first()
    # A decision recognises one course: what stands for all courses never says that they are recognised.
    return dict(default.approved_facts) | {"alignment": None} if default else {}


def alignment_for(course: CoursePage, facts: Facts) -> dict[str, str] | None:
    """Give the qualification that a design names, for the course that was recognised and its translations alone."""
    found: dict[str, str] | None = facts.get("alignment")
    return found if found and found.get("course") == course.translation_key.hex else None


# In one language ----------------------------------------------------------------------------------------
def organisation(facts: Facts, language: str) -> str:
    return _said(facts.get("organisation", {}), language)


def own_words(facts: Facts, language: str) -> str:
    return " ".join(_said(facts.get("note", {}), language).split())


def signatories(facts: Facts, language: str, *, words: str) -> tuple[Signatory, ...]:
    """Give who signs by hand; `words` names a signature for those who do not see it: "Signature of %(name)s"."""
    return tuple(
        Signatory(
            one["name"], _said(one["role"], language),
            picture(one["picture"], words % {"name": one["name"]}) if one["picture"] else None,
        )
        for one in facts.get("signatories", [])
    )  # fmt: skip


def logos(facts: Facts) -> tuple[Picture, ...]:
    return tuple(picture(one["logo"], one["name"]) for one in facts.get("partners", []))


def picture(key: str, words: str) -> Picture:
    return Picture(words, _bytes(key))


@lru_cache(maxsize=32)
def _bytes(key: str) -> bytes:
    """Read a picture once: what lies under a key never changes, because the key is made of it."""
    with storages["works"].open(key) as file:
        return bytes(file.read())


def _said(texts: dict[str, str], language: str) -> str:
    return texts.get(language) or texts.get("az", "")


def _texts(row: Any, name: str) -> dict[str, str]:
    return {language: getattr(row, f"{name}_{language}").strip() for language in LANGUAGES}


def _alignment(design: CertificateDesign) -> dict[str, str]:
    return {
        "recognised_by": design.recognised_by,
        "decision_number": design.decision_number,
        "decision_date": design.decision_date.isoformat() if design.decision_date else "",
        "framework": design.framework,
        "level": design.level,
        # The course and its translations: a copy of a course has a key of its own.
        "course": design.recognised_course.translation_key.hex if design.recognised_course else "",
    }
