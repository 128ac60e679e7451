"""People and access, and every page seen by each role; no browser."""

from __future__ import annotations

import datetime as dt
import itertools
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit import config
from streamlit.testing.v1 import AppTest

from pages.ui import people_actor, people_log, people_settings
from pages.ui.people_settings import Settings
from pages.ui.return_address import own_address
from pra_core import access, load_scenario
from pra_core.access import Actor, Role
from pra_core.errors import PraError
from pra_core.i18n import translator
from pra_core.store.scenarios import ScenarioLibrary, open_library

ISSUER = "https://login.example.org"
LOGIN = {"auth": {"client_id": "workbench", "cookie_secret": "k" * 40},
         "access": {"admins": [f"{ISSUER}|otto"]}}
ROLES: dict[str, Role | None] = {"vera": "viewer", "ana": "analyst", "alf": "approver"}
Visit = Callable[..., AppTest]


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ScenarioLibrary]:
    url = f"sqlite:///{tmp_path / 'library.sqlite'}"
    monkeypatch.setenv("PRA_DATABASE_URL", url)
    ids = (f"id-{n}-{'x' * 12}" for n in itertools.count())
    opened = open_library(url, clock=lambda: dt.datetime.now(dt.UTC), new_id=lambda: next(ids))
    for name, role in ROLES.items():
        opened.seen(f"{ISSUER}|{name}", name.title(), f"{name}@example.org", role, ())
    yield opened
    opened.close()
    st.cache_resource.clear()


@pytest.fixture
def visit(root: Path, library: ScenarioLibrary) -> Visit:  # noqa: ARG001
    """`visit("people", "vera")` -> that page as the person sees it; None = not logged in."""

    def visited(page: str, name: str | None, language: str = "en",
                claims: dict[str, object] | None = None) -> AppTest:
        test = AppTest.from_file(str(root / "pages/ui/main.py"), default_timeout=60)
        test.query_params["lang"] = language
        test.secrets = {key: dict(value) for key, value in LOGIN.items()}
        test.user = {"is_logged_in": False} if name is None else {
            "is_logged_in": True, "iss": ISSUER, "sub": name, "name": name.title(),
            "iat": int(time.time()), "email": f"{name}@example.org", **(claims or {})}
        test.run()
        return test.switch_page(f"../{page}.py").run()

    return visited


def title(test: AppTest) -> str:
    assert not test.exception
    return str(test.title[0].value)


def shown(test: AppTest, start: str) -> str:
    """The key of the one widget that begins like this: a form is named after what it shows."""
    keys = [str(one.key) for one in (*test.multiselect, *test.segmented_control)]
    return next(key for key in keys if key.startswith(f"{start}:"))


def told(test: AppTest) -> str:
    return "\n".join(str(one.value) for one in (*test.markdown, *test.error, *test.caption))


@pytest.mark.parametrize("page", ["1_pest", "2_entry", "scenarios", "people", "9_report"])
@pytest.mark.parametrize(("name", "expected"), [(None, "Log in"), ("sam", "No role yet")])
def test_who_has_no_role_opens_no_page(visit: Visit, page: str, name: str | None, expected: str
                                       ) -> None:
    test = visit(page, name)
    assert title(test) == expected
    assert "Ceratitis" not in told(test)


@pytest.mark.parametrize("name", [None, "sam"])
def test_training_needs_no_account(visit: Visit, name: str | None) -> None:
    assert title(visit("training", name)) == "Training"


@pytest.mark.parametrize("name", ["vera", "ana", "alf", "otto"])
def test_every_role_opens_the_pages_that_compute(visit: Visit, name: str) -> None:
    assert title(visit("2_entry", name)) == "Entry"


@pytest.mark.parametrize(("name", "sees"), [("vera", False), ("ana", False), ("alf", False),
                                            ("otto", True)])
def test_only_administrators_see_people_and_the_log(visit: Visit, name: str, sees: bool) -> None:
    test = visit("people", name)
    assert title(test) == "People and access"
    frames = "\n".join(frame.value.to_string() for frame in test.dataframe)
    assert ("vera@example.org" in frames) == sees
    if sees:
        test.segmented_control(key="people-view").set_value("log").run()
        assert "logged in for the first time" in "\n".join(
            frame.value.to_string() for frame in test.dataframe)


