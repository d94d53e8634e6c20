"""Each setting is declared once; its check, command-line option and JSON Schema are derived from the declaration."""

import argparse
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields, is_dataclass, replace
from functools import cache
from types import UnionType
from typing import Any, Literal, TypeGuard, TypeVar, get_args, get_origin, get_type_hints

from vaeviz.errors import ConfigError, unknown_name

DIALECT = "https://json-schema.org/draft/2020-12/schema"
KEY = "setting"  # key in a field's metadata
JSON_TYPES = {bool: "boolean", int: "integer", float: "number", str: "string"}

RecordType = TypeVar("RecordType")


@dataclass(frozen=True)
class Setting:
    """The declaration of one setting. Name, kind and optional come from the field."""

    help: str
    default: Any = MISSING
    low: float | None = None
    high: float | None = None
    above: float | None = None  # exclusive lower limit
    below: float | None = None  # exclusive upper limit
    zero: str = ""  # meaning of 0, if 0 is allowed outside the range
    choices: tuple[str, ...] = ()
    unit: str = ""
    option: str = ""  # on the command line; by default the name with hyphens
    name: str = ""
    kind: Any = str
    many: bool = False  # a tuple of such values
    fewest: int = 0  # values of such a tuple
    optional: bool = False  # None is allowed

    def check(self, value: Any) -> Any:
        """Return ``value``; an int is converted to float if the setting is a float, a list to a tuple.

        Raises
        ------
        ConfigError
            If it is not one of the choices, not a number, or out of range, or a tuple has too few values.
        """
        if value is None and self.optional:
            return value
        if self.many and value is not None:
            return self._check_each(value)
        if self.choices and value not in self.choices:
            raise unknown_name(self.name, str(value), self.choices)
        if self.kind not in (int, float):
            return value
        if not self._is_number(value) or not (self._in_range(value) or (self.zero and value == 0)):
            raise ConfigError(f"{self.name} is {value!r}; allowed: {self.allowed()}. Choose a value in this range.")
        return self.kind(value)

    def _check_each(self, values: Sequence[Any]) -> tuple[Any, ...]:
        if len(values) < self.fewest:
            raise ConfigError(f"{self.name} has {len(values)} values; allowed: {self.fewest} or more. Add some.")
        one = replace(self, many=False)
        return tuple(one.check(value) for value in values)

    def _is_number(self, value: Any) -> TypeGuard[float]:
        return isinstance(value, int if self.kind is int else int | float) and not isinstance(value, bool)

    def _in_range(self, value: float) -> bool:
        return (
            (self.low is None or value >= self.low)
            and (self.above is None or value > self.above)
            and (self.high is None or value <= self.high)
            and (self.below is None or value < self.below)
        )

    def allowed(self) -> str:
        """Return the range in words, with the unit: "numbers from 0 to 20 (nats per dimension)"."""
        start = f" from {_written(self.low)}" if self.low is not None else ""
        start += f" above {_written(self.above)}" if self.above is not None else ""
        end = f" to below {_written(self.below)}" if self.below is not None else ""
        if self.high is not None:
            end = f" to {_written(self.high)}" if self.above is None else f", at most {_written(self.high)}"
        unit = f" ({self.unit})" if self.unit else ""
        return f"{'whole numbers' if self.kind is int else 'numbers'}{start}{end}{unit}" + (
            f", or 0: {self.zero}" if self.zero else ""
        )

    def schema(self) -> dict[str, Any]:
        """Return its JSON Schema: type, range or enum, default, description and the extra keyword ``unit``."""
        ends = {"minimum": self.low, "maximum": self.high, "exclusiveMinimum": self.above}
        ends |= {"exclusiveMaximum": self.below}
        made: dict[str, Any] = {name: end for name, end in ends.items() if end is not None}
        if self.zero:
            made = {"anyOf": [made, {"const": 0}]}
        made = _shape(self.kind) | made | ({"enum": list(self.choices)} if self.choices else {})
        if self.many:
            made = {"type": "array", "items": made} | ({"minItems": self.fewest} if self.fewest else {})
        if self.optional:
            made["type"] = [made["type"], "null"]
            made |= {"enum": [*made["enum"], None]} if "enum" in made else {}
        if self.default is not MISSING:
            made["default"] = list(self.default) if isinstance(self.default, tuple) else self.default
        return made | {"description": self.help} | ({"unit": self.unit} if self.unit else {})


def setting(default: Any = MISSING, **declared: Any) -> Any:
    """Declare a dataclass field with the arguments of a `Setting`; without a default it is required."""
    return field(default=default, metadata={KEY: Setting(default=default, **declared)})


def same_setting(record: type, name: str, **changes: Any) -> Any:
    """Declare a field like that of another record, except for ``changes``."""
    changed = replace(settings_of(record)[name], **changes)
    return field(default=changed.default, metadata={KEY: changed})


