"""The screen: the only place that may import Streamlit."""
