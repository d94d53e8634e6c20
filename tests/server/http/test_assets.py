import re
import shutil
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from vaeviz import server as live


class TestStatic:
    def test_a_module_is_served_for_good(self, client: TestClient, static: Path) -> None:
        answer = client.get(f"{live.static_url(static)}/pad/pad.js")
        assert answer.status_code == 200
        assert answer.text == "export const answer = 42;"
        assert answer.headers["content-type"].startswith("text/javascript")
        assert "immutable" in answer.headers["cache-control"]
        assert answer.headers["x-content-type-options"] == "nosniff"

    def test_a_style_sheet_is_css(self, client: TestClient, static: Path) -> None:
        answer = client.get(f"{live.static_url(static)}/pad/pad.css")
        assert answer.headers["content-type"].startswith("text/css")

    @pytest.mark.parametrize(
        "path",
        [
            "pad/secret.py",
            "pad/..%2f..%2fetc%2fpasswd",
            "pad/%2e%2e/%2e%2e/etc/passwd",
            "..%2fpad/pad.js",
            "pad/%2fetc%2fpasswd",
            "pad/pad.js%00",
            "pad/",
            "other/pad.js",
            "pad.js",
            "pad//pad.js",
        ],
    )
    def test_nothing_else_is_served(self, client: TestClient, static: Path, path: str) -> None:
        (static.parent / "outside.js").write_text("secret")
        assert client.get(f"{live.static_url(static)}/{path}").status_code == 404

    def test_an_old_version_is_gone(self, client: TestClient) -> None:
        answer = client.get("/vaeviz/static/0000000000000000/pad/pad.js")
        assert answer.status_code == 404
        assert "reload" in answer.json()["error"]

    def test_a_change_makes_a_new_version(self, static: Path, tmp_path: Path) -> None:
        other = Path(shutil.copytree(static, tmp_path / "copy"))
        same = live.static_url(other)
        assert same == live.static_url(static)
        assert re.fullmatch("/vaeviz/static/[0-9a-f]{16}", same)
        changed = tmp_path / "changed"
        (changed / "pad").mkdir(parents=True)
        (changed / "pad" / "pad.js").write_text("export const answer = 43;")
        assert live.static_url(changed) != same
