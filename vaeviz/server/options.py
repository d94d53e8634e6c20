"""Streamlit's options as the app reads them; `.streamlit/config.toml` next to app.py sets them."""


def base_path(option: str | None) -> str:
    """Return ``server.baseUrlPath`` as the prefix of URLs, such as "/explorer", or "" if it is not set."""
    name = (option or "").strip("/")
    return f"/{name}" if name else ""
