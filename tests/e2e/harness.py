"""The pages without Streamlit: the live routes, and for each page one document that mounts it from its payload.

`python tests/e2e/harness.py PORT` serves the shipped models, or those of VAEVIZ_CHECKPOINTS.
"""

import json
import os
import re
import sys
import tomllib

os.environ.setdefault("OMP_NUM_THREADS", "1")  # before torch, as in app.py

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from vaeviz import server as live
from vaeviz.files.places import shipped
from vaeviz.installation import SHIPPED, WEB
from vaeviz.server import tokens
from vaeviz.server.pages.choices import choose
from vaeviz.server.pages.payloads import collapse_payload, page_payload

THEME = tomllib.loads((SHIPPED / ".streamlit" / "config.toml").read_text())["theme"]

DOCUMENT = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>vaeviz</title><link rel="icon" href="data:,">
<style>
:root {{ color-scheme: light dark; {light} }}
@media (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}
body {{ margin: 44px 0 0; background: var(--st-background-color); color: var(--st-text-color); font: 14px system-ui; }}
</style></head>
<body><div id="page"></div>
<script type="application/json" id="payload">{payload}</script>
<script type="module">
const parentElement = document.getElementById("page").attachShadow({{ mode: "open" }});
const data = JSON.parse(document.getElementById("payload").textContent);
const setStateValue = (key, value) => key === "go" && location.assign(`/${{value.page}}`);
const {{ render }} = await import(`${{data.endpoints.static}}/${{data.module}}`);
const show = () => render({{ parentElement, data, setStateValue }});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", show); // as Streamlit does
show();
</script></body></html>"""


def variables(colours: dict[str, str]) -> str:
    """Return a theme's colours as the custom properties that Streamlit gives a page."""
    named = {re.sub("(?=[A-Z])", "-", key).lower(): value for key, value in colours.items()}
    return " ".join(f"--st-{name}: {value};" for name, value in {**named, "font": "system-ui, sans-serif"}.items())


async def page(request: Request) -> Response:
    """Answer with the document of a page."""
    name = request.path_params["page"]
    token = tokens.issue()
    if name == "collapse":
        payload = collapse_payload(token)
    else:
        choice = choose(name, shipped())
        payload = page_payload(name, choice, token, shown=request.query_params.get("model", choice.first))
    text = json.dumps(payload).replace("<", "\\u003c")
    return HTMLResponse(DOCUMENT.format(payload=text, light=variables(THEME["light"]), dark=variables(THEME["dark"])))


async def health(request: Request) -> Response:
    """Answer as Streamlit does, for `vaeviz.bench.browser.serve`."""
    return PlainTextResponse("ok")


def home(request: Request) -> Response:
    """Lead to the first page."""
    return RedirectResponse(f"/explore?{request.query_params}")


app = Starlette(
    routes=[
        Route("/_stcore/health", health),
        *live.routes(WEB),
        Route("/{page:str}", page),
        Route("/", home),
    ],
    lifespan=live.lifespan(),
    middleware=[Middleware(live.SecurityHeaders)],
)

if __name__ == "__main__":
    live.warm()
    uvicorn.run(app, port=int(sys.argv[1]), log_level="warning")
