from vaeviz.__main__ import main


def test_a_line_a_model(trained, capsys, monkeypatch):
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
            "told",
            "one",
            "of",
            "10",
            "classes",
        ]
    )
