import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file
from server.jobs.children import DEADLINE, FOREVER, child, process_of
from streamlit.testing.v1 import AppTest
from toys import EVALUATION

from vaeviz.app import cache, model_card, samples
from vaeviz.files import write_tensors
from vaeviz.files.places import model_file
from vaeviz.metrics.attribute_figures import AttributeFigure
from vaeviz.metrics.criteria import Criteria, Thresholds
from vaeviz.metrics.disentanglement import Disentanglement
from vaeviz.metrics.evaluation import EVALUATION_FILE, write_evaluation
from vaeviz.metrics.evaluation import read_evaluation as read
from vaeviz.metrics.linear_probe import Probe
from vaeviz.server import jobs
from vaeviz.server.pages.payloads import typed
from vaeviz.training.history import HISTORY_FILE

MAIN = Path(__file__).parents[2] / "vaeviz/app/main.py"
FOUND = replace(EVALUATION, name="alpha")


@pytest.fixture
def page(models):
    cache._sheet.clear()
    page = AppTest.from_file(MAIN, default_timeout=30)
    page.switch_page("pages/models.py")
    yield page
    jobs.pool.close()


def texts(page) -> str:
    """Return all the words of the page, as HTML."""
    assert not page.exception, page.exception
    elements = [one for one in page.main if one.type in ("html", "text", "markdown", "code")]
    return "\n".join(one.proto.body if hasattr(one.proto, "body") else one.value for one in elements)


def protos(page, kind: str) -> list:
    assert not page.exception, page.exception
    return [one.proto for one in page.main if one.type == kind]


def button(page, label: str):
    (found,) = [one for one in page.button if one.label == label]
    return found


def job_of(folder: Path) -> jobs.Job:
    job = jobs.pool.find(str(folder.resolve()), "test")
    assert job
    return job


@pytest.fixture
def children(monkeypatch):
    """Let the screen start these children instead of `python -m vaeviz codes`."""

    def use(code: str) -> None:
        monkeypatch.setattr(jobs, "codes_command", lambda folder, methods, seed: child(code))

    return use


def test_a_card_tells_what_was_measured_and_how(page, models, write_model):
    write_evaluation(models / "alpha", replace(FOUND, digest=write_model("alpha")))
    said = texts(page.run())
    for words in (
        "\N{MINUS SIGN}12.35",
        "standard error 0.25",
        "<i>k</i> = 64, 1,000 images (their ELBO \N{MINUS SIGN}12.25)",
        "1 of 2",
        "variance of the posterior mean over the data above 0.01",
        "97.5%",
        "standard error 0.16%, 10,000 samples",
        "99.44%",
        "KL(<i>q</i>(<i>z</i>|<i>x</i>) \N{DOUBLE VERTICAL LINE} <i>p</i>(<i>z</i>))",
        "1,360 test images of digits; pixels binarised dynamically",
        "1 of 2 active units",
        "PCA (seed 0",
    ):
        assert words in said
    (chart,) = protos(page, "plotly_chart")
    bars = json.loads(chart.spec)["data"][0]
    assert bars["x"] == ["z0", "z1"]
    assert bars["customdata"] == ["active", "collapsed"]
    assert "1 of 2 active units" in chart.alt


def test_a_card_tells_what_every_criterion_of_collapse_says(page, models, write_model):
    criteria = Criteria(
        thresholds=Thresholds(),
        quiet=(0.3, 1.0),
        posterior_variance=(0.2, 1.0),
        use=(0.75, 0.0),
        mutual_information=1.234,
        total_correlation=0.25,
        dimension_kl=0.5,
        ceiling=7.22,
        samples=1000,
    )
    write_evaluation(models / "alpha", replace(FOUND, digest=write_model("alpha"), criteria=criteria))
    said = texts(page.run())
    for words in ("KL above 0.1 nats", "at least 99% of the images; 1 mixed", "1.23", "of at most 7.22", "0.75"):
        assert words in said
    write_evaluation(models / "alpha", replace(FOUND, digest=write_model("alpha")))
    assert "of at most" not in texts(page.run())


