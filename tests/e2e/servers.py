"""The pages without Streamlit, in a process of their own."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from e2e.screen import PATIENCE

from vaeviz.bench.browser import Server, free_port, run_server
from vaeviz.installation import SHIPPED

HARNESS = Path(__file__).parent / "harness.py"


@contextmanager
def serve_pages(environment: Mapping[str, str] | None = None, port: int | None = None) -> Iterator[Server]:
    """Run the harness until the block ends; ``environment`` is added to that of this process."""
    port = port or free_port()
    command = [sys.executable, str(HARNESS), str(port)]
    url = f"http://127.0.0.1:{port}"
    with run_server(command, url, folder=SHIPPED, environment=environment, patience=PATIENCE) as running:
        yield running
