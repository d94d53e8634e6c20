"""How the server is started: the options that `.streamlit/config.toml` gives to `streamlit run app.py`."""

LAUNCH: dict[str, str | int | bool] = {
    "server.address": "127.0.0.1",
    "server.headless": True,
    "server.fileWatcherType": "none",
    "server.maxUploadSize": 5,  # MB
    "server.maxMessageSize": 4,  # MB; the server holds a message of any socket in memory before it can be judged
    "browser.gatherUsageStats": False,
    "client.toolbarMode": "minimal",
    "client.showErrorDetails": "type",
}


def base_path(option: str | None) -> str:
    """Return ``server.baseUrlPath`` as what addresses begin with: "/explorer", or "" where there is none."""
    name = (option or "").strip("/")
    return f"/{name}" if name else ""
