"""What staff are told on a page they work on: that nobody else sees it now."""

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.models import Page

from courses.domain.hidden import is_page_hidden


def say_that_it_is_hidden(request: HttpRequest, page: Page) -> None:
    """Before a page is edited: say that it is hidden while a concern is looked into."""
    if request.method == "GET" and is_page_hidden(page.specific):
        messages.warning(
            request, _("Hidden while we look into it: somebody told us of a worry. Learners do not see it.")
        )
