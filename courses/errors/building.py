"""What can go wrong while a course is built."""

from django.utils.translation import gettext_lazy as _

from .base import SchoolError


class CannotBuild(SchoolError):
    words = _("This course is not yours, and you do not help its teacher. Ask our coordinator to change it.")


class CannotBegin(SchoolError):
    words = _("This course cannot be begun from here. Please ask our coordinator.")


class TooManyDrafts(SchoolError):
    words = _("Several of your courses still wait for our coordinator. Please wait until one of them is public.")


class LessonChangedMeanwhile(SchoolError):
    words = _("Somebody else has changed this lesson meanwhile. What you wrote is still here; please look at it again.")


class OrderIsPublic(SchoolError):
    words = _("People are learning from this course already. Our coordinator changes its order with you.")


class TooManyPictures(SchoolError):
    words = _("This lesson has as many pictures as one can look at. Take one out before you add another.")


class PictureUnfit(SchoolError):
    words = _("We cannot open this as a picture. Please choose a photo (JPEG, PNG or WebP) of at most 12 MB.")
