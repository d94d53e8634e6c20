"""The Streamlit entry, `streamlit run app.py`: the app and the live routes in one process."""

import logging
import os

os.environ.setdefault("OMP_NUM_THREADS", "1")  # before torch: one core per image, more images at once

import streamlit as st
from starlette.middleware import Middleware
from streamlit.runtime.pages_manager import PagesManager

from vaeviz import server as live
from vaeviz.installation import PACKAGE, WEB

log = logging.getLogger("vaeviz")
log.addHandler(logging.StreamHandler())
log.handlers[-1].setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
log.setLevel(logging.INFO)

live.warm()
PagesManager.uses_pages_directory = False  # otherwise Streamlit builds its own menu from vaeviz/app/pages

app = st.App(
    PACKAGE / "app" / "main.py",
    routes=live.routes(WEB, live.base_path(st.get_option("server.baseUrlPath"))),
    lifespan=live.lifespan("vaeviz.app.instrument"),
    middleware=[Middleware(live.SecurityHeaders), Middleware(live.Guard, option=st.get_option)],
)
