"""The cards of one skill, large, and each may be left out."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from elearn.web.forms import KorpuForm

from .domain.cards import Card, Question


class CardsForm(KorpuForm):
    """For each sentence one of the cards, or none. Words are in the language that is active when it is made."""

    def __init__(self, questions: Sequence[Question], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = list(questions)
        choices = [*((card.value, str(card.label)) for card in Card), ("", _("We leave this out"))]
        for question in self.questions:
            self.fields[self.name_of(question)] = forms.ChoiceField(
                label=question.words, choices=choices, required=False, initial=question.card, widget=forms.RadioSelect
            )

    @staticmethod
    def name_of(question: Question) -> str:
        return f"card_{question.can_do.pk}"

    def changed(self) -> list[tuple[Question, str]]:
        """Give the sentences whose card is another one now."""
        said = [(question, self.cleaned_data[self.name_of(question)]) for question in self.questions]
        return [(question, card) for question, card in said if card != question.card]
