"""The door: who gets in, for how long, and how patient mistakes make us."""

from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from console import Passwords, Role
from tests.console.house import EMAIL, HERE, PASSWORD, House, client, hidden, log_in, submit

SESSION = "tchatche_console"


async def test_the_right_password_lets_in(house: House, visitor: httpx.AsyncClient) -> None:
    await house.take_on()
    answer = await log_in(visitor, email=" EQUIPE@exemple.fr ")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/console/"
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"{SESSION}=")
    for part in ("HttpOnly", "SameSite=strict", "Path=/console", "Max-Age=43200"):
        assert part in cookie
    assert "Secure" not in cookie
    assert (await visitor.get("/console/")).status_code == 200
    assert (await visitor.get("/console/login")).headers["location"] == "/console/"


async def test_over_https_the_cookie_is_bound_to_the_host(house: House) -> None:
    await house.take_on()
    async with client(house, "https://console.test") as visitor:
        cookie = (await log_in(visitor)).headers["set-cookie"]
        assert cookie.startswith("__Host-tchatche=")
        for part in ("HttpOnly", "SameSite=strict", "Path=/;", "Secure"):
            assert part in cookie
        assert (await visitor.get("/console/")).status_code == 200


@pytest.mark.parametrize(
    ("email", "password"),
    [(EMAIL, "pas la bonne phrase"), ("autre@exemple.fr", PASSWORD), ("", ""), ("\0", "\0")],
)
async def test_anything_else_is_refused_in_the_same_words(
    house: House, visitor: httpx.AsyncClient, email: str, password: str
) -> None:
    await house.take_on()
    answer = await log_in(visitor, email, password)
    assert answer.status_code == 422
    assert "ne correspond pas" in answer.text
    assert SESSION not in answer.headers.get("set-cookie", "")


@dataclass
class Counting(Passwords):
    """Passwords that remember what they were compared with."""

    compared: list[bool] = field(default_factory=list)

    def __post_init__(self) -> None:
        Passwords.__init__(self, memory_kib=8, rounds=1)

    def _fits(self, password: str, kept: str) -> bool:
        self.compared.append(kept.startswith("$argon2id$v=19$m=8,t=1,p=1$"))
        return super()._fits(password, kept)


async def test_an_unknown_email_costs_the_same_work_as_a_wrong_password(house: House) -> None:
    house.passwords = Counting()
    await house.take_on()
    async with client(house) as visitor:
        await log_in(visitor, EMAIL, "pas la bonne phrase")
        await log_in(visitor, "autre@exemple.fr", "pas la bonne phrase")
        await log_in(visitor, "pas une adresse", "pas la bonne phrase")
    assert house.passwords.compared == [True, True, True]


async def test_a_disabled_account_stays_outside(house: House, visitor: httpx.AsyncClient) -> None:
    number = await house.take_on()
    await log_in(visitor)
    async with house.store.work() as work:
        await work.staff.disable(number)
    assert (await visitor.get("/console/")).headers["location"] == "/console/login"
    assert (await log_in(visitor)).status_code == 422


async def test_logging_out_ends_the_session_for_good(
    house: House, visitor: httpx.AsyncClient
) -> None:
    number = await house.take_on()
    await log_in(visitor)
    token = visitor.cookies[SESSION]
    answer = await submit(visitor, "/console/", "/console/logout")
    assert answer.headers["location"] == "/console/login"
    assert SESSION not in visitor.cookies
    async with client(house) as thief:
        thief.cookies.set(SESSION, token, domain="console.test", path="/console")
        assert (await thief.get("/console/")).headers["location"] == "/console/login"
    assert (await house.acts())[0] == (number, "close_session", None)


async def test_a_session_ends_after_twelve_hours(house: House, visitor: httpx.AsyncClient) -> None:
    await house.take_on()
    await log_in(visitor)
    house.clock.pass_by(hours=11, minutes=59)
    assert (await visitor.get("/console/")).status_code == 200
    house.clock.pass_by(minutes=1)
    assert (await visitor.get("/console/")).headers["location"] == "/console/login"


async def test_the_memory_holds_no_token_and_no_password(
    house: House, visitor: httpx.AsyncClient
) -> None:
    await house.take_on()
    await log_in(visitor)
    token = visitor.cookies[SESSION]
    await house.store.close()
    folder = house.store._engine.url.database
    assert folder is not None
    content = b"".join(path.read_bytes() for path in _files(folder))
    assert b"$argon2id$" in content
    assert token.encode() not in content
    assert PASSWORD.encode() not in content


def _files(database: str) -> list[Path]:
    return sorted(Path(database).parent.glob("console.db*"))


