"""Every reader before damaged files: an error of ours in few words, or a value that can be sent on; nothing else."""

import json
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from collapse.grids import make
from files.damage import Damage, damage_json, damage_tensors, damage_text
from toys import DIGEST, MODEL, checkpoint, lamps

from vaeviz import data as datasets
from vaeviz.collapse.lessons import reader as lessons
from vaeviz.collapse.linear.file import read_linear
from vaeviz.collapse.race.file import read_race
from vaeviz.collapse.race.remedies import SCENES
from vaeviz.collapse.rate_distortion import read_limits
from vaeviz.collapse.sigma import file as sigma_file
from vaeviz.collapse.sweep.file import IMAGES_FILE, read_images, read_row, row_file
from vaeviz.collapse.toy.file import read_toy
from vaeviz.config import Condition, Record, TrainConfig
from vaeviz.data.dataset import DataSource
from vaeviz.errors import VaevizError
from vaeviz.files.checkpoint import load, save
from vaeviz.files.codes import read_codes, write_codes
from vaeviz.files.figures import folder as shipped_figures
from vaeviz.files.header import read_header
from vaeviz.latents.embed import embed
from vaeviz.latents.encode import encode_dataset
from vaeviz.metrics.evaluate import EvaluationSettings, evaluate
from vaeviz.metrics.evaluation import read_evaluation, write_evaluation
from vaeviz.metrics.oracle_classifier import OracleClassifier, OracleHeader, OracleNetwork
from vaeviz.metrics.oracle_classifier import load as load_judge
from vaeviz.metrics.oracle_classifier import save as save_judge
from vaeviz.training.history import read_history
from vaeviz.training.runs import RESUME_FILE, Run, train

FEW, MANY = 60, 3000
LONGEST = 1000  # characters of a message
DIGITS = datasets.load("digits", "test")


class StoppedError(Exception):
    """Ends a training run on its way."""


@dataclass(frozen=True)
class Reader:
    """A file that is sound, how it is damaged, and what reads it."""

    path: Path
    damage: Damage
    read: Callable[[], Any]

    def survey(self, seed: int, count: int) -> Counter[str]:
        """Damage the file ``count`` times and read it; return what came of it."""
        sound, found = self.path.read_bytes(), Counter[str]()
        self.read()
        for index in range(count):
            data = self.damage(sound, np.random.default_rng([seed, index]))
            self.path.write_bytes(data)
            found[self.outcome(f"{self.path.name} {index}")] += 1
        self.path.write_bytes(sound)
        return found

    def outcome(self, case: str) -> str:
        """Read the file as it is; fail where anything but an error of ours comes out."""
        try:
            sendable(self.read())
        except VaevizError as error:
            return "refused" if len(str(error)) <= LONGEST else pytest.fail(f"{case}: {len(str(error))} characters")
        except Exception as error:  # noqa: BLE001  the one thing that is looked for
            pytest.fail(f"{case}: {type(error).__name__}: {str(error)[:300]}")
        return "read"


def sendable(found: Any) -> None:
    """Fail where a header cannot be sent to a page."""
    headers = [found, getattr(found, "header", None)]
    for header in headers:
        if isinstance(header, Record):
            json.dumps(header.to_json(), allow_nan=False).encode()
    for made in getattr(found, "maps", {}).values():
        json.dumps([made.method, dict(made.params), made.seed, made.trustworthiness], allow_nan=False).encode()


@pytest.fixture
def model_folder(tmp_path) -> Path:
    """A small conditional model with its codes and figures."""
    opened = checkpoint(Condition(kind="class", names=DIGITS.class_names))
    made = replace(opened, header=replace(opened.header, train=TrainConfig(dataset="digits")))
    save(tmp_path, made.model, made.header)
    codes = encode_dataset(made, DIGITS, limit=20)
    write_codes(tmp_path, codes, {"pca": embed(codes, "pca"), "axes": embed(codes, "axes", x=2, y=0)})
    settings = EvaluationSettings(samples=2, iwae_images=10, limit=60)
    write_evaluation(tmp_path, evaluate(made, DIGITS, settings=settings))
    return tmp_path


@pytest.fixture
def run(tmp_path, corners, monkeypatch) -> Run:
    """A run of 16 steps that saves after each of them."""
    made = DataSource(lambda split, progress: corners, source="made by the tests", license="none")
    monkeypatch.setitem(datasets.DATASETS, "corners", made)
    monkeypatch.setattr("vaeviz.training.runs.SAVE_EVERY", 1)
    config = TrainConfig(dataset="corners", epochs=2, batch_size=32)
    return Run(out=tmp_path / "run", model=MODEL, train=config, command="made in a test")


