"""The figures of the Collapse page: by name, packed once; what is wrong is refused with an error of ours."""

import json
import struct

import pytest
from starlette.testclient import TestClient

from vaeviz.errors import CheckpointError
from vaeviz.server.figures import endpoint
from vaeviz.server.http.packing import join


@pytest.fixture
def made(monkeypatch):
    """Put a set of figures under the name "marbles"; what is returned counts how often it was made."""
    calls = []

    def make() -> bytes:
        calls.append(None)
        return join({"answer": 42}, {})

    monkeypatch.setitem(endpoint.FIGURES, "marbles", make)
    endpoint.packed_figures.cache_clear()
    yield calls
    endpoint.packed_figures.cache_clear()


def head(answer) -> dict:
    (length,) = struct.unpack_from("<I", answer.content)
    return json.loads(answer.content[4 : 4 + length])


def ask(client: TestClient, name: str, token: str):
    return client.get(f"/vaeviz/collapse/{name}", headers={"Authorization": f"Bearer {token}"})


def test_figures_are_made_once_and_not_sent_again_to_who_has_them(client, token, made):
    first = ask(client, "marbles", token)
    assert first.status_code == 200
    assert head(first)["answer"] == 42
    again = client.get(f"/vaeviz/collapse/marbles?token={token}", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    assert len(made) == 1


def test_an_unknown_name_is_refused_with_the_known_ones(client, token, made):
    answer = ask(client, "marble", token)
    assert answer.status_code == 400
    assert "Did you mean 'marbles'" in answer.json()["error"]


def test_without_a_token_there_are_no_figures(client, made):
    assert client.get("/vaeviz/collapse/marbles").status_code == 403
    assert not made


def test_what_failed_is_tried_again(client, token, made, monkeypatch):
    def fail() -> bytes:
        raise CheckpointError("collapse/marbles.safetensors is not there. Make it: python -m vaeviz collapse marbles")

    good = endpoint.FIGURES["marbles"]
    monkeypatch.setitem(endpoint.FIGURES, "marbles", fail)
    answer = ask(client, "marbles", token)
    assert answer.status_code == 400
    assert "Make it" in answer.json()["error"]
    monkeypatch.setitem(endpoint.FIGURES, "marbles", good)
    assert ask(client, "marbles", token).status_code == 200


def test_lessons_are_read_again_each_time(client, token, tmp_path, monkeypatch):
    monkeypatch.setattr("vaeviz.collapse.lessons.reader.HERE", tmp_path)
    assert head(ask(client, "lessons", token))["lessons"] == []
    (tmp_path / "own.md").write_text("---\ntitle: T\nminutes: 1\nafter: A.\n---\n## One\nLook.\n")
    (tmp_path / "bad.md").write_text("no head")
    given = head(ask(client, "lessons", token))
    assert [lesson["name"] for lesson in given["lessons"]] == ["own"]
    assert given["lessons"][0]["steps"][0]["text"] == ["Look."]
    assert given["problems"] == ["bad.md has no head. Put title, minutes, after between two lines of ---."]


@pytest.mark.parametrize("name", sorted(endpoint.FIGURES))
def test_every_name_leads_to_a_maker(name):
    assert callable(endpoint.FIGURES[name])
