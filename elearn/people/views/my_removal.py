"""Have one's data removed: what goes, what stays and why; a word typed to be sure; a fortnight to think again."""

from typing import Any

from allauth.core import ratelimit
from allauth.decorators import rate_limit
from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from elearn.web.forms import KorpuForm
from elearn.web.views import too_many

from ..domain.names import public_name
from ..domain.remove import GRACE, find_removal, plan_removal, planned_for, undo_removal
from ..errors import CannotRemove
from ..fresh import fresh_required
from ..models import Person, Removal, RemovalState
from ..policies import account_of
from ..writing import fold
from .my_data import wards_of


class RemoveForm(KorpuForm):
    """One word, typed, so that nobody does this by a slip of the finger."""

    word = forms.CharField(max_length=40, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.wanted = _("delete")
        self.fields["word"].label = _("Write the word “%(word)s” here") % {"word": self.wanted}
        self.fields["word"].widget.attrs |= {"autocomplete": "off", "autocapitalize": "none"}

    def clean_word(self) -> str:
        word: str = self.cleaned_data["word"]
        if fold(word.strip()) != fold(self.wanted):
            raise ValidationError(
                _("Write the word “%(word)s”, so that we know that you mean it.") % {"word": self.wanted}
            )
        return word


@require_http_methods(["GET", "POST"])
@fresh_required
def own(request: HttpRequest) -> HttpResponse:
    """Plan the removal of one's own data."""
    return _plan(request, account_of(request).person, cause=Removal.Cause.OWN)


@require_http_methods(["GET", "POST"])
@fresh_required
def child(request: HttpRequest, pk: int) -> HttpResponse:
    """Plan the removal of a child's data, as the parent or guardian who has agreed; others' children are not there."""
    ward = next((row.minor for row in wards_of(account_of(request).person) if row.minor_id == pk), None)
    if ward is None:
        raise Http404
    return _plan(request, ward, cause=Removal.Cause.GUARDIAN)


def _plan(request: HttpRequest, person: Person, *, cause: Removal.Cause) -> HttpResponse:
    form = RemoveForm(request.POST or None)
    if request.method == "POST":
        if not ratelimit.consume(request, action="ask_removal", key=str(person.key)):
            return too_many(request)
        if form.is_valid() and _planned(form, person, cause=cause, request=request):
            messages.success(request, _("It is planned. You can still undo it on this page."))
            return redirect("my_data:index")
    own_name = person.pk == account_of(request).person_id
    return render(
        request,
        "people/my_data_remove.html",
        {
            "form": form,
            "days": GRACE.days,
            "child": "" if own_name else public_name(person),
            "removal": planned_for(person),
            "label": gettext_lazy("Delete my data"),
        },
        status=422 if request.method == "POST" else 200,
    )


def _planned(form: RemoveForm, person: Person, *, cause: Removal.Cause, request: HttpRequest) -> bool:
    try:
        plan_removal(person, cause=cause, by=account_of(request))
    except CannotRemove:
        form.add_error(None, _("This account looks after the installation. Give that to somebody else first."))
        return False
    return True


@never_cache
@require_http_methods(["GET", "POST"])
@rate_limit(action="undo_removal")
def undo(request: HttpRequest, token: str) -> HttpResponse:
    """Call a removal off, by the address in the message, without signing in."""
    removal = find_removal(token)
    if removal is None:
        raise Http404
    if request.method == "POST":
        undo_removal(removal)
        removal.refresh_from_db()
    return render(
        request,
        "people/my_data_undo.html",
        {
            "removal": removal,
            "is_planned": removal.state == RemovalState.PLANNED,
            "is_done": removal.state == RemovalState.DONE,
        },
    )
