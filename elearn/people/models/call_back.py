"""Somebody asks to be called: a name, a number, a time of day."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .person import Person, first_language, languages


class TimeOfDay(models.TextChoices):
    ANY = "any", _("Any time")
    MORNING = "morning", _("In the morning, from 9 to 12")
    AFTERNOON = "afternoon", _("In the afternoon, from 12 to 17")
    EVENING = "evening", _("In the evening, from 17 to 19")


class CallBackState(models.TextChoices):
    WAITING = "waiting", _("to be called")
    NOT_REACHED = "not_reached", _("not reached, call again")
    DONE = "done", _("called")


class CallBack(models.Model):
    """A call somebody asked for. Personal data: a name and a number, until 30 days after the call."""

    name = models.CharField(_("name"), max_length=200)
    phone = models.CharField(_("phone"), max_length=20, db_index=True)  # E.164
    best_time = models.CharField(_("when to call"), max_length=10, choices=TimeOfDay, default=TimeOfDay.ANY)
    language = models.CharField(_("language"), max_length=5, choices=languages, default=first_language)
    about = models.CharField(_("what it is about"), max_length=300, blank=True)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="call_backs")
    state = models.CharField(
        _("state"), max_length=12, choices=CallBackState, default=CallBackState.WAITING, db_index=True
    )
    tries = models.PositiveSmallIntegerField(_("calls made"), default=0)
    called_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    called_at = models.DateTimeField(_("last call"), null=True, blank=True)
    created_at = models.DateTimeField(_("asked"), auto_now_add=True)

    class Meta:
        verbose_name = _("call back")
        verbose_name_plural = _("calls to make")
        ordering = ["created_at", "pk"]
        constraints = [
            # Who presses the button twice, or asks again tomorrow, is still one call to make.
            models.UniqueConstraint(
                fields=["phone"], condition=~models.Q(state="done"), name="one_call_to_make_for_a_number"
            )
        ]

    def __str__(self) -> str:
        return self.name
