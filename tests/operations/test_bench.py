"""What a benchmark found wanting is an end that a script notices, with the figures all the same."""

import json
import sys

import pytest
from django.core.management import CommandError, call_command

from elearn.operations import apart
from elearn.operations.management.commands import bench

GOOD = {"files": 2, "published": 2, "wrong": []}
BAD = {"files": 2, "published": 1, "wrong": [{"container": "x", "seed": 1}]}


def test_damaged_files_that_end_wrongly_fail_the_command(monkeypatch, capsys):
    monkeypatch.setattr(bench, "damaged_here", lambda clip, files: BAD)
    with pytest.raises(CommandError) as caught:
        call_command("bench", "damaged", "--here", "--json")
    assert str(caught.value) == "1 of 2 files did not end as they must."
    assert caught.value.returncode == 1
    assert json.loads(capsys.readouterr().out) == BAD


def test_files_that_all_end_well_do_not(monkeypatch, capsys):
    monkeypatch.setattr(bench, "damaged_here", lambda clip, files: GOOD)
    call_command("bench", "damaged", "--here", "--json")
    assert json.loads(capsys.readouterr().out) == GOOD


@pytest.mark.parametrize(("prints", "ends"), [(BAD, 1), (GOOD, 0)])
def test_an_installation_apart_hands_its_figures_out_however_it_ends(monkeypatch, tmp_path, prints, ends):
    _instead(monkeypatch, tmp_path, f"print('''{json.dumps(prints)}''')", ends)
    assert apart.bench_apart("damaged") == prints


def test_one_that_has_no_figures_went_wrong(monkeypatch, tmp_path):
    _instead(monkeypatch, tmp_path, "", 1)
    with pytest.raises(apart.WentWrong):
        apart.bench_apart("damaged")


def _instead(monkeypatch, folder, prints: str, ends: int) -> None:
    """A program in the place of manage.py, which only does what `bench` would."""
    program = folder / "manage.py"
    program.write_text(f"import sys\nif 'bench' in sys.argv:\n    {prints or 'pass'}\n    sys.exit({ends})\n")
    monkeypatch.setattr(apart, "MANAGE", [sys.executable, str(program)])
