"""Where somebody is signed in, and a device that waits to be signed in by a phone."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class DeviceKind(models.TextChoices):
    """What a browser says it runs on, as people call it."""

    IPHONE = "iphone", _("iPhone")
    IPAD = "ipad", _("iPad")
    ANDROID_PHONE = "android-phone", _("Android phone")
    ANDROID_TABLET = "android-tablet", _("Android tablet")
    WINDOWS = "windows", _("Windows computer")
    MAC = "mac", _("Mac")
    CHROMEBOOK = "chromebook", _("Chromebook")
    LINUX = "linux", _("Linux computer")
    OTHER = "other", _("Device")


class Device(models.Model):
    """A browser that is signed in. Personal data: its make, and when it was last used; no address of the network.

    The row follows the session: it goes when the session goes.
    """

    account = models.ForeignKey("people.Account", on_delete=models.CASCADE, related_name="devices")
    session_key = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=16, choices=DeviceKind, default=DeviceKind.OTHER)
    browser = models.CharField(max_length=32, blank=True)
    signed_in_at = models.DateTimeField(default=timezone.now)
    last_seen_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        ordering = ["-last_seen_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.kind} of {self.account_id}"


class DeviceRequestState(models.TextChoices):
    WAITING = "waiting", "waiting"
    ALLOWED = "allowed", "allowed"
    REFUSED = "refused", "refused"
    USED = "used", "used"


class DeviceRequest(models.Model):
    """A device that asks to be signed in by a phone. Personal data: its make; who let it in.

    Only hashes of the two secrets are kept: of the one in the square code, and of the one in the device's own session.
    """

    token_hash = models.CharField(max_length=64, unique=True)
    device_hash = models.CharField(max_length=64)
    number = models.CharField(max_length=2)  # shown on the device, to be written on the phone
    kind = models.CharField(max_length=16, choices=DeviceKind, default=DeviceKind.OTHER)
    browser = models.CharField(max_length=32, blank=True)
    state = models.CharField(max_length=8, choices=DeviceRequestState, default=DeviceRequestState.WAITING)
    misses = models.PositiveSmallIntegerField(default=0)
    account = models.ForeignKey("people.Account", null=True, on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self) -> str:
        return f"{self.kind}, {self.state}"
