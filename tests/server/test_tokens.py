import pytest

from vaeviz.server import tokens


def test_an_issued_token_is_valid_until_revoked() -> None:
    token = tokens.issue()
    assert tokens.valid(token)
    tokens.revoke(token)
    assert not tokens.valid(token)
    tokens.revoke(token)


def test_tokens_are_long_and_differ() -> None:
    issued = {tokens.issue() for _ in range(50)}
    assert len(issued) == 50
    assert min(map(len, issued)) >= 40
    for token in issued:
        tokens.revoke(token)


@pytest.mark.parametrize("wrong", ["", ".", "a.b", "ä.ö", "x" * 10_000])
def test_what_was_never_issued_is_not_valid(wrong: str) -> None:
    assert not tokens.valid(wrong)


def test_half_a_token_is_not_enough() -> None:
    token = tokens.issue()
    name, _, secret = token.partition(".")
    assert not tokens.valid(f"{name}.")
    assert not tokens.valid(f"{name}.{secret[:-1]}")
    assert not tokens.valid(f"{name}.{secret}x")
    tokens.revoke(f"{name}.wrong")
    assert tokens.valid(token)
    tokens.revoke(token)


def test_the_longest_unused_token_gives_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens, "_live", type(tokens._live)())
    monkeypatch.setattr(tokens, "LIMIT", 2)
    first, second = tokens.issue(), tokens.issue()
    assert tokens.valid(first)
    third = tokens.issue()
    assert [tokens.valid(token) for token in (first, second, third)] == [True, False, True]
