"""Configuration of models and training: frozen, validated, convertible to and from JSON."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from types import UnionType
from typing import Any, Literal, Protocol, TypeVar, get_args, get_origin, get_type_hints, runtime_checkable

from vaeviz.errors import ConfigError, unknown_name
from vaeviz.settings import check, setting

MAX_LATENT = 512
MAX_SIDE = 256
MAX_STEPS = MAX_SEED = 2**31 - 1


RecordType = TypeVar("RecordType", bound="Record")


class Record:
    """A frozen dataclass with a JSON form; an unknown key is an error that names the closest known key.

    Fields declared with `vaeviz.settings.setting` are checked when a record is made.
    """

    def __post_init__(self) -> None:
        check(self)

    def to_json(self) -> dict[str, Any]:
        """Return a plain dict that ``json.dumps`` takes."""
        return asdict(self)  # pyright: ignore[reportArgumentType]

    @classmethod
    def from_json(cls: type[RecordType], data: object) -> RecordType:
        """Rebuild from `to_json`'s dict.

        Raises
        ------
        ConfigError
            If ``data`` is not a dict, has an unknown key, lacks a required one, or a value is not allowed.
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
    """Convert a JSON value to the annotated type, or raise ConfigError."""
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
    """One attribute of an image: a choice, or a number in [-1, 1].

    A choice is one-hot, with one column of ``c`` per value; a number has one column.
    """

    name: str = setting(help="the attribute's name")
    values: tuple[str, ...] = setting((), help="values of a choice; none: a number")
    ends: tuple[str, ...] = setting((), help="what a number's -1 and 1 mean, two words; none for a choice")

    def __post_init__(self) -> None:
        super().__post_init__()
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
        """Return the names of its columns of ``c``: the attribute's name, or "hair style: bob" for each value."""
        return tuple(f"{self.name}: {value}" for value in self.values) or (self.name,)


@dataclass(frozen=True, kw_only=True)
class Condition(Record):
    """What a conditional model is conditioned on: one column of ``c`` per name.

    A class label is a one-hot row, a mixture is a convex combination of such rows, and the null label (unconditional)
    is the zero row. Attributes are numbers in [-1, 1] and one-hot choices. Their zero row is the middle of every
    number, so it cannot mean "unconditional", and such a model has no null label.
    """

    kind: Literal["class", "attributes"] = setting(help="one class of several, or attributes")
    names: tuple[str, ...] = setting(help="name of each column of c")
    attributes: tuple[Attribute, ...] = setting((), help='of kind "attributes"; the names are their columns, in order')

    def __post_init__(self) -> None:
        super().__post_init__()
        _require(0 < len(self.names) <= 1024, "condition names", len(self.names), "1 to 1024 names")
        _require(len(set(self.names)) == len(self.names), "condition names", self.names, "distinct names")
        columns = tuple(name for attribute in self.attributes for name in attribute.columns)
        if self.kind == "attributes":
            _require(self.names == columns, "condition names", self.names, f"the attributes' columns, {columns}")
        else:
            _require(not columns, "condition attributes", columns, 'none where the kind is "class"')

    @classmethod
    def of_attributes(cls, attributes: tuple[Attribute, ...]) -> "Condition":
        """Return a condition on these attributes, in this order."""
        names = tuple(name for attribute in attributes for name in attribute.columns)
        return cls(kind="attributes", names=names, attributes=attributes)

    @property
    def size(self) -> int:
        """Return the number of columns of ``c``."""
        return len(self.names)


@runtime_checkable
class Conditional(Protocol):
    """A model or its configuration: anything with a ``condition``."""

    @property
    def condition(self) -> Condition | None:
        """What the model is conditioned on; None for a plain model."""
        ...


def condition_size(model: Conditional) -> int:
    """Return the number of columns of ``c``; 0 for a plain model."""
    return model.condition.size if model.condition else 0


PriorName = Literal["standard", "conditional"]
LikelihoodName = Literal["bernoulli", "gaussian", "gaussian-optimal"]
PosteriorName = Literal["free", "delta", "batch-norm"]
RateSchedule = Literal["cosine", "constant"]
MAX_FLOOR = 4.0  # nats per dimension, or gamma: above it the smallest variance is out of range


