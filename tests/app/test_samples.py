import pytest
import torch

from vaeviz.app.samples import sheet_of
from vaeviz.config import Attribute, Condition, ModelConfig
from vaeviz.families import build

CLASSES = Condition(kind="class", names=("cat", "dog"))
FACE = Condition.of_attributes((Attribute(name="mouth", ends=("down", "up")),))


@pytest.mark.parametrize(
    ("condition", "prior", "text"),
    [
        (None, "standard", "60 draws z ~ p(z); temperature 0.5, seed 3. Means of p(x|z)."),
        (CLASSES, "standard", "One class per row, the same z ~ p(z) in each column; temperature 0.5, seed 3."),
        (CLASSES, "conditional", "One class per row, z ~ p(z|c) from the same noise in each column;"),
        (FACE, "standard", "One random choice of attributes per row, the same z ~ p(z) in each column;"),
    ],
)
def test_a_sheet_says_what_is_drawn_in_which_row(condition, prior, text):
    torch.manual_seed(0)
    config = ModelConfig(family="mlp", image_shape=(1, 8, 8), latent_dim=2, hidden=4, condition=condition, prior=prior)
    sheet = sheet_of(build(config).eval(), seed=3, temperature=0.5)
    assert sheet.text.startswith(text)
    assert sheet.row_names == (CLASSES.names if condition is CLASSES else ())
