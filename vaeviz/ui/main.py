"""The screen's entry: run by Streamlit at every change of page."""

import streamlit as st

st.title("vaeviz")
