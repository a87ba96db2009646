"""Forms about groups of institutions, and about a wish to take a course."""

from django import forms
from django.utils.translation import gettext_lazy as _

from elearn.web.forms import KorpuForm
from elearn.web.reading_tables import MOST_BYTES

from ..domain.learning.requests import LONGEST


class AskForm(KorpuForm):
    """Why somebody would like to take a course; nobody has to say."""

    words = forms.CharField(
        label=_("Would you like to tell us why? (you need not)"),
        help_text=_("Our coordinator reads it, nobody else."),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class StudentsFileForm(KorpuForm):
    """A file with students."""

    file = forms.FileField(
        label=_("File with students (CSV or XLSX)"),
        help_text=_("At most %(number)d MB.") % {"number": MOST_BYTES // 2**20},
        error_messages={
            "required": _("Please choose a file."),
            "empty": _("The file is empty."),
        },
    )
