"""The floor under finding personal data, on the seeded questions; the figures themselves: `manage.py bench redaction`."""

import json

import pytest
from django.core.management import call_command

from elearn.guidance.bench import peer, redaction
from elearn.guidance.bench.made_people import declined
from elearn.guidance.bench.questions import questions


@pytest.fixture(scope="module")
def held_out():
    return redaction.figures([one for one in questions() if one.is_held_out])


def test_numbers_and_phones_of_sentences_never_looked_at_are_found(held_out):
    assert held_out["recall_numbers"] >= 0.95
    assert held_out["recall_phones"] >= 0.95
    assert min(held_out["recall"][kind] for kind in ("email", "web", "birth_date")) >= 0.95
    assert held_out["recall"]["address"] >= 0.8


def test_names_from_lists_never_seen_are_found_in_each_language(held_out):
    assert held_out["recall_names"] >= 0.85
    assert held_out["recall_names_on_no_list"] >= 0.85
    assert min(held_out["recall_names_by_language"].values()) >= 0.85


def test_what_is_not_personal_mostly_stays(held_out):
    assert held_out["precision"] >= 0.85
    assert held_out["precision_by_sign"] >= 0.85


def test_the_questions_are_the_same_each_time_and_know_where_their_data_stands():
    first, second = questions(12), questions(12)

    assert first == second
    assert [one.language for one in first[:3]] == ["az", "en", "ru"]
    assert sum(one.is_held_out for one in first) == 6
    for one in first:
        assert all(one.text[known.start : known.end].strip() for known in one.known)


@pytest.mark.parametrize(
    ("name", "case", "language", "said"),
    [
        ("Salatın Quliyeva", "gen", "az", "Salatın Quliyevanın"),
        ("Ümid", "dat", "az", "Ümidə"),
        ("Салима Ветрова", "gen", "ru", "Салимы Ветровой"),
        ("Прохор Ветров", "ins", "ru", "Прохором Ветровым"),
        ("Ann Field", "gen", "en", "Ann Field's"),
    ],
)
def test_made_people_are_declined(name, case, language, said):
    assert declined(name, case, language) == said


def test_the_command_prints_both_halves(capsys, monkeypatch):
    monkeypatch.setattr(redaction, "questions", lambda count: questions(60))

    call_command("bench", "redaction", "--json")

    printed = json.loads(capsys.readouterr().out)
    assert printed["questions"] == 60
    assert printed["held_out"]["questions"] == printed["development"]["questions"] == 30
    assert {"recall_numbers", "recall_phones", "recall_names", "precision"} <= set(printed["held_out"])


def test_without_faker_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "faker", None)

    with pytest.raises(peer.Missing):
        redaction.measure(3)
