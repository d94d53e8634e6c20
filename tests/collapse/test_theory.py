import re
from pathlib import Path

import vaeviz
from vaeviz.collapse import theory

PAGES = Path(vaeviz.__file__).parent / "web"


def test_a_text_is_one_line_of_html_under_its_heading():
    texts = theory.texts()
    assert texts["scree"].startswith("A linear VAE can be solved in closed form. Each bar is an eigenvalue <math")
    assert texts["scree"].endswith("nats. Drag the line.")
    assert all("\n" not in text and "$" not in text for text in texts.values())


def test_the_page_asks_for_every_text_and_for_no_other():
    code = "".join(path.read_text() for path in PAGES.rglob("*.js"))
    frames = set(re.findall(r'createFrame\(page, \{\s*test: "([a-z-]+)"', code))
    named = set(re.findall(r'\btexts\["([a-z-]+)"\]', code)) | {f"tight-{name}" for name in ("rate", "gap")}
    assert frames | named == set(theory.texts())