def test_an_administrator_gives_and_takes_roles(visit: Visit, library: ScenarioLibrary) -> None:
    test, key = visit("people", "otto"), f"{ISSUER}|vera"
    test.selectbox(key="people-person").set_value(key).run()
    assert test.segmented_control(key="people-role").value == "viewer"
    test.segmented_control(key="people-role").set_value("approver").run()
    test.button(key="people-give").click().run()
    otto = Actor(key=f"{ISSUER}|otto", role="admin")
    assert {one.key: one.role for one in library.people(otto)}[key] == "approver"
    line = library.audit(otto, action="role").entries[0]
    assert (line.detail["before"], line.detail["after"]) == ("viewer", "approver")


def test_the_owner_shares_and_classifies(visit: Visit, library: ScenarioLibrary) -> None:
    ana = Actor(key=f"{ISSUER}|ana", role="analyst")
    entry = library.save(ana, load_scenario("medfly-citrus-china"), name="Mine", seed=1,
                         draws=2_000)
    library.share(ana, entry.id, "named", [f"{ISSUER}|vera"])
    test = visit("scenarios", "ana")
    test.segmented_control(key="scenarios-entry-view").set_value("share").run()
    readers = test.multiselect(key=shown(test, f"share-readers:{entry.id}"))
    assert readers.options == ["Vera (vera@example.org)"]
    test.text_input(key=f"share-find:{entry.id}").set_value("alf").run()
    test.multiselect(key=shown(test, f"share-editors:{entry.id}")).set_value(
        [f"{ISSUER}|alf"]).run()
    test.button(key=f"share-apply:{entry.id}").click().run()
    held = library.entry(ana, entry.id).holding
    assert (held.readers, held.editors) == ({f"{ISSUER}|vera"}, {f"{ISSUER}|alf"})
    test.segmented_control(key=shown(test, f"class-openness:{entry.id}")).set_value(
        "confidential").run()
    test.button(key=f"class-apply:{entry.id}").click().run()
    assert library.entry(ana, entry.id).classification.openness == "confidential"
    test.segmented_control(key=shown(test, f"share-who:{entry.id}")).set_value("open").run()
    test.button(key=f"share-apply:{entry.id}").click().run()
    assert "never open to everybody" in told(test)
    assert library.entry(ana, entry.id).holding.visibility == "named"


@pytest.mark.parametrize("form", ["share", "class"])
def test_a_form_that_was_open_meanwhile_undoes_nothing(
    visit: Visit, library: ScenarioLibrary, form: str
) -> None:
    ana, otto = (Actor(key=f"{ISSUER}|{name}", role=role)
                 for name, role in (("ana", "analyst"), ("otto", "admin")))
    entry = library.save(ana, load_scenario("medfly-citrus-china"), name="Mine", seed=1,
                         draws=2_000)
    library.share(ana, entry.id, "named", [f"{ISSUER}|vera", f"{ISSUER}|alf"])
    test = visit("scenarios", "ana")
    test.segmented_control(key="scenarios-entry-view").set_value("share").run()
    library.share(otto, entry.id, "named", [f"{ISSUER}|alf"])
    library.classify(otto, entry.id, access.Classification(openness="confidential"))
    test.button(key=f"{form}-apply:{entry.id}").click().run()
    assert "changed meanwhile" in told(test)
    held = library.entry(ana, entry.id)
    assert held.holding.readers == {f"{ISSUER}|alf"}
    assert held.classification.openness == "confidential"
    readers = test.multiselect(key=shown(test, f"share-readers:{entry.id}"))
    assert readers.value == [f"{ISSUER}|alf"]
    test.button(key=f"{form}-apply:{entry.id}").click().run()
    assert "changed meanwhile" not in told(test)


def test_a_log_asked_for_too_late_is_not_handed_out(library: ScenarioLibrary) -> None:
    """The file of all lines is written when it is fetched, perhaps long after the page."""
    otto = library.seen(f"{ISSUER}|otto", "Otto", "", None, (f"{ISSUER}|otto",))
    t = translator("en")
    assert b"Otto" in people_log._file(otto, {}, {}, t)
    library.seen(f"{ISSUER}|root", "Root", "", "admin", ())
    library.set_role(otto, otto.key, "viewer")
    with pytest.raises(PraError, match="does not allow"):
        people_log._file(otto, {}, {}, t)


