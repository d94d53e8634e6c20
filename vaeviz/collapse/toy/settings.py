"""The settings of a run of the toy."""

from dataclasses import dataclass

from vaeviz.collapse.toy.recipes import DECODERS, REMEDIES
from vaeviz.config import Record, TrainConfig
from vaeviz.errors import ConfigError
from vaeviz.settings import same_setting, setting

NO_REMEDY = "none"


@dataclass(frozen=True, kw_only=True)
class ToySettings(Record):
    """Which run: a decoder from its start, or a remedy from the collapsed state of the pre-trained decoder."""

    decoder: str = setting("pretrained", choices=tuple(DECODERS), help="which decoder is trained from its start")
    remedy: str = setting(NO_REMEDY, choices=(NO_REMEDY, *REMEDIES), help="remedy against the collapsed state")
    seed: int = same_setting(TrainConfig, "seed")

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.remedy != NO_REMEDY and self.decoder != "pretrained":
            raise ConfigError(
                f"A remedy needs the decoder pretrained; found {self.decoder!r}. Set decoder to pretrained."
            )

    @property
    def run(self) -> str:
        """Return the name of its recipe."""
        return self.decoder if self.remedy == NO_REMEDY else self.remedy
