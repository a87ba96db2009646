"""What can go wrong while a course is built."""

from django.utils.translation import gettext_lazy as _

from .base import SchoolError


class CannotBuild(SchoolError):
    words = _("This course is not yours, and you do not help its teacher. Ask our coordinator to change it.")


class LessonChangedMeanwhile(SchoolError):
    words = _("Somebody else has changed this lesson meanwhile. What you wrote is still here; please look at it again.")


class OrderIsPublic(SchoolError):
    words = _("People are learning from this course already. Our coordinator changes its order with you.")
