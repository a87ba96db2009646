"""Forms of the coordinators about questions."""

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from courses.domain.quizzes.grants import LONGEST_REASON
from elearn.web.reading_tables import MOST_BYTES


class BankFileForm(forms.Form):
    """A file of questions."""

    file = forms.FileField(
        label=_("File with questions (CSV or XLSX)"),
        help_text=format_lazy(_("At most {number} MB."), number=MOST_BYTES // 2**20),
    )


class GrantForm(forms.Form):
    """Why somebody may try once more."""

    reason = forms.CharField(
        label=_("Reason"), max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Kept with the attempt. The learner finds it among their own data."),
    )  # fmt: skip
