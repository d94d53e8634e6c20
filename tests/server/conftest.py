from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import torch
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from vaeviz import server as live
from vaeviz.config import Condition, ModelConfig
from vaeviz.families import build
from vaeviz.files.checkpoint import Checkpoint, save
from vaeviz.files.header import Header
from vaeviz.server import tokens, workers

PLAIN = ModelConfig(family="mlp", image_shape=(1, 8, 8), latent_dim=3, hidden=16)
CLASSES = Condition(kind="class", names=("a", "b"))
CONDITIONAL = ModelConfig(family="mlp", image_shape=(3, 8, 8), latent_dim=2, hidden=16, condition=CLASSES)
HOST = "http://testserver"


def write(folder: Path, kind: str = "plain", seed: int = 0) -> Path:
    config = {"plain": PLAIN, "conditional": CONDITIONAL}[kind]
    torch.manual_seed(seed)
    save(folder, build(config), Header(name=folder.name, model=config))
    return folder


@pytest.fixture
def write_model() -> Callable[..., Path]:
    return write


@pytest.fixture
def plain(tmp_path: Path) -> Checkpoint:
    return live.open_checkpoint(write(tmp_path / "plain"))


@pytest.fixture
def conditional(tmp_path: Path) -> Checkpoint:
    return live.open_checkpoint(write(tmp_path / "conditional", "conditional", seed=1))


@pytest.fixture
def token() -> Iterator[str]:
    token = tokens.issue()
    yield token
    tokens.revoke(token)


@pytest.fixture
def static(tmp_path: Path) -> Path:
    part = tmp_path / "web" / "pad"
    part.mkdir(parents=True)
    (part / "pad.js").write_text("export const answer = 42;")
    (part / "pad.css").write_text(":host { color: red }")
    (part / "secret.py").write_text("password = 1")
    return part.parent


@pytest.fixture
def client(static: Path) -> Iterator[TestClient]:
    app = Starlette(routes=live.routes(static), lifespan=live.lifespan(), middleware=[Middleware(live.SecurityHeaders)])
    with TestClient(app, base_url=HOST, headers={"origin": HOST}) as client:
        yield client
    workers.close()
