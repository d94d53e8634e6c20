from vaeviz.__main__ import main
from vaeviz.commands.listing import describe
from vaeviz.config import Attribute, Condition, ModelConfig
from vaeviz.files.header import Header


def test_the_list_has_one_line_per_model(trained, capsys, monkeypatch):
    monkeypatch.setenv("VAEVIZ_CHECKPOINTS", str(trained.parent))
    assert main(["list"]) == 0
    assert capsys.readouterr().out.split() == (
        [
            "tiny-cvae",
            "mlp",
            "CVAE",
            "on",
            "digits,",
            "2",
            "latent",
            "dimensions,",
            "conditioned",
            "on",
            "10",
            "classes",
        ]
    )


def test_a_line_gives_the_condition_and_whether_the_prior_is_learned():
    face = Condition.of_attributes(
        (Attribute(name="hair", values=("bob", "long")), Attribute(name="mouth", ends=("down", "up")))
    )
    given = {"family": "conv", "image_shape": (3, 64, 64), "latent_dim": 8}
    plain = Header(name="x", model=ModelConfig(**given))
    assert describe(plain) == "conv VAE on unknown data, 8 latent dimensions"
    conditional = Header(name="x", model=ModelConfig(**given, condition=face, prior="conditional"))
    assert describe(conditional) == (
        "conv CVAE on unknown data, 8 latent dimensions, conditioned on 2 attributes, with a learned p(z|c)"
    )
