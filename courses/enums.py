"""Words that rows and reports use for what may happen to them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class NotCounted(models.TextChoices):
    """Why a report of watching did not count. Kept with the report; a value never changes its meaning."""

    MALFORMED = "malformed", _("the report could not be read")
    NOT_OPENED = "not_opened", _("the video was never opened")
    OUTSIDE = "outside", _("it speaks of seconds that the video does not have")
    TOO_FAST = "too_fast", _("more was played than time has passed")
    CLOSED = "closed", _("the course was closed")
    NOT_LOADED = "not_loaded", _("the player could not show that it had loaded the video")
    NO_CONSENT = "no_consent", _("a parent or guardian has not agreed")