def test_a_card_tells_what_z_holds_by_attribute_and_by_factor(page, models, write_model):
    found = replace(
        FOUND,
        digest=write_model("alpha"),
        dataset="sprites",
        probe_accuracy=0.132,
        probe_chance=0.1135,
        attributes=(
            AttributeFigure(name="<i>smile</i>", rank_correlation=-0.123, mean_absolute_error=0.456, n=2000),
            AttributeFigure(name="hair", accuracy=0.875, chance=0.2, n=2000),
        ),
        attribute_judge=(AttributeFigure(name="<i>smile</i>", rank_correlation=0.991, mean_absolute_error=0.05),),
        attribute_probes=(
            Probe(name="<i>smile</i>", score=0.02, n=5000),
            Probe(name="hair", score=0.3, chance=0.2, n=5000),
        ),
        disentanglement=Disentanglement(
            factors=("shape", "x"),
            mig=0.21,
            dci_disentanglement=0.31,
            dci_completeness=0.41,
            dci_informativeness=0.91,
            sap=0.11,
        ),
    )
    write_evaluation(models / "alpha", found)
    said = texts(page.run())
    for words in (
        "13.2%",
        "11.3% by chance",
        "<td>\N{MINUS SIGN}0.123</td><td>0.456</td><td>0.991</td><td>0.02</td>",
        "<td>87.5% \N{PLUS-MINUS SIGN} 0.7%</td><td></td><td></td><td>30.0% \N{PLUS-MINUS SIGN} 0.6% (20%)</td>",
        "Samples (<i>n</i> = 2,000): agreement",
        "oracle: the oracle itself",  # its figures are from before n was stored
        "probe (<i>n</i> = 5,000): a linear probe",
        "&lt;i&gt;smile",
        "0.21",
        "Chen et al. 2018",
        "completeness 0.41, informativeness 0.91",
        "Factors: shape, x.",
        "The factor orientation is left out: a square looks the same",
    ):
        assert words in said
    assert "<i>smile" not in said


def test_a_card_without_factors_or_attributes_has_no_empty_tables(page, models, write_model):
    write_evaluation(models / "alpha", replace(FOUND, digest=write_model("alpha")))
    said = texts(page.run())
    assert "Disentanglement" not in said
    assert "Attributes" not in said
    assert "linear probe" not in said


def test_a_card_leads_to_its_model_on_the_explore_page(page, write_model):
    write_model("alpha")
    write_model("beta", codes=False)
    links = protos(page.run(), "page_link")
    assert [link.query_string for link in links] == ["model=alpha", "model=beta"]


def test_samples_are_told_and_decoded_once(page, write_model, monkeypatch):
    made, sheet_of = [], samples.sheet_of
    monkeypatch.setattr(samples, "sheet_of", lambda *args, **settings: made.append(1) or sheet_of(*args, **settings))
    write_model("alpha")
    (images,) = protos(page.run(), "image")
    assert images.imgs[0].url.endswith(".png")  # a JPEG would smear the pixels
    assert "temperature 1, seed 0" in images.imgs[0].alt
    assert "One class per row" in images.imgs[0].alt
    page.run()
    assert made == [1]


def test_words_from_a_file_are_never_markup(page, write_model):
    write_model("alpha")
    said = texts(page.run())
    assert "&lt;b&gt;eel&lt;/b&gt;" in said
    assert "<b>eel" not in said


def test_what_was_not_measured_says_how_to(page, models, write_model):
    write_model("alpha", codes=False)
    said = texts(page.run())
    assert "Not measured yet" in said
    assert "python -m vaeviz evaluate alpha --write" in said
    assert "No maps yet" in said
    assert not protos(page, "plotly_chart")


def test_without_figures_the_rates_are_those_of_the_codes(page, write_model):
    write_model("alpha")
    (chart,) = protos(page.run(), "plotly_chart")
    assert json.loads(chart.spec)["data"][0]["customdata"] == ["active", "collapsed"]


def test_figures_of_another_model_file_are_not_shown(page, models, write_model):
    write_model("alpha")
    write_evaluation(models / "alpha", replace(FOUND, digest="f" * 32))
    said = texts(page.run())
    assert "belong to another model file" in said
    assert "\N{MINUS SIGN}12.35" not in said


