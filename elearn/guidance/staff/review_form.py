"""The form of a review: one question for each line of the checklist and for each source, made for one guide."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from .. import checklist
from ..domain.review import Answer
from ..models import Review, ReviewAnswer, Source, SourceCheck, SourceVerdict, Verdict


@dataclass(frozen=True)
class Line:
    """One question as the page shows it."""

    verdict: BoundField
    words: BoundField
    item: checklist.Item | None = None
    source: Source | None = None


class ReviewForm(forms.Form):
    """Everything a review asks. Nothing is required here: what is left open is said when somebody wants to finish."""

    note = forms.CharField(
        label=_("Note for colleagues"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Readers do not see it."),
    )  # fmt: skip
    next_due = forms.DateField(
        label=_("Next review, if it should be earlier than usual"), required=False, widget=AdminDateInput,
        help_text=_("For example when a law changes on a day that is known."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, review: Review, items: Sequence[checklist.Item], sources: Sequence[Source], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.items, self.sources = items, sources
        answers = {answer.item: answer for answer in review.answers.all()}
        checks = {check.source_id: check for check in review.source_checks.all()}
        for item in items:
            known = answers.get(item.name)
            choices = [choice for choice in Verdict.choices if not (item.always and choice[0] == Verdict.NOT_HERE)]
            self._ask(f"item-{item.name}", item.words, choices, known)
        for source in sources:
            check = checks.get(source.pk)
            if check and check.cited_words != source.cited_words:
                check = None  # it cites other words by now: it is opened again
            self._ask(f"source-{source.pk}", str(source), SourceVerdict.choices, check)

    def _ask(self, name: str, label: Any, choices: list[Any], known: ReviewAnswer | SourceCheck | None) -> None:
        verdict, words = (known.verdict, known.words) if known else ("", "")
        self.fields[name] = forms.ChoiceField(
            label=label, choices=choices, required=False, widget=forms.RadioSelect, initial=verdict
        )
        self.fields[f"{name}-words"] = forms.CharField(
            label=_("In words, where it is not simply in order"), required=False, max_length=500, initial=words,
            widget=forms.Textarea(attrs={"rows": 1}),
        )  # fmt: skip

    def whole_page(self) -> Iterator[Line]:
        """Give the questions about the whole page."""
        return (self._line(item) for item in self.items if item not in checklist.BALANCE)

    def balance(self) -> Iterator[Line]:
        """Give the questions about its balance."""
        return (self._line(item) for item in self.items if item in checklist.BALANCE)

    def source_lines(self) -> Iterator[Line]:
        """Give the questions about its sources."""
        for source in self.sources:
            name = f"source-{source.pk}"
            yield Line(self[name], self[f"{name}-words"], source=source)

    def _line(self, item: checklist.Item) -> Line:
        return Line(self[f"item-{item.name}"], self[f"item-{item.name}-words"], item=item)

    def item_answers(self) -> dict[str, Answer]:
        """Give what was answered of the lines; call it on a valid form."""
        return {item.name: given for item in self.items if (given := self._given(f"item-{item.name}"))}

    def source_answers(self) -> dict[int, Answer]:
        """Give what was answered of the sources; call it on a valid form."""
        return {source.pk: given for source in self.sources if (given := self._given(f"source-{source.pk}"))}

    def _given(self, name: str) -> Answer | None:
        verdict = self.cleaned_data.get(name)
        return Answer(verdict, self.cleaned_data.get(f"{name}-words", "").strip()) if verdict else None
