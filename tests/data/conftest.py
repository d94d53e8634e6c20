"""A mirror of our own on loopback, with all the ways in which mirrors misbehave."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

CUT_AFTER = 40_000  # bytes that the mode "cut" sends before it closes the connection


class Mirror:
    """``mirror.files`` served as http://127.0.0.1:port/<mode>/<name>; ``requests`` keeps (mode, name)."""

    def __init__(self):
        self.files: dict[str, bytes] = {}
        self.requests: list[tuple[str, str]] = []
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
        self.requests.append((mode, name))
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
            handler.send_response(200)
            handler.send_header("Content-Length", str(len(content)))
            handler.end_headers()
            sent = {"wrong": content[::-1], "cut": content[:CUT_AFTER]}.get(mode, content)
            if mode == "slow":  # the first part at once, the rest when a test lets it
                handler.wfile.write(sent[:CUT_AFTER])
                self.release.wait(5)
                sent = sent[CUT_AFTER:]
            handler.wfile.write(sent)


@pytest.fixture
def mirror(monkeypatch):
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    mirror = Mirror()
    yield mirror
    mirror.close()