def test_the_log_tells_what_was_copied_exported_and_refused() -> None:
    told = [(action, people_log.detail(action, given, {}, translator("en"))) for action, given in (
        ("exported", {"entries": 3}), ("exported", {}), ("copied", {}),
        ("refused", {"asked_for": "x", "code": "not_shared", "action": "approve"}),
        ("refused", {"asked_for": "x", "code": "not_shared"}),
        ("restored_library", {"file": "a.zip", "approved_by": ["Ann", "Bob"]}))]
    assert [words for _, words in told] == [
        "3 scenarios in one file", "", "", "approve a version: asked for x", "asked for x",
        "a.zip, Ann, Bob"]
    assert {action for action, _ in told} <= set(people_log.DONE)


def test_an_approver_approves_and_a_reader_only_reads(visit: Visit, library: ScenarioLibrary
                                                      ) -> None:
    ana = Actor(key=f"{ISSUER}|ana", role="analyst")
    entry = library.save(ana, load_scenario("medfly-citrus-china"), name="Mine", seed=1,
                         draws=2_000)
    library.share(ana, entry.id, "named", [f"{ISSUER}|vera", f"{ISSUER}|alf"])
    for name, may in (("vera", False), ("alf", True)):
        test = visit("scenarios", name)
        test.segmented_control(key="scenarios-entry-view").set_value("share").run()
        keys = {one.key for one in test.button}
        assert f"share-apply:{entry.id}" not in keys
        assert (f"approve:{entry.id}" in keys) == may
    test.button(key=f"approve:{entry.id}").click().run()
    assert library.entry(ana, entry.id).approved == 1


def test_the_last_administrator_stays(visit: Visit, library: ScenarioLibrary) -> None:
    test, key = visit("people", "otto"), f"{ISSUER}|otto"
    test.selectbox(key="people-person").set_value(key).run()
    test.segmented_control(key="people-role").set_value("none").run()
    test.button(key="people-give").click().run()
    assert "last administrator" in told(test)
    otto = Actor(key=key, role="admin")
    assert {one.key: one.role for one in library.people(otto)}[key] == "admin"


