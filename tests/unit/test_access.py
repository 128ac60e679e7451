"""Who may do what with a stored scenario, role by role and case by case."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pra_core import access
from pra_core.access import Action, Actor, Classification, Holding, Role
from pra_core.errors import MESSAGES, PraError

TODAY = dt.date(2026, 11, 22)
ACTIONS = tuple(access.ACTIONS)
KEYS = ("ana", "ben", "cai", "")


def person(key: str, role: Role | None) -> Actor:
    return Actor(key=key, role=role)


def held(visibility: access.Visibility = "private", openness: access.Openness = "internal",
         until: dt.date | None = None) -> Holding:
    return Holding(owner="ana", visibility=visibility, readers=frozenset({"ben"}),
                   editors=frozenset({"cai"}),
                   classification=Classification(openness=openness, until=until))


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize(("actor", "code"), [
    (access.NOBODY, "not_signed_in"), (access.VISITOR, "visitor"),
    (person("dan", None), "stranger"),
])
def test_without_a_role_nothing_is_allowed(actor: Actor, code: str, action: Action) -> None:
    for holding in (None, held("open"), held("named", "open")):
        assert access.refusal(actor, action, holding, TODAY) == code


@pytest.mark.parametrize(("role", "allowed"), [
    ("viewer", {"read", "link"}),
    ("analyst", {"read", "link", "create", "edit", "share", "delete"}),
    ("approver", {"read", "link", "create", "edit", "share", "delete", "approve"}),
    ("admin", set(ACTIONS)),
])
def test_each_role_has_its_actions(role: Role, allowed: set[str]) -> None:
    given = {one for one in ACTIONS if not access.refusal(person("x", role), one, None, TODAY)}
    assert given == allowed


@pytest.mark.parametrize(("visibility", "key", "role", "action", "code"), [
    ("private", "ana", "analyst", "read", ""),
    ("private", "ben", "analyst", "read", "not_shared"),
    ("private", "cai", "analyst", "edit", "not_shared"),
    ("private", "dan", "approver", "approve", "not_shared"),
    ("private", "eve", "admin", "read", ""),
    ("named", "ben", "viewer", "read", ""),
    ("named", "ben", "analyst", "edit", "owner_only"),
    ("named", "cai", "analyst", "edit", ""),
    ("named", "cai", "viewer", "edit", "role_refused"),
    ("named", "cai", "analyst", "share", "owner_only"),
    ("named", "dan", "analyst", "read", "not_shared"),
    ("open", "dan", "viewer", "read", ""),
    ("open", "dan", "analyst", "edit", "owner_only"),
    ("open", "dan", "analyst", "delete", "owner_only"),
    ("open", "dan", "approver", "approve", ""),
    ("open", "ana", "approver", "approve", "own_approval"),
    ("open", "ana", "admin", "approve", "own_approval"),
])
def test_sharing_decides(visibility: access.Visibility, key: str, role: Role, action: Action,
                         code: str) -> None:
    assert access.refusal(person(key, role), action, held(visibility), TODAY) == code


def test_the_local_user_approves_what_is_theirs() -> None:
    own = Holding(owner=access.LOCAL_KEY)
    assert access.refusal(access.local_user(), "approve", own, TODAY) == ""


def test_confidential_is_never_put_into_a_link() -> None:
    for key in ("ana", "ben"):
        asked = access.refusal(person(key, "analyst"), "link", held("named", "confidential"), TODAY)
        assert asked == "confidential_link"
    assert access.refusal(person("ben", "viewer"), "link", held("named"), TODAY) == ""


def test_confidential_is_never_open_to_everybody() -> None:
    holding = held("open", "confidential")
    assert access.refusal(person("dan", "viewer"), "read", holding, TODAY) == "not_shared"
    assert access.refusal(person("ben", "viewer"), "read", holding, TODAY) == ""
    with pytest.raises(PraError, match="never open to everybody"):
        access.checked(holding, TODAY)


@pytest.mark.parametrize(("day", "holds"), [
    (TODAY, "confidential"), (TODAY + dt.timedelta(days=1), "internal"),
])
def test_confidentiality_ends_after_its_last_day(day: dt.date, holds: str) -> None:
    holding = held("open", "confidential", TODAY)
    assert holding.classification.on(day) == holds
    assert (access.refusal(person("dan", "viewer"), "read", holding, day) == "") == (day > TODAY)


def test_a_date_belongs_to_confidential_only() -> None:
    with pytest.raises(ValueError, match="a date for confidential only"):
        Classification(openness="internal", until=TODAY)


@given(key=st.sampled_from(KEYS), role=st.sampled_from((*access.ROLES, None)),
       action=st.sampled_from(ACTIONS), visibility=st.sampled_from(("private", "named", "open")),
       openness=st.sampled_from(("open", "internal", "confidential")))
def test_nothing_is_allowed_that_reading_is_not(
    key: str, role: Role | None, action: Action, visibility: access.Visibility,
    openness: access.Openness,
) -> None:
    holding, asking = held(visibility, openness), person(key, role)
    code = access.refusal(asking, action, holding, TODAY)
    assert code == "" or code in MESSAGES
    about_the_scenario = action not in ("create", "people", "audit")
    if about_the_scenario and not code:
        assert access.refusal(asking, "read", holding, TODAY) == ""
    if code:
        with pytest.raises(PraError):
            access.require(asking, action, holding, TODAY)
