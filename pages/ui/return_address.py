"""After log-in back to the address that was asked for, a link followed from a mail included."""

from __future__ import annotations

import re
from http.cookies import CookieError, SimpleCookie
from urllib.parse import quote, unquote

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages.ui.people_settings import settings

COOKIE = "pra_address"
CALLBACK = "/oauth2callback"
SIGNED_IN = "_streamlit_user="
FAILED = "/?login=failed"
INTERNAL = ("/_stcore/", "/auth/", CALLBACK, "/app/static/", "/static/", "/media/", "/component/")
SECONDS = 600
LONGEST = 3000
OWN_ADDRESS = re.compile(r"/(?![/\\])[\x21-\x5b\x5d-\x7e]*\Z")
"""A path of this workbench with its query: never another host, no blanks, no backslash."""


class ReturnAddress:
    """Pure ASGI middleware: remembers the page asked for in a short-lived cookie of its own."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET" or not settings().login:
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)

        async def send_changed(message: Message) -> None:
            if message["type"] == "http.response.start":
                if scope["path"].endswith(CALLBACK):
                    _lead_back(MutableHeaders(scope=message), headers)
                elif _is_page(scope, headers):
                    _remember(MutableHeaders(scope=message), scope)
            await send(message)

        await self.app(scope, receive, send_changed)


def own_address(text: str) -> bool:
    """Whether a redirect to this address stays on this workbench."""
    return len(text) <= LONGEST and OWN_ADDRESS.match(text) is not None


def _is_page(scope: Scope, headers: Headers) -> bool:
    path: str = scope["path"]
    return "text/html" in headers.get("accept", "") and not any(
        part in path for part in INTERNAL) and b"login=" not in scope["query_string"]


def _remember(answer: MutableHeaders, scope: Scope) -> None:
    query = scope["query_string"].decode("ascii", "replace")
    address = quote(scope["path"]) + (f"?{query}" if query else "")
    if own_address(address):
        answer.append("Set-Cookie", f"{COOKIE}={quote(address, safe='')}; Path=/;"
                      f" Max-Age={SECONDS}; HttpOnly; SameSite=Lax")


def _lead_back(answer: MutableHeaders, asked: Headers) -> None:
    """The answer to the log-in leads to the remembered address, or says that it failed."""
    if not any(value.startswith(SIGNED_IN) and not value.startswith(f'{SIGNED_IN}""')
               for value in answer.getlist("set-cookie")):
        answer["Location"] = FAILED
        return
    address = _remembered(asked.get("cookie", ""))
    if address:
        answer["Location"] = address
        answer.append("Set-Cookie", f"{COOKIE}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax")


def _remembered(cookies: str) -> str:
    try:
        found = SimpleCookie(cookies).get(COOKIE)
    except CookieError:
        return ""
    address = unquote(found.value) if found is not None else ""
    return address if own_address(address) else ""
