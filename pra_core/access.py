"""Who may do what with a stored scenario: roles, sharing, openness. Decided here, asked by pages.

A page or a link never decides: the store asks `require` before it hands out or changes anything.
No clock is read: the day on which a question is asked is an argument.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field, model_validator

from pra_core.errors import N_, PraError
from pra_core.frozen import Frozen, problem

Role = Literal["viewer", "analyst", "approver", "admin"]
ROLES: tuple[Role, ...] = ("viewer", "analyst", "approver", "admin")
Visibility = Literal["private", "named", "open"]
Openness = Literal["open", "internal", "confidential"]
Action = Literal["read", "edit", "share", "approve", "delete", "link", "create", "people", "audit"]
LOCAL_KEY = "local"
"""Key of the one person of a workbench without log-in."""


class Actor(Frozen):
    """Whoever asks: a person with a role, a stranger without one, or the local user."""

    key: str
    """`issuer|subject` of the log-in, `LOCAL_KEY` without log-in, empty for nobody."""
    name: str = ""
    email: str = ""
    role: Role | None = None
    """None = signed in or not, but nobody gave a role: a stranger."""

    @property
    def known(self) -> bool:
        """Whether a role was given."""
        return self.role is not None


NOBODY = Actor(key="")
"""Not signed in where log-in is asked for."""
VISITOR_KEY = "visitor"
VISITOR = Actor(key=VISITOR_KEY)
"""Somebody at another machine, where nobody logs in: computes, but opens nothing stored."""
WITHOUT_ROLE = {"": "not_signed_in", VISITOR_KEY: "visitor"}
"""Why somebody without a role is refused, where it is not that nobody gave one."""
ACTIONS: dict[Action, str] = {
    "read": N_("open a stored scenario"), "link": N_("put a scenario into a link"),
    "create": N_("save a scenario"), "edit": N_("change a stored scenario"),
    "share": N_("share a scenario or change its openness"), "delete": N_("delete a scenario"),
    "approve": N_("approve a version"), "people": N_("give roles"), "audit": N_("read the log"),
}
"""What is asked for, in words."""


def local_user(name: str = "") -> Actor:
    """The one person of a workbench without log-in: may do everything."""
    return Actor(key=LOCAL_KEY, name=name, role="admin")


class Classification(Frozen):
    """How openly a scenario may be handled; printed on every report."""

    openness: Openness = "internal"
    until: dt.date | None = None
    """Last day of confidentiality; afterwards it counts as internal."""

    @model_validator(mode="after")
    def _until_belongs_to_confidential(self) -> Classification:
        if self.until is not None and self.openness != "confidential":
            raise problem("conflict", self.openness, "a date for confidential only", "until")
        return self

    def on(self, day: dt.date) -> Openness:
        """The class that holds on a day."""
        if self.openness == "confidential" and self.until is not None and day > self.until:
            return "internal"
        return self.openness


def less_strict(given: Classification, held: Classification) -> bool:
    """Whether a class ends sooner than a confidential one, or is none itself."""
    if given.openness != "confidential":
        return True
    return given.until is not None and (held.until is None or given.until < held.until)


class Holding(Frozen):
    """What decides about access to one stored scenario."""

    owner: str
    """Key of the owner."""
    visibility: Visibility = "private"
    readers: frozenset[str] = Field(default_factory=frozenset)
    """Keys of the named people who may read."""
    editors: frozenset[str] = Field(default_factory=frozenset)
    """Keys of the named people who may also edit."""
    classification: Classification = Classification()
    frozen: bool = False
    """Whether the version asked for was approved."""


def checked(holding: Holding, today: dt.date) -> Holding:
    """The same holding; PraError `confidential_open` where a confidential one is open to all."""
    if holding.visibility == "open" and holding.classification.on(today) == "confidential":
        raise PraError("confidential_open")
    return holding


def refusal(actor: Actor, action: Action, holding: Holding | None, today: dt.date) -> str:
    """Why the action is refused, as a code of `errors.MESSAGES`; empty where it is allowed.

    - A stranger may nothing. A viewer reads, an analyst also creates and edits, an approver also
      approves, an admin may everything.
    - Private: the owner (and admins). Named: also readers and editors. Open: everybody with a
      role reads, unless it is confidential; only owner, editors and admins edit. Sharing,
      deleting and openness: the owner and admins. Approval: an approver or admin who may read it
      and is not its owner (the local user excepted).
    - A compressed link (`link`) needs the right to read, and a class other than confidential.
    """
    if not actor.known:
        return WITHOUT_ROLE.get(actor.key, "stranger")
    code = _by_role(actor, action)
    if code or holding is None or action in ("create", "people", "audit"):
        return code
    return _by_holding(actor, action, holding, today)


def require(actor: Actor, action: Action, holding: Holding | None, today: dt.date) -> None:
    """Raises PraError with the code of the refusal."""
    code = refusal(actor, action, holding, today)
    if code:
        raise PraError(code, "", actor.name or actor.email or actor.key or "?", ACTIONS[action])


_NEEDS: dict[str, tuple[Role, ...]] = {
    "read": ROLES, "link": ROLES,
    "create": ("analyst", "approver", "admin"), "edit": ("analyst", "approver", "admin"),
    "share": ("analyst", "approver", "admin"), "delete": ("analyst", "approver", "admin"),
    "approve": ("approver", "admin"), "people": ("admin",), "audit": ("admin",),
}


def _by_role(actor: Actor, action: Action) -> str:
    return "" if actor.role in _NEEDS[action] else "role_refused"


def _by_holding(actor: Actor, action: Action, holding: Holding, today: dt.date) -> str:
    owns = actor.key == holding.owner or actor.role == "admin"
    edits = owns or (holding.visibility != "private" and actor.key in holding.editors)
    secret = holding.classification.on(today) == "confidential"
    reads = edits or (holding.visibility == "open" and not secret) or (
        holding.visibility != "private" and actor.key in holding.readers)
    if not reads:
        return "not_shared"
    if action == "link" and secret:
        return "confidential_link"
    if action == "edit" and not edits or action in ("share", "delete") and not owns:
        return "owner_only"
    own = actor.key == holding.owner and actor.key != LOCAL_KEY
    if action == "approve" and own:
        return "own_approval"
    return ""
