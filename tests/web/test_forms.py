"""Fields are joined to their labels, hints and errors, in GOV.UK's markup."""

import pytest
from django import forms
from django.template import Context, Template

from elearn.web.forms import KorpuForm
from tests.web.markup import Tags


class Everything(KorpuForm):
    name = forms.CharField(label="Name", help_text="As you like to be called.")
    words = forms.CharField(label="Words", widget=forms.Textarea, required=False)
    topic = forms.ChoiceField(label="Topic", choices=[("a", "A"), ("b", "B")])
    size = forms.ChoiceField(
        label="Size", choices=[("s", "Small"), ("l", "Large")], widget=forms.RadioSelect, help_text="Of the letters."
    )
    days = forms.MultipleChoiceField(
        label="Days", choices=[("1", "Monday"), ("2", "Tuesday")], widget=forms.CheckboxSelectMultiple
    )
    agrees = forms.BooleanField(label="I agree", help_text="You can change your mind.")
    film = forms.FileField(label="Video")


def draw(form: forms.Form) -> str:
    names = "".join("{% field form." + name + " %}" for name in form.fields)
    return Template("{% error_summary form %}" + names).render(Context({"form": form}))


@pytest.fixture
def empty() -> str:
    return draw(Everything(data={}))


def test_every_control_has_a_label_or_a_legend(empty):
    tags = Tags(empty)
    labels = {one["for"] for one in tags.named("label")}
    controls = [*tags.named("input"), *tags.named("textarea"), *tags.named("select")]
    assert controls
    assert {one["id"] for one in controls} == labels
    assert len(tags.named("legend")) == len(tags.named("fieldset")) == 2


def test_hint_and_error_describe_the_field(empty):
    tags = Tags(empty)
    name = tags.by_id("id_name")[1]
    assert name["aria-describedby"].split() == ["id_name_helptext", "id_name_error"]
    assert name["aria-invalid"] == "true"
    assert "required" not in name
    for key in (
        "id_name_helptext",
        "id_name_error",
        "id_size_helptext",
        "id_size_error",
        "id_agrees_helptext",
        "id_agrees_error",
    ):
        assert tags.by_id(key)
    described = [one["aria-describedby"].split() for one in tags.named("fieldset")]
    assert described == [["id_size_helptext", "id_size_error"], ["id_days_error"]]
    assert tags.by_id("id_agrees")[1]["aria-describedby"].split() == ["id_agrees_helptext", "id_agrees_error"]


def test_the_summary_leads_to_the_first_control_of_each_field(empty):
    tags = Tags(empty)
    targets = [one["href"][1:] for one in tags.named("a")]
    assert targets == ["id_name", "id_topic", "id_size_0", "id_days_0", "id_agrees", "id_film"]
    assert all(tags.by_id(target) for target in targets)
    assert 'data-module="govuk-error-summary"' in empty


def test_controls_have_the_classes_of_the_look(empty):
    tags = Tags(empty)
    assert tags.by_id("id_name")[1]["class"] == "govuk-input govuk-input--error"
    assert tags.by_id("id_words")[1]["class"] == "govuk-textarea"
    assert tags.by_id("id_topic")[1]["class"] == "govuk-select govuk-select--error"
    assert tags.by_id("id_film")[1]["class"] == "govuk-file-upload govuk-file-upload--error"
    assert tags.by_id("id_size_0")[1]["class"] == "govuk-radios__input"


def test_what_was_given_is_shown_again_and_escaped():
    page = draw(Everything(data={"name": '"><b>', "size": "l", "days": ["2"], "agrees": "on"}))
    tags = Tags(page)
    assert tags.by_id("id_name")[1]["value"] == '"><b>'
    assert "checked" in tags.by_id("id_size_1")[1]
    assert "checked" not in tags.by_id("id_size_0")[1]
    assert "checked" in tags.by_id("id_days_1")[1]
    assert "checked" in tags.by_id("id_agrees")[1]
    assert not tags.named("b")


def test_a_form_that_is_right_has_no_summary():
    class Small(KorpuForm):
        name = forms.CharField()

    assert "error-summary" not in draw(Small(data={"name": "Leyla"}))


def test_a_whole_form_is_drawn_alike():
    page = str(Everything(data={}))
    assert page.count("govuk-form-group--error") == 6
    assert "govuk-error-summary" in page


def test_one_field_is_drawn_alike():
    assert "govuk-form-group" in Everything()["name"].as_field_group()
