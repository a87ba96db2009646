"""The public addresses of badges, complete, as they are written into what we sign."""

from django.conf import settings
from django.urls import reverse

from courses.models import Certificate


def issuer_address() -> str:
    """Who issues: the address of our profile names us in every badge."""
    return _complete("courses:badge_issuer")


def keys_address() -> str:
    """Where our public keys lie; a key's thumbprint follows."""
    return _complete("courses:badge_key", "-").removesuffix("-")


def list_address(number: int) -> str:
    """Where a status list lies."""
    return _complete("courses:badge_status", number)


def status_address() -> str:
    """Where all status lists lie."""
    return list_address(0).removesuffix("0")


def achievement_key(certificate: Certificate) -> str:
    """Name what a certificate is of, as in the address of the achievement."""
    if certificate.enrolment_id:
        return f"course-{certificate.enrolment.course_id}"  # type: ignore[union-attr]  # it has an id
    return "home" if certificate.taught_id else "contribution"


def achievement_address(key: str) -> str:
    return _complete("courses:badge_achievement", key)


def picture_address(key: str, form: str = "png") -> str:
    return _complete("courses:badge_picture", key, form)


def _complete(name: str, *parts: object) -> str:
    return f"{settings.BASE_URL}{reverse(name, args=parts)}"