@pytest.mark.parametrize("text", ["{", "[]", '{"name": "alpha"}', '{"rank": 1}'])
def test_damaged_figures_leave_the_rest_of_the_card(page, models, write_model, text):
    write_model("alpha")
    (models / "alpha" / EVALUATION_FILE).write_text(text)
    said = texts(page.run())
    assert f"alpha/{EVALUATION_FILE} cannot be read" in said
    assert str(models) not in said
    assert protos(page, "image")


def test_damaged_and_foreign_models_get_a_message_in_their_place(page, models, write_model):
    for name in ("alpha", "beta", "gamma"):
        write_model(name)
    cut = model_file(models / "alpha")
    cut.write_bytes(cut.read_bytes()[:-100])
    save_file({"weight": torch.zeros(1)}, model_file(models / "beta"))
    said = texts(page.run())
    assert "alpha cannot be opened" in said
    assert "alpha/model.safetensors" in said
    assert "truncated" in said
    assert str(models) not in said
    assert "beta cannot be opened" in said
    assert "without a &#x27;vaeviz&#x27; header" in said or "without a 'vaeviz' header" in said
    assert len(protos(page, "page_link")) == len(protos(page, "image")) == 1


def test_every_kind_of_damage_costs_its_own_card_only(page, models, write_model, broken):
    write_model("alpha")
    write_model("beta")
    (models / "beta" / EVALUATION_FILE).write_text("[" * 100_000)
    said = texts(page.run())
    assert all(f"{name} cannot be opened" in said for name in broken)
    assert f"beta/{EVALUATION_FILE} cannot be read" in said
    assert len(protos(page, "page_link")) == len(protos(page, "image")) == 2


def test_damaged_codes_and_history_are_told_on_the_card(page, models, write_model):
    write_model("alpha")
    (models / "alpha" / "codes.safetensors").write_bytes(b"nothing")
    (models / "alpha" / HISTORY_FILE).write_bytes(b"nothing")
    page.session_state["history-alpha"] = True
    said = texts(page.run())
    assert "The stored codes cannot be read" in said
    assert "The training history cannot be read" in said
    assert "alpha/codes.safetensors" in said
    assert f"alpha/{HISTORY_FILE}" in said
    assert str(models) not in said


def test_traversals_and_map_are_drawn_only_when_they_are_opened(page, models, write_model):
    write_model("alpha")
    charts = len(protos(page.run(), "plotly_chart"))
    page.session_state["latent-alpha"] = True
    page.run()
    assert len(protos(page, "plotly_chart")) == charts + 3  # two dimensions: traversals, manifold and map


def test_models_of_one_data_set_share_a_plane_of_rate_and_distortion(page, models, write_model):
    for name in ("alpha", "beta"):
        write_evaluation(models / name, replace(FOUND, name=name, digest=write_model(name)))
    labels = [one.label for one in page.run().expander]
    assert f"Rate and distortion of the {FOUND.dataset} models" in labels


def test_the_figures_of_each_model_are_read_once(page, models, write_model, monkeypatch):
    asked = []
    monkeypatch.setattr(model_card, "read_evaluation", lambda folder: asked.append(folder.name) or read(folder))
    for name in ("alpha", "beta"):
        write_evaluation(models / name, replace(FOUND, name=name, digest=write_model(name)))
    page.run()
    assert asked == ["alpha", "beta"]


def test_the_history_is_drawn_only_when_it_is_opened(page, models, write_model):
    write_model("alpha", codes=False)
    rates = torch.tensor([[0.1, 0.2], [3.0, 0.2]])
    tensors = {"step": torch.tensor([10, 20]), "distortion": torch.tensor([5.0, 4.0]), "rate_per_dim": rates}
    arrays = {f"history.{name}": part.numpy() for name, part in tensors.items()}
    write_tensors(models / "alpha" / HISTORY_FILE, arrays, {"window": 10})
    assert not protos(page.run(), "plotly_chart")
    page.session_state["history-alpha"] = True
    (chart,) = protos(page.run(), "plotly_chart")
    assert json.loads(chart.spec)["data"][0]["y"] == ["z1", "z0"]  # upwards: what ends highest is on top


