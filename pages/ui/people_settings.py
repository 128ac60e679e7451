"""What the settings file says about log-in and access; read at every run, kept by Streamlit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import streamlit as st

from pra_core.access import ROLES, Role

SESSION_HOURS = 12.0
"""A log-in older than a working day is asked for again."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Sections `[auth]` and `[access]` of `.streamlit/secrets.toml`."""

    readable: bool = True
    """False = there is a settings file, but it is not valid: nothing may be opened."""
    login: bool = False
    """Whether log-in is set up, so that accounts and roles count."""
    admins: tuple[str, ...] = ()
    """Who is an administrator at the first log-in: `issuer|subject`, or an e-mail address."""
    default_role: Role | None = None
    """Role of whoever logs in for the first time; None = an administrator has to give one."""
    trust_network: bool = False
    """Without log-in: whether other machines of the network may use the stored library."""
    hours: float = SESSION_HOURS
    """How long a log-in counts."""
    local_user: bool = True
    """Without log-in: whether whoever sits at this machine may do everything."""


def settings() -> Settings:
    """The settings as they stand; a file that cannot be read closes everything."""
    files = st.get_option("secrets.files") or []
    if not st.secrets.load_if_toml_exists():
        return Settings(readable=not any(Path(name).exists() for name in files))
    chosen = st.secrets.get("access", {})
    access = chosen if isinstance(chosen, Mapping) else {}
    role, admins = access.get("default_role"), access.get("admins", ())
    hours = access.get("hours", SESSION_HOURS)
    return Settings(
        readable=isinstance(chosen, Mapping) and (role is None or role in ROLES)
        and isinstance(hours, int | float) and not isinstance(admins, str),
        login=bool(st.secrets.get("auth")),
        admins=tuple(str(one) for one in admins),
        default_role=cast(Role, role) if role in ROLES else None,
        trust_network=access.get("trust_network") is True,
        local_user=access.get("local_user", True) is True,
        hours=float(hours) if isinstance(hours, int | float) else SESSION_HOURS)