def stop_at(step: int):
    def watch(done, total):
        if done.step == step:
            raise StoppedError

    return watch


@pytest.fixture
def resume(run: Run) -> Reader:
    with pytest.raises(StoppedError):
        train(run, stop_at(9))
    sound = run.out / RESUME_FILE
    kept = sound.read_bytes()

    def go_on() -> None:
        kept_now = sound.read_bytes()
        try:
            train(replace(run, resume=True, overwrite=True), first)
        except StoppedError:
            sound.write_bytes(kept_now)

    def first(done, total):
        raise StoppedError

    assert kept
    return Reader(sound, damage_tensors, go_on)


@pytest.fixture
def history(run: Run) -> Reader:
    train(run, stop_at(-1))
    return Reader(run.out / "history.safetensors", damage_tensors, lambda: read_history(run.out))


@pytest.fixture
def model(model_folder: Path) -> Reader:
    return Reader(model_folder / "model.safetensors", damage_tensors, lambda: load(model_folder))


@pytest.fixture
def header(model_folder: Path) -> Reader:
    return Reader(model_folder / "model.safetensors", damage_tensors, lambda: read_header(model_folder))


@pytest.fixture
def codes(model_folder: Path) -> Reader:
    return Reader(model_folder / "codes.safetensors", damage_tensors, lambda: read_codes(model_folder, DIGEST))


@pytest.fixture
def evaluation(model_folder: Path) -> Reader:
    return Reader(model_folder / "evaluation.json", damage_json, lambda: read_evaluation(model_folder))


@pytest.fixture
def classifier(tmp_path) -> Reader:
    data = lamps(4)
    torch.manual_seed(0)
    known = OracleHeader(dataset="lamps", image_shape=data.image_shape, attributes=data.attributes, epochs=1, seed=0)
    network = OracleNetwork(data.image_shape, known.outputs)
    path = tmp_path / "lamps.safetensors"
    save_judge(path, OracleClassifier(known, network))
    return Reader(path, damage_tensors, lambda: load_judge(path))


@pytest.fixture
def figures(tmp_path) -> Path:
    """The shipped figures of the Collapse page, to be damaged."""
    for file in shipped_figures().iterdir():
        if "sweep" not in file.name:
            shutil.copy(file, tmp_path)
    return tmp_path


@pytest.fixture
def toy(figures: Path) -> Reader:
    return Reader(figures / "toy.safetensors", damage_tensors, lambda: read_toy(figures))


@pytest.fixture
def linear(figures: Path) -> Reader:
    return Reader(figures / "linear.safetensors", damage_tensors, lambda: read_linear(figures))


@pytest.fixture
def sigma(figures: Path) -> Reader:
    return Reader(figures / "sigma.safetensors", damage_tensors, lambda: sigma_file.read_sigma(figures))


@pytest.fixture
def race(figures: Path) -> Reader:
    return Reader(figures / "race.safetensors", damage_tensors, lambda: read_race(SCENES[0], figures))


@pytest.fixture
def plane(figures: Path) -> Reader:
    return Reader(figures / "plane.json", damage_json, lambda: read_limits(figures))


@pytest.fixture
def sweep(tmp_path, corners) -> Reader:
    make(tmp_path, corners)
    return Reader(tmp_path / IMAGES_FILE, damage_tensors, lambda: read_images(tmp_path)[0])


@pytest.fixture
def sweep_row(tmp_path, corners) -> Reader:
    make(tmp_path, corners)
    path = row_file(tmp_path, 1.0)
    return Reader(path, damage_tensors, lambda: read_row(path))


@pytest.fixture
def lesson(tmp_path) -> Reader:
    path = Path(shutil.copy(min(lessons.HERE.glob("*.md")), tmp_path))
    return Reader(path, damage_text, lambda: lessons.read(path))


READERS = (
    *("model", "header", "codes", "evaluation", "history", "resume", "classifier", "toy", "linear", "sigma", "race"),
    *("plane", "sweep", "sweep_row", "lesson"),
)


@pytest.mark.parametrize("name", READERS)
def test_damage_is_refused_with_an_error_of_ours(name: str, request: pytest.FixtureRequest):
    reader: Reader = request.getfixturevalue(name)
    found = reader.survey(0, FEW)
    assert found["refused"] > FEW / 4


@pytest.mark.nightly
@pytest.mark.parametrize("name", READERS)
def test_much_damage_is_refused_with_an_error_of_ours(name: str, request: pytest.FixtureRequest):
    reader: Reader = request.getfixturevalue(name)
    found = reader.survey(1, MANY)
    print(f"\n{name}: {found['refused']} refused, {found['read']} read")  # noqa: T201  with -s
    assert found["refused"] > MANY / 4
