"""What the hand may move in the live laboratory, and the two configurations that it stands for."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Literal

from vaeviz.config import MAX_FLOOR, ModelConfig, PosteriorName, Record, TrainConfig
from vaeviz.errors import ConfigError
from vaeviz.files.installation import PROGRAM

DATASET = "digits"
IMAGE_SHAPE = (1, 8, 8)
WIDTH, HIDDEN = 12, 64  # small: hundreds of steps a second on one core
EPOCHS = 100_000  # a run has no end of its own, and a constant learning rate asks for none
MAX_LATENT = 32  # bars and heat maps are read one by one
FRESH = ("latent", "decoder", "batch_size", "posterior", "floor", "seed")  # what only a fresh run can change

DecoderName = Literal["mlp", "conv", "autoregressive", "linear"]
ScheduleName = Literal["constant", "warm-up", "cyclical"]


@dataclass(frozen=True, kw_only=True)
class LabSettings(Record):
    """One position of all the controls; every name is a plain number or word, as a page sends it."""

    latent: int = 8
    decoder: DecoderName = "mlp"  # the family; all but conv and linear have the encoder of mlp
    beta: float = 1.0  # weight on the rate, nats against nats
    schedule: ScheduleName = "constant"  # of beta
    ramp: int = 500  # steps of the warm-up, of one cycle, or until the capacity is reached
    free_bits: float = 0.0  # nats a dimension; above 0 the objective is free-bits
    capacity: float = 0.0  # nats; above 0 the objective is capacity
    sigma: float = 0.25  # pixel deviation of the gaussian likelihood, pixels in [0, 1]; 0: the best one, measured
    learning_rate: float = 1e-2  # the same at every step
    batch_size: int = 64
    posterior: PosteriorName = "free"
    floor: float = 0.0  # delta: nats committed a dimension; batch-norm: gamma
    context_dropout: float = 0.0  # share of the pixels before it that an autoregressive decoder is not shown
    inner_steps: int = 0  # encoder-only steps before each full one, at most
    seed: int = 0

    def __post_init__(self) -> None:
        _require(1 <= self.latent <= MAX_LATENT, "latent", self.latent, f"1 to {MAX_LATENT}")
        _require(0 <= self.beta <= 1000, "beta", self.beta, "0 to 1000")
        _require(1 <= self.ramp <= 100_000, "ramp", self.ramp, "1 to 100000 steps")
        _require(0 <= self.free_bits <= 20, "free_bits", self.free_bits, "0 to 20 nats a dimension")
        _require(0 <= self.capacity <= 200, "capacity", self.capacity, "0 to 200 nats")
        _require(self.sigma == 0 or 0.01 <= self.sigma <= 2, "sigma", self.sigma, "0.01 to 2, or 0 for the best one")
        _require(1e-5 <= self.learning_rate <= 0.1, "learning_rate", self.learning_rate, "0.00001 to 0.1")
        _require(8 <= self.batch_size <= 512, "batch_size", self.batch_size, "8 to 512 images")
        _require(0 <= self.floor <= MAX_FLOOR, "floor", self.floor, f"0 to {MAX_FLOOR:g}")
        _require(0 <= self.context_dropout <= 1, "context_dropout", self.context_dropout, "0 to 1")
        _require(0 <= self.inner_steps <= 50, "inner_steps", self.inner_steps, "0 to 50")
        _require(0 <= self.seed < 2**31, "seed", self.seed, "0 to 2^31 - 1")
        if self.free_bits and self.capacity:
            raise ConfigError(
                f"Free bits ({self.free_bits:g}) and a capacity ({self.capacity:g}) are two objectives; set one to 0."
            )
        if self.posterior != "free" and not self.floor:
            raise ConfigError(f"The {self.posterior} posterior needs a floor above 0, found 0.")

    def moved(self, wanted: object) -> "LabSettings":
        """Return the settings with ``wanted`` moved while the run goes on.

        Raises
        ------
        ConfigError
            If ``wanted`` is no object, a name is unknown, a value is not allowed, or the change needs a fresh run.
        """
        if not isinstance(wanted, Mapping):
            raise ConfigError(f"settings must be an object, found {type(wanted).__name__}.")
        new = LabSettings.from_json({**asdict(self), **wanted})
        for name in FRESH:
            if getattr(new, name) != getattr(self, name):
                raise ConfigError(f"{name} cannot move while the run goes on; begin a fresh run.")
        return new

    def model_config(self) -> ModelConfig:
        """Return the architecture; only its likelihood and sigma can change while the run goes on."""
        return ModelConfig(
            family=self.decoder,
            image_shape=IMAGE_SHAPE,
            latent_dim=self.latent,
            likelihood="gaussian" if self.sigma else "gaussian-optimal",
            sigma=self.sigma or None,
            posterior=self.posterior,
            posterior_floor=0.0 if self.posterior == "free" else self.floor,
            width=WIDTH,
            hidden=HIDDEN,
        )

    def train_config(self) -> TrainConfig:
        """Return what the next step is trained by; the weights shown are the last ones, not an average."""
        moving = self.schedule != "constant"
        return TrainConfig(
            dataset=DATASET,
            epochs=EPOCHS,
            batch_size=self.batch_size,
            learning_rate=self.learning_rate,
            learning_rate_schedule="constant",
            objective="free-bits" if self.free_bits else "capacity" if self.capacity else "beta-elbo",
            beta=self.beta,
            beta_schedule=self.schedule,
            beta_steps=self.ramp if moving else 0,
            free_bits=self.free_bits,
            capacity=self.capacity,
            capacity_steps=self.ramp if self.capacity else 0,
            context_dropout=self.context_dropout if self.decoder == "autoregressive" else 0.0,
            inner_steps=self.inner_steps,
            average=0.0,
            seed=self.seed,
        )

    def command(self, epochs: int) -> str:
        """Return the command line that trains the same weights, where no hand moves anything; it ends with an epoch."""
        model = self.model_config()
        told: dict[str, object] = {
            "out": "my-run",
            "device": "cpu",
            "family": model.family,
            "latent": model.latent_dim,
            "likelihood": model.likelihood,
            "width": model.width,
            "hidden": model.hidden,
        }
        told |= {} if model.sigma is None else {"sigma": model.sigma}
        told |= (
            {}
            if model.posterior == "free"
            else {"posterior": model.posterior, "posterior_floor": model.posterior_floor}
        )
        train, usual = replace(self.train_config(), epochs=epochs), TrainConfig(dataset=DATASET)
        names = [field.name for field in fields(train)]
        told |= {name: getattr(train, name) for name in names if getattr(train, name) != getattr(usual, name)}
        options = " ".join(f"--{name.replace('_', '-')} {value}" for name, value in told.items())
        return f"{PROGRAM} train {DATASET} {options}"


def _require(condition: bool, name: str, value: object, allowed: str) -> None:
    if not condition:
        raise ConfigError(f"{name} is {value!r}; allowed: {allowed}.")
