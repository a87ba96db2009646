"""Where somebody writes more than they may in a time: the form comes back with what they typed, in kind words."""

from allauth.core import ratelimit
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _

WORDS, ANSWERS = "write_words", "write_answers"


def is_sent(request: HttpRequest, form: forms.BaseForm, *, limit: str = WORDS) -> bool:
    """Say whether a form was sent, is filled in well, and may be sent now; what is wrong becomes an error of it."""
    return request.method == "POST" and form.is_valid() and _may_write(request, form, limit)


def _may_write(request: HttpRequest, form: forms.BaseForm, limit: str) -> bool:
    """Count what somebody sends; where it is too much, say so in the form, which keeps what was typed."""
    if ratelimit.consume(request, action=limit):
        return True
    form.add_error(None, _words(limit))
    for name in form.fields:
        if form.add_prefix(name) in request.FILES:  # no form can give a file back
            form.add_error(
                name, _("Please choose the file again when you send this, unless what you said is still shown here.")
            )
    form.is_too_soon = True  # type: ignore[attr-defined]
    return False


def _words(limit: str) -> str:
    """Say what happened and when all of it can be sent: a day or an hour later, as the limits in the settings are."""
    if limit == WORDS:
        return _("You have sent a lot today. Please send this tomorrow: your words are kept here.")
    return _("You have sent a lot in one hour. Please send this in an hour: your words are kept here.")


def status_of(form: forms.BaseForm | None) -> int:
    """Give the status of a page with a form as it is now."""
    if form is None or not form.is_bound or not form.errors:
        return 200
    return 429 if getattr(form, "is_too_soon", False) else 422
