"""The page where anybody asks to be called, without an account and without JavaScript."""

from allauth.decorators import rate_limit
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from elearn.web.forms import KorpuForm

from ..domain.ask import person_of
from ..domain.call_backs import ask_for_call
from ..fields import PhoneField
from ..models import Person
from ..models.call_back import TimeOfDay
from ..phones import readable_phone


class CallBackForm(KorpuForm):
    """A name, a number (landlines too), a time of day."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Write your name.")},
    )
    phone = PhoneField(
        label=_("Your telephone number"),
        help_text=_("A mobile or a landline, for example 050 123 45 67 or 012 345 67 89"),
        error_messages={"required": _("Write the number that we shall call.")},
    )
    best_time = forms.ChoiceField(
        label=_("When shall we call?"), choices=TimeOfDay.choices, initial=TimeOfDay.ANY, widget=forms.RadioSelect
    )
    about = forms.CharField(
        label=_("What is it about? (you may leave this empty)"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@never_cache
@require_http_methods(["GET", "POST"])
@rate_limit(action="ask_for_call")
def ask(request: HttpRequest) -> HttpResponse:
    """Take the wish to be called."""
    person = person_of(request.user)
    form = CallBackForm(request.POST or None, initial=_known(person))
    if request.method == "POST" and form.is_valid():
        ask_for_call(**form.cleaned_data, language=get_language() or "", person=person)
        return redirect("people_calls:asked")
    return render(request, "people/call_back.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """Say that we will call."""
    return render(request, "people/call_back_asked.html")


def _known(person: Person | None) -> dict[str, str]:
    """What we know of somebody signed in, so that nothing is asked twice."""
    if person is None:
        return {}
    phone = next((point.value for point in person.contact_points.all() if point.kind == point.Kind.PHONE), "")
    return {"name": person.name, "phone": readable_phone(phone) if phone else ""}