async def test_after_three_mistakes_the_account_waits_longer_each_time(
    house: House, visitor: httpx.AsyncClient
) -> None:
    await house.take_on()
    for _ in range(3):
        assert (await log_in(visitor, password="pas la bonne")).status_code == 422
    refused = await log_in(visitor)  # the right password waits too
    assert refused.status_code == 429
    assert refused.headers["retry-after"] == "2"
    assert "Attendez 2 secondes" in refused.text
    house.clock.pass_by(seconds=2)
    assert (await log_in(visitor, password="pas la bonne")).status_code == 422
    assert (await log_in(visitor)).headers["retry-after"] == "4"
    house.clock.pass_by(seconds=4)
    assert (await log_in(visitor)).status_code == 303


async def test_one_address_trying_many_accounts_waits_and_others_do_not(house: House) -> None:
    await house.take_on()
    app = house.app()
    trying = httpx.ASGITransport(app, client=("192.0.2.1", 1))
    async with httpx.AsyncClient(transport=trying, base_url=HERE) as guesser:
        seen = [(await log_in(guesser, f"a{n}@exemple.fr")).status_code for n in range(12)]
    assert seen == [422] * 10 + [429] * 2
    elsewhere = httpx.ASGITransport(app, client=("198.51.100.1", 1))
    async with httpx.AsyncClient(transport=elsewhere, base_url=HERE) as member:
        assert (await log_in(member)).status_code == 303


async def test_a_browser_known_here_is_let_in_while_somebody_insists(house: House) -> None:
    await house.take_on()
    app = house.app()

    def browser(address: str) -> httpx.AsyncClient:
        transport = httpx.ASGITransport(app, client=(address, 1))
        return httpx.AsyncClient(transport=transport, base_url=HERE)

    async with browser("192.0.2.1") as admin, browser("192.0.2.1") as neighbour:
        cookie = (await log_in(admin)).headers["set-cookie"].partition("tchatche_known=")[2]
        for part in ("HttpOnly", "Max-Age=7776000", "Path=/console", "SameSite=strict"):
            assert part in cookie
        await submit(admin, "/console/", "/console/logout")
        for _ in range(12):  # behind the same address of the same town hall
            refused = await log_in(neighbour, password="pas la bonne")
        assert refused.status_code == 429
        assert (await log_in(admin)).status_code == 303
        async with browser("198.51.100.1") as elsewhere:
            assert (await log_in(elsewhere)).status_code == 303


@pytest.mark.parametrize("forged", ["", "x", "é", "a.b.c", "1" * 64])
async def test_a_browser_is_not_known_for_saying_so(house: House, forged: str) -> None:
    await house.take_on()
    async with client(house) as visitor:
        raw = f"tchatche_known={forged}".encode()
        for _ in range(3):
            await log_in(visitor, password="pas la bonne")
        form = hidden((await visitor.get("/console/login")).text)
        own = f"tchatche_form={visitor.cookies['tchatche_form']}; ".encode()
        answer = await visitor.post(
            "/console/login",
            data={**form, "email": EMAIL, "password": PASSWORD},
            headers={b"Cookie": own + raw},
        )
        assert answer.status_code == 429


async def test_a_browser_known_for_one_account_is_not_for_another(house: House) -> None:
    await house.take_on()
    await house.take_on("autre@exemple.fr", Role.STAFF)
    async with client(house) as visitor:
        await log_in(visitor, "autre@exemple.fr")
        await submit(visitor, "/console/", "/console/logout")
        for _ in range(3):
            await log_in(visitor, password="pas la bonne")
        assert (await log_in(visitor)).status_code == 429


async def test_an_email_is_shown_escaped(house: House, visitor: httpx.AsyncClient) -> None:
    nasty = '"><script>alert(1)</script>@exemple.fr'
    await house.take_on(nasty, Role.STAFF)
    refused = await log_in(visitor, nasty, "pas la bonne phrase")
    assert "<script" not in refused.text
    await log_in(visitor, nasty)
    home = await visitor.get("/console/")
    assert "<script" not in home.text
    assert "&lt;script&gt;alert(1)" in home.text


async def test_a_session_is_new_at_each_entrance(house: House, visitor: httpx.AsyncClient) -> None:
    await house.take_on()
    form = hidden((await visitor.get("/console/login")).text)
    visitor.cookies.set(SESSION, "chosen-by-somebody", domain="console.test", path="/console")
    await visitor.post("/console/login", data={**form, "email": EMAIL, "password": PASSWORD})
    assert visitor.cookies[SESSION] != "chosen-by-somebody"
    assert (await visitor.get("/console/")).status_code == 200
