"""What every request must show: a session, a right, a form of ours, from here."""

from collections.abc import Iterator

import httpx
import pytest
from starlette.routing import Mount, Route

from console import Role
from console.rights import RIGHTS, Right, may
from tests.console.house import EMAIL, HERE, PASSWORD, House, client, hidden, log_in, submit

OPEN = {
    ("GET", "/login"),
    ("POST", "/login"),
    ("POST", "/logout"),
    ("GET", "/setup"),
    ("POST", "/setup"),
}
ALLOWED = {
    ("GET", "/"): {Role.COUNCIL, Role.STAFF, Role.ADMIN},
    ("POST", "/examples/remove"): {Role.STAFF, Role.ADMIN},
}


def routes(house: House) -> Iterator[tuple[str, str]]:
    """Every method and path of the console, static files apart."""
    mounted = house.app().routes[0]
    assert isinstance(mounted, Mount)
    for route in mounted.routes:
        if isinstance(route, Route):
            yield from _named(route)


def _named(route: Route) -> Iterator[tuple[str, str]]:
    for method in (route.methods or set()) - {"HEAD"}:
        yield method, route.path


def test_every_route_is_in_the_matrix(house: House) -> None:
    assert set(routes(house)) == OPEN | set(ALLOWED)


@pytest.mark.parametrize(("method", "path"), sorted(ALLOWED))
async def test_without_a_session_one_is_shown_the_door(
    visitor: httpx.AsyncClient, method: str, path: str
) -> None:
    answer = await visitor.request(method, f"/console{path}")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/console/login"


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize(("method", "path"), sorted(ALLOWED))
async def test_each_role_reaches_its_pages_and_no_other(
    house: House, visitor: httpx.AsyncClient, method: str, path: str, role: Role
) -> None:
    await house.take_on(role=role)
    await log_in(visitor)
    form = hidden((await visitor.get("/console/")).text)
    answer = await visitor.request(method, f"/console{path}", data=form or None)
    if role in ALLOWED[method, path]:
        assert answer.status_code in {200, 303}
    else:
        assert answer.status_code == 403
        assert "Votre compte ne permet pas cette action" in answer.text


def test_every_role_has_its_rights_written() -> None:
    assert set(RIGHTS) == set(Role)
    assert all(may(Role.ADMIN, right) for right in Right)


@pytest.mark.parametrize("path", ["/console/login", "/console/logout", "/console/examples/remove"])
@pytest.mark.parametrize("token", [None, "", "forged", "a.b.c"])
async def test_a_form_that_is_not_ours_is_refused(
    house: House, visitor: httpx.AsyncClient, path: str, token: str | None
) -> None:
    await house.take_on()
    await log_in(visitor)
    answer = await visitor.post(path, data={"x": "y"} if token is None else {"token": token})
    assert answer.status_code == 403
    assert (await visitor.get("/console/")).status_code == 200


async def test_the_missing_token_is_said_in_a_sentence(visitor: httpx.AsyncClient) -> None:
    answer = await visitor.post("/console/login", data={"email": EMAIL, "password": PASSWORD})
    assert answer.status_code == 403
    assert "Ce formulaire a expiré" in answer.text


async def test_a_form_drawn_for_another_browser_is_refused(
    house: House, visitor: httpx.AsyncClient
) -> None:
    await house.take_on()
    async with client(house) as other:
        foreign = hidden((await other.get("/console/login")).text)
    await visitor.get("/console/login")
    answer = await visitor.post(
        "/console/login", data={**foreign, "email": EMAIL, "password": PASSWORD}
    )
    assert answer.status_code == 403


