"""The rows of courses to complete before, as an editor fills them in."""

from uuid import UUID

from modelcluster.forms import BaseChildFormSet

from courses.domain.building.needs import NeededTwice, refuse_unfit_need
from courses.errors import SchoolError


class NeededFormSet(BaseChildFormSet):
    """Says at the row what keeps a course from coming before this one."""

    def clean(self) -> None:
        # Instead of Django's own look for duplicates: the same course in another language is one too.
        seen: set[UUID] = set()
        for form in self.forms:
            needed = getattr(form, "cleaned_data", {}).get("needed")
            if needed is None or self._should_delete_form(form):
                continue
            try:
                if needed.translation_key in seen:
                    raise NeededTwice
                seen.add(needed.translation_key)
                refuse_unfit_need(self.instance, needed)
            except SchoolError as error:
                form.add_error("needed", str(error))
