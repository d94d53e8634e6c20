"""The app's main script: the frame around every page. Streamlit runs it at each rerun."""

from pathlib import Path

import streamlit as st

HERE = Path(__file__).parent

PAGES = {  # title -> file; the first is the home page
    "Explore": "pages/explore.py",
    "Conditions": "pages/conditions.py",
    "Compare": "pages/compare.py",
    "Collapse": "pages/collapse.py",
    "Models": "pages/models.py",
}

st.set_page_config(page_title="vaeviz", page_icon=str(HERE / "mark.svg"), layout="wide")
st.logo(str(HERE / "wordmark.svg"), size="small")
st.html(HERE / "frame.css")

pages = [
    st.Page(HERE / file, title=title, url_path=title.lower(), default=not i)
    for i, (title, file) in enumerate(PAGES.items())
]
st.navigation(pages, position="top").run()
