import json
import re
import shutil
from dataclasses import replace

import pytest
from toys import EVALUATION

from vaeviz.__main__ import main
from vaeviz.commands.evaluate import report
from vaeviz.files.checkpoint import load
from vaeviz.metrics.attribute_figures import AttributeFigure
from vaeviz.metrics.criteria import active_units, kl_above
from vaeviz.metrics.evaluation import Evaluation, read_evaluation, write_evaluation
from vaeviz.metrics.linear_probe import Probe


def test_json_has_every_figure(trained, capsys):
    assert main(["evaluate", str(trained), "--json", "--samples", "4", "--iwae-images", "50"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["digest"] == load(trained).digest
    assert found["images"] == 360
    assert found["elbo"] == pytest.approx(-(found["distortion"] + found["rate"]), rel=1e-5)
    assert len(found["rate_per_dim"]) == 2
    assert found["active_units"] <= 2
    assert (found["iwae_samples"], found["iwae_images"]) == (4, 50)
    assert 0 <= found["conditional_accuracy"] <= 1
    assert found["conditional_samples"] == 10_000
    assert 0 <= found["conditional_error"] <= 0.005


def test_the_report_names_unit_and_threshold(trained, capsys):
    assert main(["evaluate", str(trained), "--iwae-images", "0", "--limit", "100"]) == 0
    output = capsys.readouterr().out
    assert "nats per image" in output
    assert active_units(0.01) in output
    assert "IWAE" not in output


def test_written_figures_are_read_back_and_tabled(trained, capsys, monkeypatch):
    assert main(["evaluate", str(trained), "--write", "--samples", "2", "--iwae-images", "20"]) == 0
    found = read_evaluation(trained)
    monkeypatch.setenv("VAEVIZ_CHECKPOINTS", str(trained.parent))  # now only: the oracle is beside the shipped models
    capsys.readouterr()
    assert main(["list", "--figures"]) == 0
    row = next(line for line in capsys.readouterr().out.splitlines() if "`tiny-cvae`" in line)
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    assert cells[1] == f"{found.elbo:.2f}"
    assert cells[5:7] == [f"{found.iwae_elbo:.2f}", f"{found.iwae:.2f} (2, 20)"]  # of the same 20 images
    share, error = found.conditional_accuracy, found.conditional_error
    assert cells[7] == f"{share:.2%} \N{PLUS-MINUS SIGN} {error:.2%} (10,000)"


def test_the_report_sets_the_tighter_bound_beside_the_elbo_of_the_same_images(trained, capsys):
    assert main(["evaluate", str(trained), "--json", "--samples", "4", "--iwae-images", "50"]) == 0
    found = Evaluation.from_json(json.loads(capsys.readouterr().out))
    output = report(found)
    assert f"on 50 images, whose ELBO is {found.iwae_elbo:.3f}: {found.iwae - found.iwae_elbo:.3f} tighter" in output
    assert f"+- {found.conditional_error:.2%} (n = 10,000); the oracle has" in output


def test_an_accuracy_without_its_standard_error_is_not_tabled(trained, capsys, monkeypatch, tmp_path):
    folder = shutil.copytree(trained, tmp_path / "tiny-cvae")
    assert main(["evaluate", str(folder), "--write", "--iwae-images", "0"]) == 0
    monkeypatch.setenv("VAEVIZ_CHECKPOINTS", str(tmp_path))
    before = replace(read_evaluation(folder), conditional_samples=None, conditional_error=None)
    write_evaluation(folder, before)
    assert "no standard error stored" in report(before)
    assert main(["list", "--figures"]) == 2
    assert "Measure again" in capsys.readouterr().err


def test_a_disk_without_room_for_the_figures_is_found_before_they_are_measured(trained, capsys, limited_files):
    with limited_files(10_000):
        assert main(["evaluate", str(trained), "--write"]) == 2
    output = capsys.readouterr().err
    assert "cannot be written to" in output
    assert "set VAEVIZ_CHECKPOINTS" in output
    assert "ELBO" not in output


def test_figures_of_another_model_file_are_not_tabled(trained, capsys, monkeypatch, tmp_path):
    folder = shutil.copytree(trained, tmp_path / "tiny-cvae")
    monkeypatch.setenv("VAEVIZ_CHECKPOINTS", str(tmp_path))
    assert main(["evaluate", str(folder), "--write", "--iwae-images", "0"]) == 0
    write_evaluation(folder, replace(read_evaluation(folder), digest="f" * 32))
    assert main(["list", "--figures"]) == 2
    assert "another model file" in capsys.readouterr().err


@pytest.mark.parametrize("options", ["--limit 100", "--split train", "--dataset mnist"])
def test_figures_of_a_part_or_of_other_data_are_not_kept(trained, capsys, tmp_path, options):
    folder = shutil.copytree(trained, tmp_path / "fresh", ignore=shutil.ignore_patterns("evaluation.json"))
    assert main(["evaluate", str(folder), "--write", *options.split()]) == 2
    assert "whole test split" in capsys.readouterr().err
    assert read_evaluation(folder) is None


def test_another_data_set_must_fit(trained, capsys):
    assert main(["evaluate", str(trained), "--dataset", "sprites"]) == 2
    assert "64" in capsys.readouterr().err


def test_the_report_holds_every_dimension_against_every_criterion(trained, capsys):
    assert main(["evaluate", str(trained), "--iwae-images", "0", "--limit", "100"]) == 0
    output = capsys.readouterr().out
    assert f"{kl_above(0.1)}: " in output
    assert "KL < 0.1 nats for at least 99% of images" in output
    assert "mutual information" in output
    assert "KL(q(z) || p(z))" in output
    assert re.search(r"z[01] +[\d.]+ +[\d.]+ +[\d.]+% +[\d.]+%  (active|mixed|collapsed)", output)
    assert "the criteria" in output


def test_figures_from_before_the_criteria_are_still_reported(trained, capsys):
    assert main(["evaluate", str(trained), "--json", "--iwae-images", "0"]) == 0
    found = Evaluation.from_json(json.loads(capsys.readouterr().out))
    assert found.criteria is not None
    output = report(replace(found, criteria=None))
    assert "rate per dimension" in output
    assert "mutual information" not in output


def test_figures_of_attributes_have_their_number_and_standard_error():
    found = replace(
        EVALUATION,
        attributes=(AttributeFigure(name="hair", accuracy=0.9, chance=0.2, n=2000),),
        attribute_judge=(AttributeFigure(name="hair", accuracy=0.99, chance=0.2),),
        attribute_probes=(Probe(name="hair", score=0.3, chance=0.2, n=5000), Probe(name="smile", score=0.5, n=5000)),
    )
    lines = [" ".join(line.split()) for line in report(found).splitlines()]
    assert "hair 90.0% +- 0.7% accuracy (chance 20.0%, n = 2,000)" in lines
    assert "hair 99.0% accuracy (chance 20.0%, n not stored)" in lines
    assert "hair 30.0% +- 0.6% accuracy (chance 20.0%, n = 5,000)" in lines
    assert "smile R squared 0.500 (n = 5,000)" in lines
