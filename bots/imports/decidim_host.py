"""The telephone: asks a Decidim over HTTP, patiently, briefly, and never inside our own house."""

import asyncio
import ipaddress
import json
import socket
from typing import Any
from urllib.parse import SplitResult, urlsplit

import httpx

from bots.imports.decidim_query import data_query, introspection, leads_to, types_of
from bots.imports.report import Unreadable

PATIENCE = httpx.Timeout(10.0)  # seconds, for each wait
WHOLE_PATIENCE = 60.0  # seconds, for each question and its answer
MOST_BYTES = 10_000_000  # a hundred processes, all texts included, are a tenth of that
TOO_MANY = 429
PROCESS = "ParticipatoryProcess"
DEPTH = 2  # a process leads to its steps, and they to their texts
AGENT = "Tchatche"


async def fetch(address: str, *, allow_private: bool = False) -> Any:
    """Return all processes of the Decidim at ``address``, as it answers, errors included."""
    parts = _parts(address)
    pinned = await _pinned(parts, allow_private=allow_private)
    headers = {"Host": parts.netloc.rpartition("@")[2], "User-Agent": AGENT}
    async with httpx.AsyncClient(timeout=PATIENCE, headers=headers, trust_env=False) as client:
        return await _conversation(Line(client, pinned, parts.hostname or ""))


def site_of(address: str) -> str:
    """Return where people read this Decidim: the address without its way to the machine's side."""
    parts = _parts(address)
    path = parts.path.rstrip("/").removesuffix("/api")
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{path}"


class Line:
    """A line open to one host, at the one address that was checked."""

    __slots__ = ("_client", "_host", "_url")

    def __init__(self, client: httpx.AsyncClient, url: str, host: str) -> None:
        self._client = client
        self._url = url
        self._host = host

    async def ask(self, query: str) -> Any:
        """Return the answer to one question; raises Unreadable with a sentence."""
        try:
            response, content = await self._post(query)
        except httpx.HTTPError as error:
            raise Unreadable(
                f"{self._host} ne répond pas : vérifie l'adresse et réessaie."
            ) from error
        except TimeoutError as error:
            raise Unreadable(f"{self._host} répond trop lentement : réessaie plus tard.") from error
        return self._understood(response, content)

    async def _post(self, query: str) -> tuple[httpx.Response, bytes]:
        request = self._client.build_request(
            "POST", self._url, json={"query": query}, extensions={"sni_hostname": self._host}
        )
        async with asyncio.timeout(WHOLE_PATIENCE):
            response = await self._client.send(request, stream=True)
            try:
                return response, await self._body(response)
            finally:
                await response.aclose()

    async def _body(self, response: httpx.Response) -> bytes:
        body = bytearray()
        async for part in response.aiter_bytes():
            body += part
            if len(body) > MOST_BYTES:
                raise Unreadable(
                    f"{self._host} répond plus de {MOST_BYTES // 1_000_000} Mo : c'est trop."
                )
        return bytes(body)

    def _understood(self, response: httpx.Response, content: bytes) -> Any:
        if response.is_redirect:
            raise Unreadable(
                f"{self._host} renvoie vers {response.headers.get('location')} : essaie là."
            )
        if response.status_code == TOO_MANY:
            raise Unreadable(f"{self._host} reçoit trop de questions : réessaie dans une minute.")
        try:
            return json.loads(content)
        except ValueError as error:
            raise Unreadable(
                f"{self._host} ne répond pas comme un Decidim (HTTP {response.status_code}) : "
                "donne l'adresse du site, ou celle de son /api."
            ) from error


async def _conversation(line: Line) -> Any:
    """Ask what the host knows of a process, of what it leads to, then for the processes."""
    types = types_of(_data(await line.ask(introspection((PROCESS,)))))
    if PROCESS not in types:
        raise Unreadable("Ce site n'a pas de démarches participatives : est-ce bien un Decidim ?")
    for _ in range(DEPTH):
        if wanted := leads_to(types):
            told = types_of(_data(await line.ask(introspection(wanted))))
            types = {**types, **{name: {} for name in wanted}, **told}
    return await line.ask(data_query(PROCESS, types))


def _data(answer: Any) -> dict[str, Any]:
    data = answer.get("data") if isinstance(answer, dict) else None
    return data if isinstance(data, dict) else {}


def _parts(address: str) -> SplitResult:
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise Unreadable(f"« {address} » n'est pas une adresse web.") from error
    if parts.scheme not in {"http", "https"} or not parts.hostname or port == 0:
        raise Unreadable(f"« {address} » n'est pas une adresse web : il faut http:// ou https://.")
    return parts


async def _pinned(parts: SplitResult, *, allow_private: bool) -> str:
    """Return the endpoint at one checked address, so that no name can change under our hand."""
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    try:
        async with asyncio.timeout(10):
            found = await asyncio.get_running_loop().getaddrinfo(
                host, port, type=socket.SOCK_STREAM
            )
    except (OSError, TimeoutError, UnicodeError) as error:
        raise Unreadable(f"Je ne trouve pas le site {host} : vérifie l'adresse.") from error
    addresses = [ipaddress.ip_address(str(one[4][0]).partition("%")[0]) for one in found]
    if not allow_private and not all(map(_is_public, addresses)):
        raise Unreadable(f"{host} est une machine du réseau interne : je ne l'appelle pas.")
    chosen = addresses[0]
    at = f"[{chosen}]" if chosen.version == 6 else str(chosen)  # noqa: PLR2004
    path = parts.path.rstrip("/")
    return f"{parts.scheme}://{at}:{port}{path if path.endswith('/api') else f'{path}/api'}"


def _is_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    return address.is_global and not address.is_multicast
