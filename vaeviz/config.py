"""What a model is and how it was trained: frozen, validated, to and from JSON."""

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from types import UnionType
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

from vaeviz.errors import ConfigError, unknown_name

MAX_LATENT = 512
MAX_SIDE = 256


RecordType = TypeVar("RecordType", bound="Record")


class Record:
    """JSON form of a frozen dataclass; an unknown key is an error that names the nearest known one."""

    def to_json(self) -> dict[str, Any]:
        """Return a plain dict that ``json.dumps`` takes."""
        return asdict(self)  # pyright: ignore[reportArgumentType]

    @classmethod
    def from_json(cls: type[RecordType], data: object) -> RecordType:
        """Rebuild from `to_json`'s dict.

        Raises
        ------
        ConfigError
            If ``data`` is no dict, has an unknown key, lacks a required one, or a value is not allowed.
        """
        if not isinstance(data, Mapping):
            raise ConfigError(f"{cls.__name__} must be an object, found {type(data).__name__}.")
        hints = get_type_hints(cls)
        known = {f.name for f in fields(cls)}  # pyright: ignore[reportArgumentType]
        for key in data:
            if key not in known:
                raise unknown_name(f"{cls.__name__} key", str(key), known)
        try:
            return cls(**{key: _coerce(value, hints[key], key) for key, value in data.items()})
        except TypeError as error:
            raise ConfigError(f"{cls.__name__} cannot be read: {error}.") from error


def _coerce(value: Any, hint: Any, key: str) -> Any:
    """Turn a JSON value into the annotated type, or say why not."""
    if get_origin(hint) is UnionType:
        if value is None:
            return None
        hint = next(arm for arm in get_args(hint) if arm is not type(None))
    origin = get_origin(hint)
    if origin is Literal:
        if value not in get_args(hint):
            raise unknown_name(key, str(value), map(str, get_args(hint)))
        return value
    if origin is tuple:
        if not isinstance(value, list | tuple):
            raise ConfigError(f"{key} must be a list, found {type(value).__name__}.")
        item = get_args(hint)[0]
        return tuple(_coerce(part, item, key) for part in value)
    if isinstance(hint, type) and issubclass(hint, Record):
        return hint.from_json(value)
    if hint is float and isinstance(value, int) and not isinstance(value, bool):
        value = _float(value, key)
    if not isinstance(value, hint) or (isinstance(value, bool) and hint is not bool):
        raise ConfigError(f"{key} must be {hint.__name__}, found {type(value).__name__}.")
    return value


def _float(value: int, key: str) -> float:
    try:
        return float(value)
    except OverflowError as error:
        raise ConfigError(
            f"{key} is a whole number of {value.bit_length()} bits, too large. Write a smaller one."
        ) from error


def _require(condition: bool, name: str, value: object, allowed: str) -> None:
    if not condition:
        raise ConfigError(f"{name} is {value!r}; allowed: {allowed}.")


