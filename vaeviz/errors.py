"""The errors that a caller is meant to catch: each says what was found, what is allowed, what to do."""

from collections.abc import Iterable
from difflib import get_close_matches

LONGEST = 1000  # characters of a message; a damaged file could make it as long as itself


class VaevizError(Exception):
    """Root of every error that is the input's fault; anything else that escapes is a bug."""

    def __str__(self) -> str:
        """Return the message; of a long one the middle is left out, so that its end still says what to do."""
        text = super().__str__()
        if len(text) <= LONGEST:
            return text
        half = (LONGEST - 5) // 2
        return f"{text[:half]} ... {text[-half:]}"


class ConfigError(VaevizError, ValueError):
    """A setting, name or option has a value that is not allowed."""


class DataError(VaevizError):
    """A data set or picture is missing, damaged or of the wrong form."""


class CheckpointError(VaevizError):
    """A model file is missing, truncated, foreign or does not fit its own header."""


class ModelContractError(VaevizError):
    """A model returned something that the ``LatentModel`` contract does not allow."""


def unknown_name(kind: str, name: str, known: Iterable[str]) -> ConfigError:
    """Say that ``name`` is not one of ``known``, and which one was probably meant."""
    known = sorted(known)
    near = get_close_matches(name, known, n=1)
    hint = f" Did you mean '{near[0]}'?" if near else ""
    return ConfigError(f"Unknown {kind} '{name[:80]}'. Known: {', '.join(known)}.{hint}")
