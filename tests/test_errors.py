from vaeviz.errors import ConfigError, VaevizError, unknown_name


def test_an_unknown_name_lists_the_known_and_guesses():
    error = unknown_name("family", "covn", ["mlp", "conv"])
    assert isinstance(error, ConfigError)
    assert isinstance(error, VaevizError)
    assert str(error) == "Unknown family 'covn'. Known: conv, mlp. Did you mean 'conv'?"


def test_a_hostile_name_is_cut():
    assert len(str(unknown_name("family", "x" * 10_000, ["mlp"]))) < 200
