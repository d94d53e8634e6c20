"""COMMANDS: what `python -m vaeviz` can do. Adding one is a file here and a line below."""

from vaeviz.commands.word_parser import Word

COMMANDS: dict[str, Word] = {
    "list": Word("List the checkpoints at hand.", "vaeviz.commands.listing"),
    "train": Word("Train a model on a data set.", "vaeviz.commands.train"),
    "codes": Word("Encode a data set and make its maps.", "vaeviz.commands.codes"),
    "evaluate": Word("Measure a model on the test split.", "vaeviz.commands.evaluate"),
    "judge": Word("Train the classifier that judges conditional models.", "vaeviz.commands.judge"),
    "collapse": Word("Make what the Collapse page shows.", "vaeviz.commands.collapse"),
    "bench": Word("Measure how fast it is here.", "vaeviz.commands.bench"),
}
