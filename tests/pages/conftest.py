"""Opens a page of the workbench as a visitor would, without a browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit import config
from streamlit.testing.v1 import AppTest

OpenPage = Callable[..., AppTest]

SECONDS = 60


@pytest.fixture(autouse=True)
def _in_project_folder(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages are found from the project folder, wherever pytest was started."""
    monkeypatch.chdir(root)


@pytest.fixture(autouse=True)
def _visitors_sit_at_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test page has no address of its own; tests of access set another place."""
    monkeypatch.setattr("pages.ui.people_actor.at_the_server", lambda: True)


@pytest.fixture(autouse=True)
def _errors_are_told_in_full() -> Iterator[None]:
    """Visitors never see a traceback; whoever reads a failing test has to."""
    name = "client.showErrorDetails"
    before = config.get_option(name)
    config.set_option(name, "full")
    yield
    config.set_option(name, before)


@pytest.fixture
def open_page(root: Path) -> OpenPage:
    """`open_page("2_entry", "zh_CN")` -> AppTest on that page, already run once.

    The name is the file's, without `.py`. `state` puts values into the visitor's session before
    the first run, under the names that `pages.ui.session` uses.
    """

    def opened(name: str, language: str = "en", state: dict[str, object] | None = None) -> AppTest:
        test = AppTest.from_file(str(root / "pages/ui/main.py"), default_timeout=SECONDS)
        test.query_params["lang"] = language
        for key, value in (state or {}).items():
            test.session_state[key] = value
        test.run()
        page = root / "pages" / f"{name}.py"
        assert page.is_file(), f"no page {name}"
        return test.switch_page(f"../{name}.py").run()

    return opened
