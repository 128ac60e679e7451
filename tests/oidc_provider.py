"""A small log-in provider on this machine: whoever is named in the form is logged in."""

from __future__ import annotations

import time
from urllib.parse import urlencode

from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

CLIENT = "workbench"
SECRET = "for-tests-only-" + "x" * 20


def provider(base: str) -> Starlette:
    """An OpenID Connect provider at that address: code flow, one key, no consent."""
    key = RSAKey.generate_key(2048, {"kid": "test"})
    nonces: dict[str, tuple[str, str]] = {}

    async def discovery(_: Request) -> JSONResponse:
        return JSONResponse({
            "issuer": base, "authorization_endpoint": f"{base}/authorize",
            "token_endpoint": f"{base}/token", "jwks_uri": f"{base}/jwks",
            "userinfo_endpoint": f"{base}/userinfo", "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"]})

    async def authorize(request: Request) -> Response:
        asked = request.query_params
        who = asked.get("who")
        back = {"state": asked["state"]}
        if who is None:
            links = "".join(f'<p><a id="{one}" href="?{urlencode({**asked, "who": one})}">{one}'
                            "</a></p>" for one in ("vera", "ana", "ben", "otto", "sam", "cancel"))
            return HTMLResponse(f"<h1>Provider</h1>{links}")
        if who == "cancel":
            return RedirectResponse(
                f"{asked['redirect_uri']}?{urlencode({**back, 'error': 'access_denied'})}")
        code = f"code-{len(nonces)}"
        nonces[code] = who, asked.get("nonce", "")
        return RedirectResponse(f"{asked['redirect_uri']}?{urlencode({**back, 'code': code})}")

    async def token(request: Request) -> JSONResponse:
        who, nonce = nonces.pop(str((await request.form())["code"]))
        now = int(time.time())
        claims = {"iss": base, "sub": who, "aud": CLIENT, "iat": now, "exp": now + 600,
                  "nonce": nonce, "name": who.title(), "email": f"{who}@example.org",
                  "email_verified": True}
        signed = jwt.encode({"alg": "RS256", "kid": "test"}, claims, key)
        return JSONResponse({"access_token": "opaque", "token_type": "Bearer", "expires_in": 600,
                             "id_token": signed})

    async def jwks(_: Request) -> JSONResponse:
        return JSONResponse({"keys": [key.as_dict(private=False)]})

    async def userinfo(_: Request) -> JSONResponse:
        return JSONResponse({"sub": "not used: the id token says who it is"})

    return Starlette(routes=[
        Route("/.well-known/openid-configuration", discovery), Route("/authorize", authorize),
        Route("/token", token, methods=["POST"]), Route("/jwks", jwks),
        Route("/userinfo", userinfo)])