@dataclass(frozen=True, kw_only=True)
class ModelConfig(Record):
    """Architecture of one model; with the weights it is enough to rebuild it."""

    family: str = setting(help="architecture of encoder and decoder")
    image_shape: tuple[int, int, int] = setting(
        low=1, high=MAX_SIDE, help="channels, height and width of an image: (C, H, W)"
    )
    latent_dim: int = setting(low=1, high=MAX_LATENT, unit="dimensions", help="size of z", option="--latent")
    condition: Condition | None = setting(None, help="what a conditional model is conditioned on; null: nothing")
    prior: PriorName = setting("standard", help="standard: N(0, I); conditional: p(z|c), a Gaussian learned for each c")
    likelihood: LikelihoodName = setting("bernoulli", help="p(x|z); gaussian-optimal uses the optimal sigma")
    sigma: float | None = setting(  # None: not yet known, or not used
        None, above=0, high=100.0, unit="pixel scale 0 to 1", help="standard deviation of the gaussian likelihood"
    )
    posterior: PosteriorName = setting(
        "free",
        help="form of q(z|x); delta (Razavi et al. 2019) and batch-norm (Zhu et al. 2020) cannot equal N(0, I)",
    )
    posterior_floor: float = setting(
        0.0,
        low=0,
        high=MAX_FLOOR,
        help="delta: least KL of each dimension, nats; batch-norm: standard deviation gamma of the mean, e.g. 0.6",
    )
    width: int = setting(24, low=1, high=1024, unit="channels", help="channels of the first convolution, if any")
    hidden: int = setting(192, low=1, high=8192, unit="units", help="units of each hidden fully connected layer")

    def __post_init__(self) -> None:
        super().__post_init__()
        shape = self.image_shape
        _require(len(shape) == 3 and shape[0] in (1, 3), "image_shape", shape, "(C, H, W) with C 1 or 3")
        prior_ok = self.prior == "standard" or self.condition is not None
        _require(prior_ok, "prior", self.prior, "standard where there is no condition")
        if self.likelihood == "gaussian":
            _require(self.sigma is not None, "sigma", None, "a positive number with the gaussian likelihood")
        floor = self.posterior_floor
        if self.posterior == "free":
            _require(floor == 0, "posterior_floor", floor, "0 with the free posterior")
        else:
            _require(floor > 0, "posterior_floor", floor, f"above 0 with the {self.posterior} posterior")
            _require(self.prior == "standard", "posterior", self.posterior, "free where the prior is learned")


@dataclass(frozen=True, kw_only=True)
class TrainConfig(Record):
    """Everything that determines a training run besides the architecture; same values and CPU, same bits."""

    dataset: str = setting(help="name of the data set")
    epochs: int = setting(30, low=1, high=100_000, unit="epochs", help="passes over the training images")
    batch_size: int = setting(128, low=1, high=65_536, unit="images", help="images of one optimiser step")
    learning_rate: float = setting(2e-3, above=0, high=1.0, help="step size of the optimiser (Adam)")
    learning_rate_schedule: RateSchedule = setting(
        "cosine",
        help="cosine: a linear rise over 2% of the steps, then a cosine to 0; constant: the same throughout",
    )
    objective: str = setting("beta-elbo", help="what is minimised")
    beta: float = setting(
        1.0, low=0, high=1_000_000, help="weight on the KL term, both terms in nats per image; 1 gives the ELBO"
    )
    beta_schedule: str = setting(
        "constant", help="how beta changes over the steps: warm-up (Bowman et al. 2016), cyclical (Fu et al. 2019)"
    )
    beta_steps: int = setting(0, low=0, high=MAX_STEPS, unit="steps", help="warm-up length, or cycle length, of beta")
    beta_start: int = setting(0, low=0, high=MAX_STEPS, unit="steps", help="step at which the schedule of beta starts")
    free_bits: float = setting(
        0.0,
        low=0,
        high=1000,
        unit="nats per dimension",
        help="batch-mean KL that is not penalised (Kingma et al. 2016)",
    )
    capacity: float = setting(
        0.0,
        low=0,
        high=10_000,
        unit="nats per image",
        help="rate that the objective capacity keeps the model at (Burgess et al. 2018)",
    )
    capacity_steps: int = setting(
        0, low=0, high=MAX_STEPS, unit="steps", help="steps over which the capacity rises from 0"
    )
    capacity_start: int = setting(0, low=0, high=MAX_STEPS, unit="steps", help="step at which the rise begins")
    context_dropout: float = setting(
        0.0,
        low=0,
        high=1,
        help="share of pixels hidden from an autoregressive decoder in training (Bowman et al. 2016)",
    )
    inner_steps: int = setting(
        0, low=0, high=1000, unit="steps", help="maximum number of extra encoder updates per step (He et al. 2019)"
    )
    binarise: bool = setting(False, help="draw every pixel from Bernoulli(grey level) at each visit")
    label_dropout: float = setting(
        0.1, low=0, below=1, help="share of images whose condition is replaced by the null label; with attributes 0"
    )
    average: float = setting(
        0.999, low=0, below=1, help="decay of the weight average that is saved; 0 saves the last weights"
    )
    seed: int = setting(0, low=0, high=MAX_SEED, help="seed of weights, batches and noise")
    precision: Literal["float32", "bfloat16"] = setting("float32", help="number format of the forward pass")
