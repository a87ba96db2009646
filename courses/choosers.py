"""How a coordinator picks a film for a lesson in the editor."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.blocks import ChooserBlock

from media_pipeline.models import Film, FilmState


class UuidChooserBlock(ChooserBlock):
    """A chooser of rows whose keys are UUIDs. Wagtail's own looks their text up among UUIDs and finds nothing."""

    def bulk_to_python(self, values: Sequence[str | UUID | None]) -> list[Film | None]:
        return super().bulk_to_python([UUID(str(value)) if value else None for value in values])

    def get_prep_value(self, value: Film | None) -> str | None:
        return str(value.pk) if value else None

    def get_form_state(self, value: Film | None) -> dict[str, Any] | None:
        state: dict[str, Any] | None = super().get_form_state(value)
        return {**state, "id": str(state["id"])} if state else None


class FilmChooserViewSet(ChooserViewSet):
    """Lists the films that can be watched or soon will be, the newest first."""

    model = Film
    icon = "media"
    choose_one_text = _("Choose a video")
    choose_another_text = _("Choose another video")
    edit_item_text = _("Edit this video")
    per_page = 20
    base_block_class = UuidChooserBlock

    def get_object_list(self) -> QuerySet[Film]:
        unusable = (FilmState.RECEIVING, FilmState.REFUSED, FilmState.FAILED, FilmState.BLOCKED)
        of_teacher = ("draft", "cutting", "replaced", "withdrawn")  # nobody else's yet, or any more
        theirs = Film.objects.filter(contribution__state__in=of_teacher)
        shown = Film.objects.filter(is_check=False, filmed=None)  # an answer by film is for who asked
        return shown.exclude(state__in=unusable).exclude(pk__in=theirs)


film_chooser = FilmChooserViewSet("film_chooser", url_prefix="film-chooser")
