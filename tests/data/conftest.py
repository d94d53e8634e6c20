"""A mirror of our own on loopback, with all the ways in which mirrors misbehave."""

import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

CUT_AFTER = 40_000  # bytes that the mode "cut" sends before it closes the connection


class Mirror:
    """``mirror.files`` served as http://127.0.0.1:port/<mode>/<name>; ``requests`` keeps (mode, name, start)."""

    cut_after = CUT_AFTER

    def __init__(self):
        self.files: dict[str, bytes] = {}
        self.requests: list[tuple[str, str, int]] = []
        self.release = threading.Event()
        mirror = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                mirror.answer(self)

            def log_message(self, format, *args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,))
        self.thread.start()

    def url(self, mode: str) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/{mode}/"

    def close(self):
        self.release.set()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def answer(self, handler: BaseHTTPRequestHandler):
        _, mode, name = handler.path.split("/")
        match = re.fullmatch(r"bytes=(\d+)-", handler.headers.get("Range", ""))
        start = int(match[1]) if match else 0
        self.requests.append((mode, name, start))
        content = self.files.get(name, b"")
        if mode == "error":
            handler.send_error(500)
        elif mode == "hang":
            self.release.wait(5)
        elif mode == "endless":
            handler.send_response(200)
            handler.end_headers()
            for _ in range(100):
                handler.wfile.write(bytes(10_000))
        elif mode == "huge":
            handler.send_response(200)
            handler.send_header("Content-Length", str(10**12))
            handler.end_headers()
        else:
            if mode == "wrong":
                content = content[::-1]
            self.send(handler, mode, content, 0 if mode == "norange" else start)

    def send(self, handler, mode, content, start):
        if start and start >= len(content):
            handler.send_error(416)
            return
        handler.send_response(206 if start else 200)
        if start:
            told = start + 1 if mode == "skewed" else start
            handler.send_header("Content-Range", f"bytes {told}-{len(content) - 1}/{len(content)}")
        handler.send_header("Content-Length", str(len(content) - start))
        handler.end_headers()
        rest = content[start:]
        handler.wfile.write(rest[:CUT_AFTER] if mode == "cut" else rest)


@pytest.fixture
def mirror(monkeypatch):
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    mirror = Mirror()
    yield mirror
    mirror.close()
