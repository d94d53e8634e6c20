from pathlib import Path

from streamlit.testing.v1 import AppTest

import vaeviz.app

UI = Path(__file__).parents[2] / "vaeviz" / "app"


def test_the_first_page_is_explore(write_model):
    write_model("alpha")
    page = AppTest.from_file(UI / "main.py", default_timeout=20).run()
    assert not page.exception
    assert [one.type for one in page.main if one.type == "bidi_component"]


def test_every_page_is_a_file_of_at_most_eighty_lines():
    pages = sorted((UI / "pages").glob("*.py"))
    assert pages
    assert all(len(page.read_text().splitlines()) <= 80 for page in pages)


def test_nothing_but_the_cache_module_uses_streamlit_s_caches():
    users = {file.name for file in UI.rglob("*.py") if "st.cache" in file.read_text()}
    assert users == {"cache.py"}


def test_the_package_is_importable_by_name():
    assert vaeviz.app.__doc__
