"""A console over a real SQLite store, and a member of the team without a browser."""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from html import unescape
from zoneinfo import ZoneInfo

import httpx
from starlette.applications import Starlette
from starlette.routing import Mount

from bots.desk import StoredAccounts, StoredBoard
from console import ConsoleSettings, Passwords, Role, build, make_setup_link
from storage.store import SqlStore

NOW = datetime(2026, 11, 24, 15, 0, tzinfo=ZoneInfo("Europe/Paris"))
HERE = "http://console.test"
SECRET = "a-secret-long-enough-for-tests"
EMAIL = "equipe@exemple.fr"
PASSWORD = "une phrase assez longue"
QUICK = Passwords(memory_kib=8, rounds=1)  # argon2id all the same


@dataclass
class Clock:
    """A clock one sets by hand."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **length: float) -> None:
        self.now += timedelta(**length)


@dataclass
class House:
    """The console, its memory and its clock."""

    store: SqlStore
    clock: Clock = field(default_factory=Clock)
    passwords: Passwords = QUICK

    @property
    def accounts(self) -> StoredAccounts:
        return StoredAccounts(self.store)

    def app(self, public_url: str = HERE) -> Starlette:
        console = build(
            accounts=self.accounts,
            board=StoredBoard(self.store),
            settings=ConsoleSettings(secret_key=SECRET, public_url=public_url),
            clock=self.clock,
            passwords=self.passwords,
        )
        return Starlette(routes=[Mount("/console", console)])

    async def link(self) -> str:
        path = await make_setup_link(self.accounts, now=self.clock())
        assert path is not None
        return path

    async def take_on(self, email: str = EMAIL, role: Role = Role.ADMIN) -> int:
        hashed = await self.passwords.hash(PASSWORD)
        async with self.store.work() as work:
            return await work.staff.create(email, hashed, role, now=self.clock())

    async def acts(self) -> list[tuple[int | None, str, str | None]]:
        async with self.store.work() as work:
            return [(act.staff, act.act, act.detail) for act in await work.staff.acts()]


def client(house: House, public_url: str = HERE, address: str = "192.0.2.1") -> httpx.AsyncClient:
    """Return a browser's worth of cookies, at one address."""
    transport = httpx.ASGITransport(
        house.app(public_url), raise_app_exceptions=False, client=(address, 1234)
    )
    return httpx.AsyncClient(transport=transport, base_url=public_url)


def hidden(page: str) -> dict[str, str]:
    """Return the hidden fields of the page's last form, as a browser would send them."""
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page)
    return {name: unescape(value) for name, value in found}


async def submit(visitor: httpx.AsyncClient, shown: str, to: str, **typed: str) -> httpx.Response:
    """Open a page, then post its form with what was typed."""
    page = await visitor.get(shown)
    return await visitor.post(to, data={**hidden(page.text), **typed})


async def log_in(
    visitor: httpx.AsyncClient, email: str = EMAIL, password: str = PASSWORD
) -> httpx.Response:
    """Post the door's form."""
    return await submit(visitor, "/console/login", "/console/login", email=email, password=password)
