"""The URL parameters of a view: short, read key by key, never trusted. ``shell/address.js`` writes the same ones."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from vaeviz.app.grid import pack_c, pack_steps, pack_z, unpack_c, unpack_steps, unpack_z
from vaeviz.app.view import DRAWS, MAX_PINS, MAX_SEED, MAX_TEMPERATURE, TABS, Frame, Pin, Selection, View
from vaeviz.errors import ConfigError, unknown_name
from vaeviz.server.decode.lasso import MAX_CORNERS
from vaeviz.server.decode.maps import PLANE, pair_of

KEYS = (
    *("model", "z", "c", "code", "map", "seed", "t", "locks", "a", "b", "pins", "compared", "second"),
    *("highlight", "class", "draw", "tab"),  # each is used by one page; the other pages pass it on
)
LONGEST = 2000  # characters of one value; pins of many dimensions may be longer. Values written here are far shorter
_FIELDS = {"t": "temperature", "class": "draw_class"}  # key -> field of the view, where the names differ
_PIN = re.compile(r"[A-H]")

Query = Mapping[str, str]


def our_part(query: Query) -> dict[str, str]:
    """Return the parameters of vaeviz; Streamlit has others, such as ``embed``."""
    return {key: query[key] for key in KEYS if key in query}


def parse_model(query: Query, known: Sequence[str]) -> str | None:
    """Return the model that the URL names, None if it names none.

    Raises
    ------
    ConfigError
        If there is no such model.
    """
    name = query.get("model")
    if name is not None and name not in known:
        raise unknown_name("model", name, known)
    return name


def parse_view(query: Query, frame: Frame) -> tuple[View, tuple[str, ...]]:
    """Read the view. A key that is damaged or does not fit takes its default and adds a sentence to the problems."""
    view, problems = View(), []
    for key, read in _READERS.items():
        if key not in query:
            continue
        try:
            _require_short(key, query[key], frame)
            view = replace(view, **{_FIELDS.get(key, key): read(query[key], frame)})
        except ConfigError as error:
            problems.append(str(error))
    if view.compared is not None and view.compared not in (pin.name for pin in view.pins):
        problems.append(f"compared in the URL names pin '{view.compared}'; there is no such pin.")
        view = replace(view, compared=None)
    return view, tuple(problems)


def to_query(model: str, view: View) -> dict[str, str]:
    """Write a view for the URL, exactly where its numbers are on the grid; defaults are left out."""
    parts = {
        "model": model,
        "z": None if view.z is None else pack_z(view.z),
        "c": _format_c(view.c) if view.c else None,
        "code": None if view.code is None else str(view.code),
        "map": view.map,
        "seed": str(view.seed) if view.seed else None,
        "t": f"{view.temperature:g}" if view.temperature != 1 else None,
        "locks": "-".join(map(str, view.locks)),
        "a": _format_selection(view.a),
        "b": _format_selection(view.b),
        "pins": ".".join(f"{pin.name}.{pack_z(pin.z)}.{_format_c(pin.c)}" for pin in view.pins),
        "compared": view.compared,
        "second": view.second,
        "highlight": None if view.highlight is None else str(view.highlight),
        "class": None if view.draw_class is None else str(view.draw_class),
        "draw": str(view.draw) if view.draw else None,
        "tab": view.tab if view.tab != TABS[0] else None,
    }
    return {key: text for key, text in parts.items() if text}


def page_view(value: object, frame: Frame) -> View | None:
    """Read the view that the page reported, with the keys of the URL; None if it does not fit the model."""
    if not isinstance(value, Mapping):
        return None
    view, _ = parse_view({key: value[key] for key in KEYS if isinstance(value.get(key), str)}, frame)
    return view if view.z is not None else None


def _require_short(key: str, text: str, frame: Frame) -> None:
    longest = max(LONGEST, MAX_PINS * (len("A...") + _packed(frame.latent_dim) + _packed(frame.condition_size)))
    if len(text) > longest:
        raise ConfigError(f"{key} in the URL has {len(text):,} characters; at most {longest:,} are allowed.")


def _packed(n: int) -> int:
    """Return how many characters n numbers take: two bytes each, in base64."""
    return -(-8 * n // 3)


def _parse_z(text: str, frame: Frame) -> tuple[float, ...]:
    z = unpack_z(text)
    if z is None or len(z) != frame.latent_dim:
        found = "text that is not a code" if z is None else f"{len(z)} numbers"
        raise ConfigError(f"z in the URL is {found}; this model has {frame.latent_dim} dimensions.")
    return z


def _parse_c(text: str, frame: Frame) -> tuple[float, ...]:
    size = frame.condition_size
    if text == "none":
        return (0.0,) * size
    if re.fullmatch(r"0|[1-9][0-9]{0,3}", text) and int(text) < size:
        return tuple(float(i == int(text)) for i in range(size))
    c = unpack_c(text)
    if c is None or len(c) != size:
        allowed = f"none, or a class from 0 to {size - 1}" if size else "none, as this model is unconditional"
        raise ConfigError(f"c in the URL is '{text[:40]}'; allowed: {allowed}.")
    return c


def _format_c(c: Sequence[float]) -> str:
    if not any(c):
        return "none"
    if max(c) == 1 and sum(map(abs, c)) == 1:
        return str(list(c).index(1))
    return pack_c(c)


def _parse_code(text: str, frame: Frame) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise ConfigError(f"code in the URL is '{text[:40]}'; allowed: the number of a stored code, from 0.")
    return int(text)


def _parse_map(text: str, frame: Frame) -> str:
    if not frame.maps:
        raise ConfigError("This model has no maps yet.")
    if pair_of(text, frame.latent_dim):
        return text
    known = (*frame.maps, *((PLANE,) if frame.latent_dim == 2 else ()))
    if text not in known:
        last = frame.latent_dim - 1
        raise ConfigError(
            f"{unknown_name('map', text, known)} A map of two dimensions from z0 to z{last} is written as z0-z1."
        )
    return text


def _number(key: str, text: str, most: int) -> int:
    if not re.fullmatch(r"[0-9]{1,10}", text) or int(text) > most:
        raise ConfigError(f"{key} in the URL is '{text[:40]}'; allowed: a whole number from 0 to {most}.")
    return int(text)


def _parse_seed(text: str, frame: Frame) -> int:
    return _number("seed", text, MAX_SEED)


def _parse_draw(text: str, frame: Frame) -> int:
    return _number("draw", text, DRAWS - 1)


def _parse_class(text: str, frame: Frame) -> int:
    if not frame.classes:
        raise ConfigError("The class in the URL is ignored: the data set of this model has no classes.")
    return _number("A class", text, frame.classes - 1)


def _parse_tab(text: str, frame: Frame) -> str:
    if text not in TABS:
        raise unknown_name("tab", text, TABS)
    return text


def _parse_temperature(text: str, frame: Frame) -> float:
    if not re.fullmatch(r"[0-9](\.[0-9]{1,2})?", text) or float(text) > MAX_TEMPERATURE:
        raise ConfigError(
            f"t, the temperature, in the URL is '{text[:40]}'; allowed: 0 to {MAX_TEMPERATURE:g}, in hundredths."
        )
    return float(text)


def _parse_locks(text: str, frame: Frame) -> tuple[int, ...]:
    dims = [int(part) if re.fullmatch(r"[0-9]{1,3}", part) else -1 for part in text.split("-")]
    if not all(0 <= dim < frame.latent_dim for dim in dims) or len(set(dims)) != len(dims):
        raise ConfigError(
            f"locks in the URL is '{text[:40]}'; allowed: dimensions from 0 to {frame.latent_dim - 1}, each once, "
            "separated by -."
        )
    return tuple(dims)


def _parse_selection(text: str, frame: Frame) -> Selection:
    name, _, packed = text.rpartition(".")
    steps = unpack_steps(packed)
    if steps is None or len(steps) % 2 or not 6 <= len(steps) <= 2 * MAX_CORNERS:
        raise ConfigError(
            f"A selection in the URL is damaged; allowed: a map's name, a dot and 3 to {MAX_CORNERS} corners."
        )
    return Selection(_parse_map(name, frame), steps)


def _format_selection(selection: Selection | None) -> str | None:
    return selection and f"{selection.map}.{pack_steps(selection.steps)}"


def _parse_pins(text: str, frame: Frame) -> tuple[Pin, ...]:
    parts = text.split(".")
    triples = list(zip(parts[::3], parts[1::3], parts[2::3], strict=False))
    names = [name for name, _, _ in triples]
    if len(parts) % 3 or len(triples) > MAX_PINS or len(set(names)) < len(names) or not all(map(_PIN.fullmatch, names)):
        raise ConfigError(
            f"pins in the URL are damaged; allowed: at most {MAX_PINS}, each with a different letter, z and c."
        )
    return tuple(Pin(name, _parse_z(z, frame), _parse_c(c, frame)) for name, z, c in triples)


def _parse_compared(text: str, frame: Frame) -> str:
    return text[:40]


def _parse_second(text: str, frame: Frame) -> str:
    if text not in frame.others:
        raise unknown_name("second model", text, frame.others)
    return text


_READERS: dict[str, Callable[[str, Frame], Any]] = {
    "z": _parse_z,
    "c": _parse_c,
    "code": _parse_code,
    "map": _parse_map,
    "seed": _parse_seed,
    "t": _parse_temperature,
    "locks": _parse_locks,
    "a": _parse_selection,
    "b": _parse_selection,
    "pins": _parse_pins,
    "compared": _parse_compared,
    "second": _parse_second,
    "highlight": _parse_class,
    "class": _parse_class,
    "draw": _parse_draw,
    "tab": _parse_tab,
}
