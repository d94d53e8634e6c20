"""Streamlit's options as the app reads them; `.streamlit/config.toml`, beside app.py, sets them."""


def base_path(option: str | None) -> str:
    """Return ``server.baseUrlPath`` as what addresses begin with: "/explorer", or "" where there is none."""
    name = (option or "").strip("/")
    return f"/{name}" if name else ""
