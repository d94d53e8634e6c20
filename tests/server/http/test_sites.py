import pytest
from starlette.datastructures import Headers

from vaeviz.errors import ConfigError
from vaeviz.server.http.sites import AllowedSites, allowed_sites, parse_host, parse_origin

DEFAULTS = {
    "server.address": None,
    "server.allowedHosts": [],
    "server.corsAllowedOrigins": [],
    "browser.serverAddress": "localhost",
}


def sites(**changes) -> AllowedSites:
    return allowed_sites({**DEFAULTS, **{name.replace("_", "."): value for name, value in changes.items()}}.get)


@pytest.mark.parametrize(
    ("origin", "host", "allowed"),
    [
        ("http://here.example:8501", "here.example:8501", True),
        ("http://here.example", "here.example", True),
        ("https://here.example", "here.example:443", True),
        ("http://here.example:8080", "here.example", True),  # a proxy left the port out of Host
        ("https://HERE.example:8443", "here.example.", True),
        ("http://[::1]:8501", "[::1]:8501", True),
        ("http://here.example:8502", "here.example:8501", False),
        ("http://here.example", "here.example:8501", False),
        ("http://evil.example", "here.example", False),
        ("http://here.example.evil.example", "here.example", False),
        ("http://here.example@evil.example", "here.example", False),
        ("http://here.example/path", "here.example", False),
        ("http://here.example:x", "here.example", False),
        ("ftp://here.example", "here.example", False),
        ("null", "null", False),
        ("", "", False),
        ("http://here.example", "", False),
    ],
)
def test_an_origin_is_compared_with_the_host(origin, host, allowed):
    assert AllowedSites().allows_origin(Headers({"origin": origin, "host": host})) is allowed


def test_two_origins_are_refused():
    pair = [(b"origin", b"http://a"), (b"origin", b"http://a"), (b"host", b"a")]
    assert not AllowedSites().allows_origin(Headers(raw=pair))


@pytest.mark.parametrize(("site", "allowed"), [("same-origin", True), ("same-site", False), ("cross-site", False)])
def test_the_sec_fetch_site_header_decides(site, allowed):
    """A proxy may have changed Host altogether; another port of the same host is another origin."""
    for host in ("127.0.0.1:8501", "here.example"):
        headers = Headers({"origin": "https://here.example", "host": host, "sec-fetch-site": site})
        assert AllowedSites().allows_origin(headers) is allowed


def test_origins_are_allowed_by_name():
    allowed = sites(**{"server.corsAllowedOrigins": ["https://app.example", "http://app.example:8080"]})
    for origin in ("https://app.example", "https://app.example:443", "http://app.example:8080"):
        assert allowed.allows_origin(Headers({"origin": origin, "host": "inside:8501", "sec-fetch-site": "same-site"}))
    for origin in ("http://app.example", "https://app.example:8080"):
        assert not allowed.allows_origin(Headers({"origin": origin, "host": "inside:8501"}))


def test_an_entry_that_is_not_an_origin_is_an_error():
    with pytest.raises(ConfigError, match=r"'app\.example'; allowed: origins, which are a scheme"):
        sites(**{"server.corsAllowedOrigins": ["app.example"]})


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "localhost"])
def test_a_server_for_this_machine_answers_to_its_names_only(address):
    """Or a page of evil.example, whose name was made to resolve to 127.0.0.1, would be of the same origin."""
    allowed = sites(**{"server.address": address, "browser.serverAddress": "app.example"})
    for host in ("localhost:8501", "127.0.0.1:8501", "[::1]:8501", "LOCALHOST", "app.example"):
        assert allowed.allows_host(host)
    for host in ("evil.example:8501", "localhost.evil.example", "127.0.0.1@evil.example", "", "[", "a/b"):
        assert not allowed.allows_host(host)


@pytest.mark.parametrize("address", ["0.0.0.0", "::", None, "app.example"])
def test_a_server_for_others_answers_to_every_name(address):
    assert sites(**{"server.address": address}).allows_host("any.example")


def test_hosts_are_allowed_by_name():
    allowed = sites(**{"server.address": "127.0.0.1", "server.allowedHosts": ["app.example", "*.lab.example", "[::1]"]})
    for host in ("app.example:443", "one.lab.example", "[::1]:80"):
        assert allowed.allows_host(host)
    for host in ("localhost", "lab.example", "other.example"):
        assert not allowed.allows_host(host)
    assert sites(**{"server.allowedHosts": ["*"]}).allows_host("any.example")


def test_parts():
    assert parse_origin("https://a.example") == ("https", "a.example", 443)
    assert parse_host("A.example:80") == ("a.example", 80)
    assert parse_host("a.example") == ("a.example", None)
