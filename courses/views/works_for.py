"""What learners made, for who helps their teacher: a helper of their choice shows it and takes down what they say.

So do our staff beside them or on the phone. Others find nothing here.
"""

from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from courses.domain.works.answering_for import works_taken_down
from elearn.people.api import account_of, addressed, role_required

from .questions_for import elder_for
from .works import answering_work

MOST = 20


@require_safe
@never_cache
@role_required()
def works(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """List the works that wait for an elder."""
    elder = elder_for(request, key)
    rows = works_taken_down(account_of(request), elder)[:MOST]
    return render(request, "courses/works_for.html", {"elder": addressed(elder), "key": key, "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@role_required()
def work(request: HttpRequest, key: UUID, pk: int) -> HttpResponseBase:
    """Show one to the elder, and take down what they say to it."""
    elder, account = elder_for(request, key), account_of(request)
    found = get_object_or_404(works_taken_down(account, elder), pk=pk)
    return answering_work(
        request, found, by=account, teacher=elder, back=reverse("courses:works_for", args=[key]),
        elder=addressed(elder),
    )  # fmt: skip