def test_streamlit_makes_no_menu_of_its_own_from_the_folder_of_pages():
    code = "import app; from streamlit.runtime.pages_manager import PagesManager as P; print(P.uses_pages_directory)"
    run = subprocess.run([sys.executable, "-c", code], cwd=MAIN.parents[2], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"


def test_an_empty_folder_says_what_to_do(page, models):
    said = texts(page.run())
    assert "No models yet" in said
    assert f"python -m vaeviz train digits --out {models.name}/digits" in said


def test_a_map_is_asked_for_watched_and_cancelled(page, models, write_model, children):
    children(FOREVER)
    write_model("alpha")
    page.run()
    button(page, "Make map").click().run()
    job = job_of(models / "alpha")
    process = process_of(job)
    said = texts(page.run())
    assert 'role="status"' in said
    assert "25 %" in said
    button(page, "Cancel").click().run()
    assert job.snapshot().state == "cancelled"
    assert button(page, "Make map")
    assert job.join(DEADLINE)
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_a_failure_is_told_in_place_and_closed(page, models, write_model, children):
    children("import sys; print('vaeviz: <b>no</b> files', file=sys.stderr); sys.exit(2)")
    write_model("alpha")
    page.run()
    button(page, "Make map").click().run()
    assert job_of(models / "alpha").join(DEADLINE)
    assert "<b>no</b> files" in [one.value for one in page.run().text]
    button(page, "Close").click().run()
    assert "could not be made" not in texts(page)
    assert button(page, "Make map")


def test_a_failure_does_not_tell_where_the_models_lie(page, models, write_model, children):
    folder = (models / "alpha").resolve()
    children(f"import sys; print('vaeviz: {folder} cannot be written to', file=sys.stderr); sys.exit(2)")
    write_model("alpha")
    page.run()
    button(page, "Make map").click().run()
    assert job_of(models / "alpha").join(DEADLINE)
    assert "alpha cannot be written to" in [one.value for one in page.run().text]


def test_commands_name_a_model_as_one_would_type_it():
    assert typed(Path("/there/runs/alpha")) == "alpha"
    assert typed(Path("runs/my model; ls")) == "'my model; ls'"


def test_what_was_made_is_asked_for_by_name(page, models, write_model, monkeypatch):
    asked = []
    monkeypatch.setattr(jobs, "codes_command", lambda *wanted: asked.append(wanted) or [sys.executable, "-c", ""])
    write_model("alpha")
    page.run()
    page.selectbox[0].set_value("t-sne")
    page.number_input[0].set_value(7)
    button(page, "Make map").click().run()
    assert asked == [(models / "alpha", ("t-sne",), 7)]
    assert job_of(models / "alpha").join(DEADLINE)


def test_the_explore_page_offers_to_encode_and_tells_why_it_cannot(models, write_model):
    write_model("beta", codes=False)
    page = AppTest.from_file(MAIN, default_timeout=30).run()
    button(page, "Encode the data set").click().run()
    assert job_of(models / "beta").join(DEADLINE)
    assert any("has no record of its training data" in one.value for one in page.run().text)
    jobs.pool.forget(str((models / "beta").resolve()))


def test_the_explore_page_takes_over_what_was_made(models, write_model, children, tmp_path_factory):
    gate = tmp_path_factory.mktemp("gate") / "pipe"
    os.mkfifo(gate)
    children(f"open({str(gate)!r}).readline()")
    write_model("beta", codes=False)
    page = AppTest.from_file(MAIN, default_timeout=30).run()
    button(page, "Encode the data set").click().run()
    assert button(page, "Cancel")
    write_model("beta")  # what the child would have done
    pipe = os.open(gate, os.O_RDWR)  # for reading too: so it waits for no reader
    os.write(pipe, b"go on\n")
    assert job_of(models / "beta").join(DEADLINE)
    os.close(pipe)
    page.run()
    assert not page.button
    (element,) = protos(page, "bidi_component")
    assert json.loads(element.json)[0]["opened"][0]["has_codes"] is True
