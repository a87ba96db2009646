"""The development mailbox: what would have been sent, so that a demonstration needs no mail server and no phone."""

import re

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from .models import MailboxMessage

NEWEST = 50
_CODE = re.compile(r"\b(\d{3}) ?(\d{3})\b")


@never_cache
@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    """Show the newest messages, of one address if asked (?to=), with codes made large."""
    if not settings.MAILBOX or settings.PRODUCTION:
        raise Http404
    to = request.GET.get("to", "").strip()
    messages = list((MailboxMessage.objects.filter(to__icontains=to) if to else MailboxMessage.objects.all())[:NEWEST])
    for message in messages:
        found = _CODE.search(message.body)
        message.code = " ".join(found.groups()) if found else ""  # type: ignore[attr-defined]
    return render(request, "notices/mailbox.html", {"messages_kept": messages, "to": to})