async def test_a_form_left_open_for_a_day_is_refused(
    house: House, visitor: httpx.AsyncClient
) -> None:
    await house.take_on()
    form = hidden((await visitor.get("/console/login")).text)
    house.clock.pass_by(hours=13)
    typed = {**form, "email": EMAIL, "password": PASSWORD}
    assert (await visitor.post("/console/login", data=typed)).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://ailleurs.exemple"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "same-origin", "origin": "https://ailleurs.exemple"},
    ],
)
async def test_a_form_from_another_site_is_refused(
    house: House, visitor: httpx.AsyncClient, headers: dict[str, str]
) -> None:
    await house.take_on()
    form = hidden((await visitor.get("/console/login")).text)
    typed = {**form, "email": EMAIL, "password": PASSWORD}
    answer = await visitor.post("/console/login", data=typed, headers=headers)
    assert answer.status_code == 403
    assert "vient d’un autre site" in answer.text


async def test_a_form_from_here_is_taken(house: House, visitor: httpx.AsyncClient) -> None:
    await house.take_on()
    form = hidden((await visitor.get("/console/login")).text)
    typed = {**form, "email": EMAIL, "password": PASSWORD}
    headers = {"origin": HERE, "sec-fetch-site": "same-origin"}
    answer = await visitor.post("/console/login", data=typed, headers=headers)
    assert answer.status_code == 303


@pytest.mark.parametrize(
    "path", ["/console/", "/console/login", "/console/setup", "/console/nowhere", "/console/logout"]
)
async def test_every_answer_is_shielded_and_never_kept(
    visitor: httpx.AsyncClient, path: str
) -> None:
    headers = (await visitor.get(path)).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"


async def test_no_page_holds_a_script_or_an_inline_style(
    house: House, visitor: httpx.AsyncClient
) -> None:
    pages = [await visitor.get(await house.link()), await visitor.get("/console/login")]
    await house.take_on()
    await log_in(visitor)
    pages.append(await visitor.get("/console/"))
    for page in pages:
        assert page.status_code == 200
        assert "<script" not in page.text
        assert "style=" not in page.text
        assert "http" not in page.text.replace("http-equiv", "")


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/console/nowhere", 404, "n’existe pas"),
        ("/console/logout", 405, "Revenez à l’accueil"),
        ("/console/setup?token=%ff%00", 410, "Ce lien a déjà servi"),
    ],
)
async def test_an_error_is_a_sentence(
    visitor: httpx.AsyncClient, path: str, status: int, words: str
) -> None:
    answer = await visitor.get(path)
    assert answer.status_code == status
    assert words in answer.text


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"x=" + b"a" * 20_000, "application/x-www-form-urlencoded", 413),
        (b"&".join(b"a=1" for _ in range(60)), "application/x-www-form-urlencoded", 400),
        (b'{"token": 1}', "application/json", 415),
        (b"\xff\xfe%ff%00", "application/x-www-form-urlencoded", 403),
    ],
)
async def test_an_unreadable_form_is_a_sentence(
    visitor: httpx.AsyncClient, body: bytes, kind: str, status: int
) -> None:
    answer = await visitor.post("/console/login", content=body, headers={"content-type": kind})
    assert answer.status_code == status
    assert '<p class="lead">' in answer.text


async def test_when_the_memory_is_gone_the_page_says_so_without_a_traceback(
    house: House, visitor: httpx.AsyncClient
) -> None:
    await house.take_on()
    await log_in(visitor)
    async with house.store.work() as work:
        await work._tx.connection.exec_driver_sql("ALTER TABLE staff_session RENAME TO gone")
    answer = await visitor.get("/console/")
    assert answer.status_code == 500
    assert "Réessayez dans un instant" in answer.text
    assert "Traceback" not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]


async def test_the_styles_are_kept_for_a_year(visitor: httpx.AsyncClient) -> None:
    answer = await visitor.get("/console/static/console.css")
    assert answer.status_code == 200
    assert "max-age=31536000" in answer.headers["cache-control"]


async def test_the_console_without_its_slash_leads_home(visitor: httpx.AsyncClient) -> None:
    answer = await visitor.get("/console")
    assert answer.status_code == 307
    assert answer.headers["location"].endswith("/console/")


async def test_logging_out_from_nowhere_is_harmless(visitor: httpx.AsyncClient) -> None:
    answer = await submit(visitor, "/console/login", "/console/logout")
    assert answer.headers["location"] == "/console/login"
