"""The form in which a source is written down, in its own area and in the window of a guide's editor."""

from datetime import date
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm

from .domain.sources import FACTS, is_fixed
from .errors import SourceStays
from .models import Source


class SourceForm(WagtailAdminModelForm):
    """A source. What readers see of it is fixed once a guide with it is public or waits for approval."""

    class Meta:
        model = Source
        fields: ClassVar[list[str]] = [*FACTS, "checked_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            # When it was checked moves on by checking it, which is noted with who did.
            self.fields.pop("checked_on", None)
        if is_fixed(self.instance):
            for name in FACTS:
                self.fields[name].disabled = True
            self.fields["title"].help_text = SourceStays.words

    def clean_checked_on(self) -> date:
        day: date = self.cleaned_data["checked_on"]
        if day > timezone.localdate():
            raise ValidationError(_("This day has not come yet."))
        return day
