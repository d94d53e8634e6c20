"""COMMANDS: the commands of `vaeviz`. To add one, add a file here and a line below."""

from vaeviz.commands.word_parser import Word

COMMANDS: dict[str, Word] = {
    "app": Word("Open the explorer in the browser.", "vaeviz.commands.app"),
    "list": Word("List the models that can be opened.", "vaeviz.commands.listing"),
    "train": Word("Train a model on a data set.", "vaeviz.commands.train"),
    "codes": Word("Encode a data set and make its maps.", "vaeviz.commands.codes"),
    "evaluate": Word("Measure a model on the test split.", "vaeviz.commands.evaluate"),
    "oracle": Word("Train the classifier that measures conditional accuracy.", "vaeviz.commands.oracle"),
    "collapse": Word("Compute the data of the Collapse page.", "vaeviz.commands.collapse"),
    "bench": Word("Measure the speed on this machine.", "vaeviz.commands.bench"),
}
