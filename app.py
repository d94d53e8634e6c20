"""The Streamlit entry, `streamlit run app.py`: the screen, with the live routes beside it in one process."""

import logging
import os
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")  # before torch: one core a picture, more pictures at once

import streamlit as st
from starlette.middleware import Middleware

from vaeviz import live

log = logging.getLogger("vaeviz")
log.addHandler(logging.StreamHandler())
log.handlers[-1].setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
log.setLevel(os.environ.get("VAEVIZ_LOG", "INFO").upper())

COMPONENTS = Path(__file__).parent / "vaeviz" / "ui" / "components"

live.warm()

app = st.App(
    "vaeviz/ui/main.py",
    routes=live.routes({part.name: part for part in COMPONENTS.iterdir() if part.is_dir()}),
    lifespan=live.lifespan,
    middleware=[Middleware(live.SecurityHeaders)],
)
