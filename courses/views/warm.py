"""A teacher’s people: what was said to them, whom they reached, and what waits for their answer; also read aloud."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from courses.domain.talk.warm import in_words, warm_page
from courses.views._teacher import teacher_of
from elearn.people.api import Role, role_required
from elearn.web.speech import cost, sound_answer


@require_safe
@never_cache
@role_required(Role.ELDER)
def my_people(request: HttpRequest) -> HttpResponse:
    """Show a teacher their people."""
    warm = warm_page(teacher_of(request))
    return render(request, "courses/my_people.html", {"warm": warm, "sound_bytes": cost(in_words(warm))})


@require_safe
@never_cache
@role_required(Role.ELDER)
def listen(request: HttpRequest) -> HttpResponse:
    """The page read aloud."""
    teacher = teacher_of(request)
    return sound_answer(in_words(warm_page(teacher)), language=get_language() or teacher.language)
