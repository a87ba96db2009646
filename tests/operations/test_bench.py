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


KEPT = {
    "watchable_s": 0.2, "cpu_ratio_peertube": 0.45, "cpu_ratio_mediacms": 0.29, "overhead_ratio": 0.003,
    "ssim_delta": 0.003, "worker_mb": 249, "overhead": {}, "clips": [],
}  # fmt: skip


@pytest.mark.parametrize("found", [KEPT, {"part_of_limit": 0.73, "films": []}])
def test_figures_of_films_that_are_as_promised_end_well(monkeypatch, capsys, found):
    monkeypatch.setattr(bench, "media_here", lambda clip, seconds, is_long: found)
    call_command("bench", "media", "--here", "--json")
    assert json.loads(capsys.readouterr().out) == found


@pytest.mark.parametrize(
    ("name", "figure", "promised"),
    [
        ("watchable_s", 2.1, "2.0"),
        ("cpu_ratio_peertube", 0.66, "0.65"),
        ("cpu_ratio_mediacms", 0.41, "0.4"),
        ("overhead_ratio", 0.06, "0.05"),
        ("ssim_delta", 0.0031, "0.003"),
        ("worker_mb", 301, "300"),
        ("part_of_limit", 1.01, "1.0"),
    ],
)
def test_one_figure_of_films_that_is_not_fails_the_command(monkeypatch, capsys, name, figure, promised):
    monkeypatch.setattr(bench, "media_here", lambda clip, seconds, is_long: {**KEPT, name: figure})
    with pytest.raises(CommandError) as caught:
        call_command("bench", "media", "--here", "--json")
    assert str(caught.value) == f"Not as promised: {name} is {figure}, promised is at most {promised}."
    assert json.loads(capsys.readouterr().out)[name] == figure


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
