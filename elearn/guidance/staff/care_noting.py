"""What is written down in the directory by hand is noted: who did it, and to what."""

from typing import Any

from django.db import transaction
from wagtail.admin.views.generic import CreateView

from elearn.history.api import Kind, note
from elearn.people.api import account_of

from ..models.care import CareService


class Noting:
    """Notes what is saved, in the transaction of the saving."""

    def save_instance(self) -> Any:
        with transaction.atomic():
            saved = super().save_instance()  # type: ignore[misc]
            subject = f"care:{saved.pk}" if isinstance(saved, CareService) else f"care_provider:{saved.pk}"
            note(Kind.CARE_CHANGED, who=account_of(self.request).person.key, subject=subject)  # type: ignore[attr-defined]
        return saved


class AddView(Noting, CreateView):
    """Write down something new."""
