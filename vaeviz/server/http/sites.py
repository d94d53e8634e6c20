"""The host names that the server accepts, and the origins whose pages may use it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from starlette.datastructures import Headers

from vaeviz.errors import ConfigError

LOOPBACK = ("localhost", "127.0.0.1", "::1")
PORTS = {"http": 80, "https": 443}
SITES = "vaeviz.sites"  # key of the `AllowedSites` in a request's scope


class Origin(NamedTuple):
    """Scheme, host name and port of a page's address."""

    scheme: str
    host: str
    port: int


@dataclass(frozen=True)
class AllowedSites:
    """Accepted host names, and accepted origins with other names."""

    hosts: tuple[str, ...] = ()  # "name", "*.name" or "*"; empty: every name
    origins: frozenset[Origin] = frozenset()

    def allows_host(self, host: str) -> bool:
        """Return whether a Host header names this server.

        This prevents DNS rebinding, in which a foreign name is made to resolve to this machine.
        """
        if not self.hosts:
            return True
        found = parse_host(host)
        return found is not None and any(_matches(found[0], pattern) for pattern in self.hosts)

    def allows_origin(self, headers: Headers) -> bool:
        """Return whether there is exactly one Origin header, of this site or of an allowed one.

        Sec-Fetch-Site decides if the browser sends it (a page cannot set that header). Otherwise the origin is
        compared with Host. A Host without a port has the scheme's default port, or a proxy removed it (nginx's
        ``$host``); the server cannot distinguish the two, so it then compares the names only.
        """
        origins, site = headers.getlist("origin"), headers.get("sec-fetch-site")
        origin = parse_origin(origins[0]) if len(origins) == 1 else None
        if origin is None:
            return False
        if origin in self.origins:
            return True
        if site is not None:
            return site == "same-origin"
        host = parse_host(headers.get("host", ""))
        return host is not None and host[0] == origin.host and host[1] in (None, origin.port)


def allowed_sites(option: Callable[[str], Any]) -> AllowedSites:
    """Return the sites that Streamlit's options allow; ``option`` returns an option by its name.

    A server that listens on the loopback interface only accepts the names of that interface, unless
    ``server.allowedHosts`` names others.

    Raises
    ------
    ConfigError
        If an entry of ``server.corsAllowedOrigins`` is not an origin.
    """
    hosts = tuple(option("server.allowedHosts") or ())
    if not hosts and _is_loopback(option("server.address") or ""):
        hosts = (*LOOPBACK, option("browser.serverAddress"))
    return AllowedSites(hosts, frozenset(_origins(option("server.corsAllowedOrigins") or ())))


def parse_origin(text: str) -> Origin | None:
    """Return the parts of an http(s) origin, with its port even if it is the default; None for any other text."""
    try:
        parts = urlsplit(text.strip().lower())
        port = parts.port or PORTS.get(parts.scheme)
    except ValueError:
        return None
    plain = not (parts.path or parts.query or parts.fragment or parts.username)
    if port is None or parts.scheme not in PORTS or not parts.hostname or not plain:
        return None
    return Origin(parts.scheme, parts.hostname.rstrip("."), port)


def parse_host(text: str) -> tuple[str, int | None] | None:
    """Return the name and port of a Host header, the port as None if it has none; None for any other text."""
    try:
        parts = urlsplit(f"//{text.lower()}")
        port = parts.port
    except ValueError:
        return None
    if not parts.hostname or parts.path or parts.query or parts.fragment or "@" in parts.netloc:
        return None
    return parts.hostname.rstrip("."), port


def _matches(name: str, pattern: str) -> bool:
    pattern = pattern.strip().lower().strip("[]").rstrip(".")
    if pattern == "*":
        return True
    return name.endswith(pattern[1:]) if pattern.startswith("*.") else name == pattern


def _is_loopback(address: str) -> bool:
    if address == "localhost":
        return True
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


def _origins(texts: Iterable[str]) -> list[Origin]:
    found = []
    for text in texts:
        origin = parse_origin(text)
        if origin is None:
            raise ConfigError(
                f"server.corsAllowedOrigins has {text!r}; allowed: origins, which are a scheme, a host and a port if "
                "it is not the default, such as https://example.org or http://example.org:8080."
            )
        found.append(origin)
    return found
