"""Errors for callers to catch. Each message states what was found, what is allowed and what to do."""

from collections.abc import Iterable
from difflib import get_close_matches

LONGEST = 1000  # characters; a damaged file could make a message as long as the file


class VaevizError(Exception):
    """Base class of all errors caused by the input; any other exception is a bug."""

    def __str__(self) -> str:
        """Return the message; in a long one the middle is left out, so that the advice at its end remains."""
        text = super().__str__()
        if len(text) <= LONGEST:
            return text
        half = (LONGEST - 5) // 2
        return f"{text[:half]} ... {text[-half:]}"


class ConfigError(VaevizError, ValueError):
    """A setting, name or option has a value that is not allowed."""


class DataError(VaevizError):
    """A data set or image is missing, damaged or of the wrong form."""


class CheckpointError(VaevizError):
    """A model file is missing, damaged, of another format, or does not fit its header."""


class ModelContractError(VaevizError):
    """A model returned something that the ``LatentModel`` protocol does not allow."""


def unknown_name(kind: str, name: str, known: Iterable[str]) -> ConfigError:
    """Return an error: ``name`` is not one of ``known``; the message suggests the closest one."""
    known = sorted(known)
    near = get_close_matches(name, known, n=1)
    hint = f" Did you mean '{near[0]}'?" if near else ""
    return ConfigError(f"Unknown {kind} '{name[:80]}'. Known: {', '.join(known)}.{hint}")