def test_a_role_taken_away_ends_at_the_next_question(
    visit: Visit, library: ScenarioLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    test = visit("2_entry", "vera")
    assert title(test) == "Entry"
    otto = library.seen(f"{ISSUER}|otto", "Otto", "", None, (f"{ISSUER}|otto",))
    library.set_role(otto, f"{ISSUER}|vera", None)
    monkeypatch.setattr(people_actor, "LOOKED_UP_SECONDS", 0.0)
    assert title(test.run()) == "No role yet"


@pytest.mark.parametrize("claims", [{"iat": 1}, {"iat": None}, {"sub": ""}, {"iss": None}])
def test_an_old_or_nameless_log_in_does_not_count(visit: Visit, claims: dict[str, Any]) -> None:
    assert title(visit("2_entry", "ana", claims=claims)) == "Log in"


def test_a_name_from_the_log_in_stays_text(visit: Visit) -> None:
    test = visit("people", "ana", claims={
        "name": "**Root** <b>x</b> [a](javascript:alert(1))"})
    assert "**Root**" not in told(test)
    assert "[a](javascript" not in told(test)


@pytest.mark.parametrize("page", ["people", "scenarios"])
def test_a_visitor_from_another_machine_finds_what_is_stored_closed(
    open_page: Callable[..., AppTest], monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    monkeypatch.setattr(people_actor, "at_the_server", lambda: False)
    assert "closed here" in title(open_page(page))
    assert title(open_page("2_entry")) == "Entry"


def test_a_trusted_network_is_the_local_user(
    open_page: Callable[..., AppTest], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people_actor, "at_the_server", lambda: False)
    monkeypatch.setattr(people_actor, "settings", lambda: Settings(trust_network=True))
    assert title(open_page("people")) == "People and access"


def test_broken_settings_close_everything(
    open_page: Callable[..., AppTest], monkeypatch: pytest.MonkeyPatch
) -> None:
    test = open_page("2_entry")
    monkeypatch.setattr(people_actor, "settings", lambda: Settings(readable=False))
    test.run()
    assert "settings file secrets.toml is not valid" in told(test)
    assert not test.title


def test_a_settings_file_that_cannot_be_read_is_noticed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "secrets.toml"
    file.write_text("[auth\nbroken")
    monkeypatch.setattr(st, "secrets", type(st.secrets)())
    before = config.get_option("secrets.files")
    config.set_option("secrets.files", [str(file)])
    try:
        assert people_settings.settings() == Settings(readable=False)
        file.unlink()
        assert people_settings.settings() == Settings()
    finally:
        config.set_option("secrets.files", before)


@pytest.mark.parametrize("section", [
    {"default_role": "root"}, {"admins": "otto@example.org"}, {"hours": "long"}, "viewer",
])
def test_settings_that_say_nothing_known_are_not_guessed(
    monkeypatch: pytest.MonkeyPatch, section: object
) -> None:
    fresh = type(st.secrets)()
    fresh._secrets = {"auth": {"client_id": "x"}, "access": section}
    monkeypatch.setattr(st, "secrets", fresh)
    assert not people_settings.settings().readable


@pytest.mark.parametrize(("claims", "expected"), [
    ({"email_verified": True}, ("otto@example.org", "i|s")),
    ({"email_verified": False}, ("i|s",)), ({}, ("i|s",)), ({"email_verified": "true"}, ("i|s",)),
])
def test_an_address_nobody_verified_makes_no_administrator(
    claims: dict[str, object], expected: tuple[str, ...]
) -> None:
    chosen = Settings(login=True, admins=("otto@example.org", "i|s"))
    assert people_actor.first_admins(claims, chosen) == expected


def test_long_accounts_stay_apart() -> None:
    keys = {people_actor.key_of({"iss": ISSUER, "sub": "s" * 300 + end}) for end in "ab"}
    assert len(keys) == 2
    assert all(len(key) <= 255 for key in keys)


@pytest.mark.parametrize(("address", "headers", "local"), [
    (None, {"Host": "localhost:8501", "Origin": "http://localhost:8501"}, True),
    ("::ffff:127.0.0.1", {"Host": "127.0.0.1:8501"}, True), (None, {}, True),
    (None, {"Host": "[::1]:8501"}, True),
    ("10.0.0.7", {"Host": "localhost:8501"}, False),
    (None, {"Host": "pra.example.org"}, False),
    (None, {"Host": "127.0.0.1:8501", "Origin": "https://evil.example"}, False),
    (None, {"Host": "localhost:8501", "X-Forwarded-For": "10.0.0.7"}, False),
    (None, {"Host": "localhost:8501", "Forwarded": "for=10.0.0.7"}, False),
    (None, {"Host": "127.0.0.1:8501", "X-Real-IP": "10.0.0.7"}, False),
    (None, {"Host": "127.0.0.1:8501", "Via": "1.1 proxy"}, False),
    (None, {"Host": "127.0.0.1:8501", "x-forwarded-host": "pra.example.org"}, False),
    ("not an address", {}, False), (None, {"Host": "[half"}, False),
])
def test_who_sits_at_the_server(address: str | None, headers: dict[str, str], local: bool) -> None:
    assert people_actor.from_here(address, headers) is local


@pytest.mark.parametrize(("address", "own"), [
    ("/entry?lang=en", True), ("/?lang=en&link=abc", True), ("//evil.example", False),
    ("/\\evil.example", False), ("https://evil.example", False), ("/a\r\nSet-Cookie: x=1", False),
    ("/a b", False), ("/" + "x" * 4000, False), ("", False),
])
def test_log_in_leads_back_to_this_workbench_only(address: str, own: bool) -> None:
    assert own_address(address) is own


def test_settings_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    fresh = type(st.secrets)()
    fresh._secrets = {"auth": {"client_id": "x"}, "access": {
        "admins": ["a@b"], "default_role": "viewer", "trust_network": True, "hours": 3,
        "local_user": False}}
    monkeypatch.setattr(st, "secrets", fresh)
    assert people_settings.settings() == Settings(
        True, True, ("a@b",), "viewer", True, 3.0, False)
    assert access.ROLES[0] == "viewer"
