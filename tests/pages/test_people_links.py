"""Links and classes of openness as visitors meet them; no browser."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from pages.ui import people_actor, people_class, people_link, session_access, session_stored
from pra_core import access, load_scenario
from pra_core.access import Actor, Classification
from pra_core.errors import PraError
from pra_core.i18n import translator
from pra_core.store.scenario_code import encode
from pra_core.store.scenarios import Entry, ScenarioLibrary, open_library

ME = access.local_user()
SECRET = Classification(openness="confidential", until=dt.date(2999, 12, 31))
COLD = load_scenario("medfly-citrus-china")
Follow = Callable[..., AppTest]


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ScenarioLibrary]:
    url = f"sqlite:///{tmp_path / 'library.sqlite'}"
    monkeypatch.setenv("PRA_DATABASE_URL", url)
    ids = (f"id-{n}-{'x' * 12}" for n in itertools.count())
    opened = open_library(url, clock=lambda: dt.datetime.now(dt.UTC), new_id=lambda: next(ids))
    yield opened
    opened.close()
    st.cache_resource.clear()


@pytest.fixture
def entry(library: ScenarioLibrary) -> Entry:
    """A confidential scenario of the local user, with a seed and a number of futures its own."""
    saved = library.save(ME, COLD, name="Not for all", seed=77, draws=3_000)
    return library.classify(ME, saved.id, SECRET)


@pytest.fixture
def follow(root: Path) -> Follow:
    """`follow(link="…")` -> the front door, opened at that address."""

    def followed(language: str = "en", **query: str) -> AppTest:
        test = AppTest.from_file(str(root / "pages/ui/main.py"), default_timeout=60)
        test.query_params["lang"] = language
        for name, value in query.items():
            test.query_params[name] = value
        return test.run()

    return followed


def told(test: AppTest) -> str:
    assert not test.exception
    return "\n".join(str(one.value) for one in (*test.success, *test.error, *test.markdown))


def test_a_stored_link_opens_what_was_stored(library: ScenarioLibrary, entry: Entry,
                                             follow: Follow) -> None:
    test = follow(link=library.link(ME, entry.id))
    assert "**Not for all**, version 1, Confidential until 2999-12-31" in told(test)
    assert "link" not in test.query_params
    assert (test.session_state["seed"], test.session_state["draws"]) == (77, 3_000)
    assert test.session_state["stored"].entry == entry.id
    assert ":material/lock: Confidential until 2999-12-31" in told(test)
    assert "Not for all" not in "\n".join(str(one.value) for one in test.run().success)


@pytest.mark.parametrize("link", ["never-was", "x" * 5_000, "' OR 1=1 --", "<b>x</b>"])
def test_a_link_to_nothing_says_so_and_leaves_the_work_alone(
    library: ScenarioLibrary, follow: Follow, link: str  # noqa: ARG001 - a library of its own
) -> None:
    test = follow(link=link)
    assert "The link was not opened" in told(test)
    assert "<b>" not in told(test)
    assert test.session_state["scenario"].fingerprint == COLD.fingerprint


def test_a_withdrawn_link_leads_nowhere(library: ScenarioLibrary, entry: Entry,
                                        follow: Follow) -> None:
    link = library.link(ME, entry.id)
    library.revoke(ME, link)
    assert "The link was not opened" in told(follow(link=link))


def test_a_visitor_follows_no_stored_link(
    library: ScenarioLibrary, entry: Entry, follow: Follow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people_actor, "at_the_server", lambda: False)
    test = follow(link=library.link(ME, entry.id))
    assert "only at the machine on which the workbench runs" in told(test)
    assert "Not for all" not in told(test)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_a_compressed_link_carries_scenario_seed_and_futures(follow: Follow, language: str
                                                             ) -> None:
    changed = COLD.with_measures([COLD.measures[0].id])
    test = follow(language, s=encode(changed, 5, 4_000))
    assert "s" not in test.query_params
    assert test.session_state["scenario"].fingerprint == changed.fingerprint
    assert (test.session_state["seed"], test.session_state["draws"]) == (5, 4_000)
    assert test.session_state["stored"] is None


@pytest.mark.parametrize("code", ["", "PRA1.", "PRA1.AAAA.000000000000", "PRA9.x.y", "é" * 300])
def test_a_broken_code_opens_nothing(follow: Follow, code: str) -> None:
    test = follow(s=code)
    assert ("The link was not opened" in told(test)) == bool(code)
    assert test.session_state["scenario"].fingerprint == COLD.fingerprint


def test_a_compressed_link_is_short_and_never_confidential() -> None:
    with pytest.raises(PraError) as refused:
        people_link.compressed(ME, COLD, 1, 2_000, Classification(openness="confidential"))
    assert refused.value.code == "confidential_link"
    with pytest.raises(PraError) as nobody:
        people_link.compressed(access.VISITOR, COLD, 1, 2_000, Classification())
    assert nobody.value.code == "visitor"


def test_the_button_makes_a_link_or_says_why_not(
    library: ScenarioLibrary, entry: Entry, follow: Follow
) -> None:
    open_one = follow()
    open_one.button(key="link-compressed").click().run()
    made = [one.value for one in open_one.code if "/?s=PRA1." in one.value]
    assert made
    assert len(made[0]) <= 2_100
    secret = follow(link=library.link(ME, entry.id))
    secret.button(key="link-compressed").click().run()
    assert not [one.value for one in secret.code if "s=PRA1." in one.value]
    assert "never put into a link" in told(secret)


def test_files_of_a_confidential_scenario_carry_its_class() -> None:
    t = translator("en")
    assert people_class.file_mark(SECRET) == "CONFIDENTIAL-"
    assert people_class.file_mark(Classification()) == ""
    assert people_class.file_mark(None) == ""
    assert people_class.marked("id: x\n", SECRET, t).splitlines()[0] == (
        "# Confidential until 2999-12-31")


def test_what_may_no_longer_be_opened_counts_as_confidential(
    library: ScenarioLibrary, entry: Entry, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.classify(ME, entry.id, Classification())
    monkeypatch.setattr(session_stored, "stored",
                        lambda: session_stored.Stored(entry.id, 1))
    assert people_class.running(ME) == Classification()
    other = Actor(key="somebody", role="analyst")
    assert people_class.confidential(people_class.running(other))


def test_a_trainee_without_account_computes_but_opens_nothing_stored(
    root: Path, library: ScenarioLibrary, entry: Entry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session_access, "seated", lambda: True)
    test = AppTest.from_file(str(root / "pages/ui/main.py"), default_timeout=60)
    test.query_params["lang"] = "en"
    test.secrets = {"auth": {"client_id": "workbench"}}
    test.user = {"is_logged_in": False}
    test.run()
    titles = {page: test.switch_page(f"../{page}.py").run().title[0].value
              for page in ("2_entry", "scenarios", "people")}
    assert titles == {"2_entry": "Entry", "scenarios": "Log in", "people": "Log in"}
    test.query_params["link"] = library.link(ME, entry.id)
    assert test.switch_page("../2_entry.py").run().title[0].value == "Log in"


def test_what_is_handled_openly_or_not_is_known_on_every_page(
    library: ScenarioLibrary, entry: Entry, follow: Follow
) -> None:
    names = set()
    test = follow(link=library.link(ME, entry.id))
    for page in ("2_entry", "6_measures"):
        test.switch_page(f"../{page}.py").run()
        assert not test.exception
        names |= {one.proto.label for one in test.get("download_button")}
    assert test.session_state["access-handled"] == SECRET
    assert "Download as CSV" in names


@pytest.mark.parametrize(("held", "expected"), [
    (SECRET, "CONFIDENTIAL-a.csv"), (Classification(), "a.csv"), (None, "a.csv"),
])
def test_names_of_files_begin_with_the_class(
    monkeypatch: pytest.MonkeyPatch, held: Classification | None, expected: str
) -> None:
    monkeypatch.setattr(session_access, "handled", lambda: held)
    assert people_class.named("a.csv") == expected


def test_every_file_with_content_of_the_scenario_is_named_with_its_class(root: Path) -> None:
    """A new download has to say whether it holds the scenario in use, or something else."""
    harmless = {"climate_hosts", "climate_records", "elicitation_files", "evidence_records",
                "known_sources", "library_files", "own_save", "people_log", "scenarios_whole",
                "training_class_manage"}
    silent = {path.stem for path in (root / "pages/ui").glob("*.py")
              if "download_button(" in (text := path.read_text(encoding="utf-8"))
              and "people_class." not in text and "file_mark" not in text}
    assert silent <= harmless, sorted(silent - harmless)
