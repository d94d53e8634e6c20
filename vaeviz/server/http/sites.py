"""Which host names the server answers to, and whose pages may talk to it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from starlette.datastructures import Headers

from vaeviz.errors import ConfigError

LOOPBACK = ("localhost", "127.0.0.1", "::1")
PORTS = {"http": 80, "https": 443}
SITES = "vaeviz.sites"  # under this name a request's scope holds its `AllowedSites`


class Origin(NamedTuple):
    """Scheme, host name and port of a page's address."""

    scheme: str
    host: str
    port: int


@dataclass(frozen=True)
class AllowedSites:
    """Host names under which the server is asked, and origins of other names whose pages may ask."""

    hosts: tuple[str, ...] = ()  # "name", "*.name" or "*"; empty: every name
    origins: frozenset[Origin] = frozenset()

    def allows_host(self, host: str) -> bool:
        """Say whether a Host header names this server: a page of any name can have that name resolve to this machine.

        See the attack known as DNS rebinding.
        """
        if not self.hosts:
            return True
        found = parse_host(host)
        return found is not None and any(_matches(found[0], pattern) for pattern in self.hosts)

    def allows_origin(self, headers: Headers) -> bool:
        """Say whether the one Origin header is of this site, or is allowed by name.

        Browsers that send Sec-Fetch-Site know it themselves (a page cannot set that header). For the others the
        origin is compared with Host. A Host without a port has the scheme's own, or lost it at a proxy (nginx's
        ``$host``); the server cannot tell them apart, so only the names are compared.
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
    """Return what Streamlit's options allow; ``option`` returns one by its name.

    A server that listens on the loopback interface only answers to that interface's names, unless
    ``server.allowedHosts`` names others.

    Raises
    ------
    ConfigError
        If ``server.corsAllowedOrigins`` has something that is not an origin.
    """
    hosts = tuple(option("server.allowedHosts") or ())
    if not hosts and _is_loopback(option("server.address") or ""):
        hosts = (*LOOPBACK, option("browser.serverAddress"))
    return AllowedSites(hosts, frozenset(_origins(option("server.corsAllowedOrigins") or ())))


def parse_origin(text: str) -> Origin | None:
    """Return the parts of an http(s) origin, its port also where it is the default; None for "null" and others."""
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
    """Return name and port of a Host header, the port as None where there is none; None if it is not one."""
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
                f"server.corsAllowedOrigins has {text!r}; an origin is a scheme, a host and a port where it is not the "
                "scheme's own, such as https://example.org or http://example.org:8080."
            )
        found.append(origin)
    return found