@cache
def settings_of(record: type) -> dict[str, Setting]:
    """Return the settings of a dataclass by name; fields not declared with `setting` are left out."""
    hints, found = get_type_hints(record), {}
    for one in fields(record):
        if KEY not in one.metadata:
            continue
        kind, optional = hints[one.name], False
        if get_origin(kind) is UnionType:
            kind, optional = next(arm for arm in get_args(kind) if arm is not type(None)), True
        declared: Setting = one.metadata[KEY]
        many = get_origin(kind) is tuple
        if many:
            kind = get_args(kind)[0]
        if get_origin(kind) is Literal:
            declared, kind = replace(declared, choices=get_args(kind)), str
        found[one.name] = replace(declared, name=one.name, kind=kind, many=many, optional=optional)
    return found


def check(record: object) -> None:
    """Check every setting of a record against its declaration.

    Raises
    ------
    ConfigError
        If a value is not allowed.
    """
    for name, one in settings_of(type(record)).items():
        one.check(getattr(record, name))


def add_options(
    parser: "argparse._ActionsContainer",
    record: type,
    *,
    only: Iterable[str] | None = None,
    defaults: Mapping[str, Any] | None = None,
    choices: Mapping[str, Iterable[str]] | None = None,
) -> None:
    """Add an option for every setting of a simple type, or of several such values.

    A single value without a default becomes a positional argument; several values without a default have no option.

    Parameters
    ----------
    parser
        A parser, or a group of a parser.
    record
        The dataclass that declares the settings.
    only
        Names of the settings to add; by default all.
    defaults
        Defaults that replace the record's; None leaves the choice to `from_options`.
    choices
        Choices of settings whose table the record cannot import.
    """
    chosen = settings_of(record) if only is None else {name: settings_of(record)[name] for name in only}
    for name, one in chosen.items():
        if one.kind not in JSON_TYPES:
            continue
        default = (defaults or {}).get(name, one.default)
        if one.many and default is MISSING:
            continue
        known = (choices or {}).get(name, one.choices)
        shown = one.default if default is None else default
        parts = [one.help, one.allowed() if one.kind in (int, float) else "", _default(shown)]
        more: dict[str, Any] = {"help": "; ".join(filter(None, parts)).replace("%", "%%")}
        if default is MISSING:
            parser.add_argument(name, choices=list(known) or None, **more)
        elif one.kind is bool:
            parser.add_argument(_flag(one), dest=name, action="store_true", **more)
        else:
            more |= {"type": one.kind, "default": default, "choices": list(known) or None}
            more |= {"nargs": "+" if one.fewest else "*"} if one.many else {}
            parser.add_argument(_flag(one), dest=name, **more)


def check_options(arguments: argparse.Namespace, record: type) -> None:
    """Check the options of `add_options` where the record cannot be made yet, for example before the data is loaded.

    Raises
    ------
    ConfigError
        If a value is not allowed.
    """
    for name, value in _given(arguments, record).items():
        settings_of(record)[name].check(value)


def from_options(arguments: argparse.Namespace, record: type[RecordType], **given: Any) -> RecordType:
    """Return the record given by the options of `add_options`; ``given`` sets fields that have no option.

    Raises
    ------
    ConfigError
        If a value is not allowed.
    """
    chosen = _given(arguments, record)
    tuples = {name: tuple(value) for name, value in chosen.items() if isinstance(value, list)}
    return record(**chosen | tuples | given)


def _given(arguments: argparse.Namespace, record: type) -> dict[str, Any]:
    """Return the values of the record's options, except None."""
    names = [name for name, one in settings_of(record).items() if one.kind in JSON_TYPES and hasattr(arguments, name)]
    return {name: getattr(arguments, name) for name in names if getattr(arguments, name) is not None}


def schema(record: type, choices: Mapping[str, Iterable[str]] | None = None) -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a record's JSON form; ``choices`` as in `add_options`."""
    known = choices or {}
    declared = {
        name: replace(one, choices=tuple(known.get(name, one.choices))) for name, one in settings_of(record).items()
    }
    return {
        "$schema": DIALECT,
        "title": record.__name__,
        "description": (record.__doc__ or "").partition("\n")[0],
        "type": "object",
        "properties": {name: one.schema() for name, one in declared.items()},
        "required": [name for name, one in declared.items() if one.default is MISSING],
        "additionalProperties": False,
    }


def _shape(kind: Any) -> dict[str, Any]:
    if is_dataclass(kind) and isinstance(kind, type):
        return {key: value for key, value in schema(kind).items() if key != "$schema"}
    return {"type": JSON_TYPES[kind]}


def _flag(one: Setting) -> str:
    return one.option or f"--{one.name.replace('_', '-')}"


def _default(value: Any) -> str:
    if value is MISSING or value is None or value is False:
        return ""
    values = value if isinstance(value, tuple) else (value,)
    return f"default {' '.join(_written(one) if isinstance(one, int | float) else str(one) for one in values)}"


def _written(value: float) -> str:
    """Return a number as text: 0.001, 65536, 2^31 - 1."""
    if isinstance(value, int) and value > 10**6 and value & (value + 1) == 0:
        return f"2^{value.bit_length()} - 1"
    return str(value) if isinstance(value, int) else f"{value:g}"