@dataclass(frozen=True, kw_only=True)
class Attribute(Record):
    """One thing an attributes model is told: a choice, or a number in [-1, 1].

    A choice has one column of ``c`` for each of its values, exactly one of them 1 and the others 0; a number has one.
    """

    name: str
    values: tuple[str, ...] = ()  # of a choice; none: a number
    ends: tuple[str, ...] = ()  # what a number's -1 and 1 mean, two words; none for a choice

    def __post_init__(self) -> None:
        _require(self.name != "", "attribute name", self.name, "a name")
        if self.values:
            known = set(self.values)
            _require(len(known) == len(self.values) > 1, f"values of {self.name}", self.values, "2 or more, distinct")
            _require("" not in known, f"values of {self.name}", self.values, "words")
            _require(not self.ends, f"ends of {self.name}", self.ends, "none: a choice has no ends")
        else:
            ends_ok = len(self.ends) == 2 and all(self.ends)
            _require(ends_ok, f"ends of {self.name}", self.ends, "two words, for -1 and for 1")

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the name of each of its columns of ``c``: its own, or "hair style: bob" for each value."""
        return tuple(f"{self.name}: {value}" for value in self.values) or (self.name,)


@dataclass(frozen=True, kw_only=True)
class Condition(Record):
    """What a conditional model is told: one column of ``c`` per name.

    A class label is a one-hot row, a mixture a convex combination of rows, the null label ("not told") the zero row.
    Attributes are numbers in [-1, 1] and choices, a one-hot row each; there the zero row is the middle of every
    number, so it cannot mean "not told", and such a model has no null label.
    """

    kind: Literal["class", "attributes"]
    names: tuple[str, ...]
    attributes: tuple[Attribute, ...] = ()  # of kind "attributes"; their columns in turn are the names

    def __post_init__(self) -> None:
        _require(0 < len(self.names) <= 1024, "condition names", len(self.names), "1 to 1024 names")
        _require(len(set(self.names)) == len(self.names), "condition names", self.names, "distinct names")
        columns = tuple(name for attribute in self.attributes for name in attribute.columns)
        if self.kind == "attributes":
            _require(self.names == columns, "condition names", self.names, f"the attributes' columns, {columns}")
        else:
            _require(not columns, "condition attributes", columns, 'none where the kind is "class"')

    @classmethod
    def of_attributes(cls, attributes: tuple[Attribute, ...]) -> "Condition":
        """Return the condition of a model that is told these attributes, in this order."""
        names = tuple(name for attribute in attributes for name in attribute.columns)
        return cls(kind="attributes", names=names, attributes=attributes)

    @property
    def size(self) -> int:
        """Return the number of columns of ``c``."""
        return len(self.names)


PriorName = Literal["standard", "conditional"]
LikelihoodName = Literal["bernoulli", "gaussian", "gaussian-optimal"]
PosteriorName = Literal["free", "delta", "batch-norm"]
RateSchedule = Literal["cosine", "constant"]
MAX_FLOOR = 4.0  # nats a dimension, or gamma: beyond it the smallest variance is out of range


@dataclass(frozen=True, kw_only=True)
class ModelConfig(Record):
    """Architecture of one model; enough, with the weights, to rebuild it."""

    family: str
    image_shape: tuple[int, ...]  # (C, H, W)
    latent_dim: int
    condition: Condition | None = None
    prior: PriorName = "standard"  # N(0, I), or learned: p(z|c), a diagonal Gaussian affine in c
    likelihood: LikelihoodName = "bernoulli"
    sigma: float | None = None  # pixel standard deviation, pixels in [0, 1]; None only where it is not yet known
    posterior: PosteriorName = "free"  # delta, batch-norm: q(z|x) is built so that it cannot equal N(0, I)
    posterior_floor: float = 0.0  # delta: least rate of each dimension, nats; batch-norm: the deviation gamma of mu
    width: int = 24  # channels of the first convolution; ignored by fully connected families
    hidden: int = 192  # units of each hidden fully connected layer

    def __post_init__(self) -> None:
        shape = self.image_shape
        _require(len(shape) == 3 and shape[0] in (1, 3), "image_shape", shape, "(C, H, W) with C 1 or 3")
        _require(all(1 <= side <= MAX_SIDE for side in shape[1:]), "image_shape", shape, f"sides 1 to {MAX_SIDE}")
        _require(1 <= self.latent_dim <= MAX_LATENT, "latent_dim", self.latent_dim, f"1 to {MAX_LATENT}")
        _require(1 <= self.width <= 1024, "width", self.width, "1 to 1024")
        _require(1 <= self.hidden <= 8192, "hidden", self.hidden, "1 to 8192")
        prior_ok = self.prior == "standard" or self.condition is not None
        _require(prior_ok, "prior", self.prior, "standard where the model is told nothing")
        sigma_ok = self.sigma is None or (math.isfinite(self.sigma) and self.sigma > 0)
        _require(sigma_ok, "sigma", self.sigma, "a positive number")
        if self.likelihood == "gaussian":
            _require(self.sigma is not None, "sigma", None, "a positive number with the gaussian likelihood")
        self._check_posterior()

    def _check_posterior(self) -> None:
        floor = self.posterior_floor
        if self.posterior == "free":
            _require(floor == 0, "posterior_floor", floor, "0 with the free posterior")
            return
        _require(0 < floor <= MAX_FLOOR, "posterior_floor", floor, f"above 0, at most {MAX_FLOOR:g}")
        _require(self.prior == "standard", "posterior", self.posterior, "free where the prior is learned")


@dataclass(frozen=True, kw_only=True)
class TrainConfig(Record):
    """Everything that decides a training run beside the architecture; same config and CPU, same bits."""

    dataset: str
    epochs: int = 30
    batch_size: int = 128
    learning_rate: float = 2e-3
    learning_rate_schedule: RateSchedule = "cosine"  # cosine: a rise over 2% of the steps, then a cosine to zero
    objective: str = "beta-elbo"
    beta: float = 1.0  # weight of the rate, nats against nats: 1 is the ELBO at every image size
    beta_schedule: str = "constant"
    beta_steps: int = 0  # length of the warm-up, or of one cycle, in optimiser steps
    beta_start: int = 0  # the optimiser step that the schedule counts from
    free_bits: float = 0.0  # floor of each dimension's batch-mean rate, nats
    capacity: float = 0.0  # rate that objective "capacity" holds the model to, nats per image
    capacity_steps: int = 0  # optimiser steps over which that rate rises from 0
    capacity_start: int = 0  # the optimiser step that they count from
    context_dropout: float = 0.0  # share of pixels hidden from an autoregressive decoder
    inner_steps: int = 0  # at most so many steps of the encoder alone before each step of both
    binarise: bool = False  # draw every pixel anew from Bernoulli(grey level) at each visit
    label_dropout: float = 0.1  # share of images whose condition is replaced by the null label
    average: float = 0.999  # decay of the weight average that is shipped; 0 ships the last weights
    seed: int = 0
    precision: Literal["float32", "bfloat16"] = "float32"

    def __post_init__(self) -> None:
        _require(1 <= self.epochs <= 100_000, "epochs", self.epochs, "1 to 100000")
        _require(1 <= self.batch_size <= 65_536, "batch_size", self.batch_size, "1 to 65536")
        _require(0 < self.learning_rate <= 1, "learning_rate", self.learning_rate, "above 0, at most 1")
        _require(0 <= self.beta <= 1e6, "beta", self.beta, "0 to 1e6")
        _require(self.beta_steps >= 0, "beta_steps", self.beta_steps, "0 or more")
        _require(self.beta_start >= 0, "beta_start", self.beta_start, "0 or more")
        _require(0 <= self.free_bits <= 1e3, "free_bits", self.free_bits, "0 to 1000 nats")
        _require(0 <= self.capacity <= 1e4, "capacity", self.capacity, "0 to 10000 nats")
        _require(self.capacity_steps >= 0, "capacity_steps", self.capacity_steps, "0 or more")
        _require(self.capacity_start >= 0, "capacity_start", self.capacity_start, "0 or more")
        _require(0 <= self.context_dropout <= 1, "context_dropout", self.context_dropout, "0 to 1")
        _require(0 <= self.inner_steps <= 1000, "inner_steps", self.inner_steps, "0 to 1000")
        _require(0 <= self.label_dropout < 1, "label_dropout", self.label_dropout, "0 to below 1")
        _require(0 <= self.average < 1, "average", self.average, "0 to below 1")
        _require(0 <= self.seed < 2**31, "seed", self.seed, "0 to 2^31 - 1")
