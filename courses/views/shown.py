"""The holder chooses what others see beside what the paper says: nothing, results, real hours. Can be undone."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from courses import policies
from courses.domain.badges.credentials import choose_shown
from courses.domain.certificates.shown import CHOICES, choices_of, figures_of, minutes_words
from courses.errors import TooManyBadges, TooYoungToShow
from courses.forms.papers import ShownForm
from courses.models import Certificate
from elearn.people.api import sign_in_and_return

from .certificate import for_certificate


@require_http_methods(["GET", "POST"])
@for_certificate
def shown(request: HttpRequest, certificate: Certificate) -> HttpResponseBase:
    """Ask the holder, with the figures as they are; only what was learnt in a course here has any."""
    if not request.user.is_authenticated:
        return sign_in_and_return(request)
    if not policies.is_holder(request.user, certificate):
        raise PermissionDenied
    if certificate.person.guarded and not certificate.shows:
        raise TooYoungToShow
    # Nothing ticked is an answer, too.
    given = request.POST if request.method == "POST" else None
    figures = figures_of(certificate, {key for key, _words in CHOICES})
    form = ShownForm(given, initial={"shows": certificate.shows}, choices=choices_of(certificate, figures))
    if form.is_valid():
        try:
            choose_shown(certificate, shows=form.cleaned_data["shows"])
            return redirect(certificate)
        except TooManyBadges as error:
            form.add_error(None, str(error))
    context = {"certificate": certificate, "form": form, "figures": figures}
    context |= {"minutes": minutes_words(figures.minutes) if figures.minutes else ""}
    return render(request, "courses/certificate_shown.html", context)
