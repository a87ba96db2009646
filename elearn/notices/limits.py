"""How many text messages may leave. Each costs money, and a stranger can make us send them.

Counted in the database, where no cache can forget it, and added up by one conditional UPDATE, so that messages sent at
the same moment cannot slip past together. Numbers and networks are kept as keyed hashes, for two days.
"""

import hashlib
import hmac
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from .errors import TooManySms
from .models import SmsCount

KEPT = timedelta(days=2)


@transaction.atomic
def count_sms(to: str, *, network: str = "") -> None:
    """Count one more text message to a number, asked for from a network ("" when no visitor asked).

    Raises TooManySms when a cap is reached; then nothing is counted.
    """
    now = timezone.now()
    hour = now.replace(minute=0, second=0, microsecond=0)
    today = hour.replace(hour=0)
    SmsCount.objects.filter(begins_at__lt=now - KEPT).delete()
    _add("all", hour, settings.SMS_PER_HOUR, "all of them in this hour")
    if network:
        _add(f"network:{_hash(network)}", today, settings.SMS_PER_NETWORK_A_DAY, "one network today")
    _add(f"number:{_hash(to)}", today, settings.SMS_PER_NUMBER_A_DAY, "one number today")


def _add(subject: str, begins_at: datetime, most: int, words: str) -> None:
    rows = SmsCount.objects.filter(subject=subject, begins_at=begins_at)
    if not rows.exists():
        try:
            with transaction.atomic():
                SmsCount.objects.create(subject=subject, begins_at=begins_at)
        except IntegrityError:
            pass  # another message made the row at the same moment
    if rows.filter(sent__lt=most).update(sent=F("sent") + 1) != 1:
        raise TooManySms(f"cap of {most} for {words}")


def _hash(value: str) -> str:
    secret = f"notices:{settings.SECRET_KEY}".encode()
    return hmac.new(secret, value.encode(), hashlib.sha256).hexdigest()[:32]
