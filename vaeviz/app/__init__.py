"""The Streamlit app: the only package that may import Streamlit."""
