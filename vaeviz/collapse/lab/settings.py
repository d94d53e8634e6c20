"""The settings of the live laboratory, and the model and training configurations that they give."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Literal

from vaeviz.config import ModelConfig, PosteriorName, Record, TrainConfig
from vaeviz.errors import ConfigError
from vaeviz.installation import PROGRAM
from vaeviz.settings import same_setting, setting

DATASET = "digits"
IMAGE_SHAPE = (1, 8, 8)
WIDTH, HIDDEN = 12, 64  # small: hundreds of steps per second on one core
EPOCHS = 100_000  # effectively unlimited; a constant learning rate needs no end
MAX_LATENT = 32  # more bars could not be read one by one
FRESH = ("latent", "decoder", "batch_size", "posterior", "floor", "seed")  # settings that need a fresh run

DecoderName = Literal["mlp", "conv", "autoregressive", "linear"]
ScheduleName = Literal["constant", "warm-up", "cyclical"]


@dataclass(frozen=True, kw_only=True)
class LabSettings(Record):
    """The settings of all controls; each is a plain number or word, as the page sends it."""

    latent: int = same_setting(ModelConfig, "latent_dim", default=8, high=MAX_LATENT)
    decoder: DecoderName = setting(
        "mlp",
        help="architecture; an autoregressive decoder can ignore z; all but conv and linear have the encoder of mlp",
    )
    beta: float = same_setting(TrainConfig, "beta", high=1000)
    schedule: ScheduleName = same_setting(TrainConfig, "beta_schedule")
    ramp: int = setting(
        500,
        low=1,
        high=100_000,
        unit="steps",
        help="warm-up or cycle length, or steps until the capacity is reached",
    )
    free_bits: float = same_setting(TrainConfig, "free_bits", high=20)  # above 0 the objective is free-bits
    capacity: float = same_setting(TrainConfig, "capacity", high=200)  # above 0 the objective is capacity
    sigma: float = same_setting(
        ModelConfig,
        "sigma",
        default=0.25,
        above=None,
        low=0.01,
        high=2,
        zero="optimal sigma, measured",
        help="standard deviation of the gaussian likelihood; 0: the optimal one, measured (Rybkin et al. 2021)",
    )
    learning_rate: float = same_setting(TrainConfig, "learning_rate", default=1e-2, above=None, low=1e-5, high=0.1)
    batch_size: int = same_setting(TrainConfig, "batch_size", default=64, low=8, high=512)
    posterior: PosteriorName = same_setting(ModelConfig, "posterior")
    floor: float = same_setting(ModelConfig, "posterior_floor")
    context_dropout: float = same_setting(TrainConfig, "context_dropout")
    inner_steps: int = same_setting(TrainConfig, "inner_steps", high=50)
    seed: int = same_setting(TrainConfig, "seed")

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.free_bits and self.capacity:
            raise ConfigError(
                f"Free bits ({self.free_bits:g}) and a capacity ({self.capacity:g}) are two objectives; set one to 0."
            )
        if self.posterior != "free" and not self.floor:
            raise ConfigError(f"The {self.posterior} posterior needs a floor above 0; found 0.")

    def moved(self, wanted: object) -> "LabSettings":
        """Return the settings with the changes in ``wanted``, which must be possible during a run.

        Raises
        ------
        ConfigError
            If ``wanted`` is not an object, a name is unknown, a value is not allowed, or the change needs a fresh run.
        """
        if not isinstance(wanted, Mapping):
            raise ConfigError(f"settings must be an object; found {type(wanted).__name__}.")
        new = LabSettings.from_json({**asdict(self), **wanted})
        for name in FRESH:
            if getattr(new, name) != getattr(self, name):
                raise ConfigError(f"{name} cannot change during a run; start a fresh run.")
        return new

    def model_config(self) -> ModelConfig:
        """Return the model configuration; only its likelihood and sigma can change during a run."""
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
        """Return the training configuration of the next step; the weights shown are not averaged over steps."""
        scheduled = self.schedule != "constant"
        return TrainConfig(
            dataset=DATASET,
            epochs=EPOCHS,
            batch_size=self.batch_size,
            learning_rate=self.learning_rate,
            learning_rate_schedule="constant",
            objective="free-bits" if self.free_bits else "capacity" if self.capacity else "beta-elbo",
            beta=self.beta,
            beta_schedule=self.schedule,
            beta_steps=self.ramp if scheduled else 0,
            free_bits=self.free_bits,
            capacity=self.capacity,
            capacity_steps=self.ramp if self.capacity else 0,
            context_dropout=self.context_dropout if self.decoder == "autoregressive" else 0.0,
            inner_steps=self.inner_steps,
            average=0.0,
            seed=self.seed,
        )

    def command(self, epochs: int) -> str:
        """Return the command that trains the same weights for whole epochs, if no setting changes during the run."""
        model = self.model_config()
        options: dict[str, object] = {
            "out": "my-run",
            "device": "cpu",
            "family": model.family,
            "latent": model.latent_dim,
            "likelihood": model.likelihood,
            "width": model.width,
            "hidden": model.hidden,
        }
        options |= {} if model.sigma is None else {"sigma": model.sigma}
        options |= (
            {}
            if model.posterior == "free"
            else {"posterior": model.posterior, "posterior_floor": model.posterior_floor}
        )
        train, defaults = replace(self.train_config(), epochs=epochs), TrainConfig(dataset=DATASET)
        names = [field.name for field in fields(train)]
        options |= {name: getattr(train, name) for name in names if getattr(train, name) != getattr(defaults, name)}
        words = " ".join(f"--{name.replace('_', '-')} {value}" for name, value in options.items())
        return f"{PROGRAM} train {DATASET} {words}"
