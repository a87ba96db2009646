"""What guidance needs before its first page. Safe to run again."""

from django.db import transaction

from .first_pages import prepare_pages
from .prepare_care import prepare_care
from .prepare_cases import prepare_cases
from .prepare_days_off import prepare_days_off
from .prepare_review import prepare_review


@transaction.atomic
def prepare() -> None:
    """Make the first pages and give staff their permissions."""
    prepare_pages()
    prepare_review()
    prepare_cases()
    prepare_days_off()
    prepare_care()
