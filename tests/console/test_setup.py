"""The first administrator: a link good for one use, or the environment."""

import asyncio

import httpx
import pytest

from console import ChooseAnother, Role, first_admin, make_setup_link
from tests.console.house import EMAIL, PASSWORD, House, client, hidden, log_in, submit

CHOICE = {"email": EMAIL, "password": PASSWORD}


async def test_the_link_makes_an_administrator_and_lets_them_in(
    house: House, visitor: httpx.AsyncClient
) -> None:
    link = await house.link()
    answer = await submit(visitor, link, "/console/setup", **CHOICE)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/console/"
    home = await visitor.get("/console/")
    assert home.status_code == 200
    assert EMAIL in home.text
    account = await house.accounts.known(EMAIL)
    assert account is not None
    assert account.member.role is Role.ADMIN
    assert account.password_hash.startswith("$argon2id$")
    assert [act for _, act, _ in await house.acts()] == ["open_session", "found"]


async def test_a_link_used_twice_is_refused(house: House, visitor: httpx.AsyncClient) -> None:
    link = await house.link()
    form = hidden((await visitor.get(link)).text)
    first = await visitor.post("/console/setup", data={**form, **CHOICE})
    assert first.status_code == 303
    async with client(house) as other:
        again = await other.get(link)
        assert again.status_code == 410
        assert "Ce lien a déjà servi" in again.text
        door = hidden((await other.get("/console/login")).text)
        stolen = {**door, "link": form["link"], "email": "x@exemple.fr", "password": PASSWORD}
        assert (await other.post("/console/setup", data=stolen)).status_code == 410
    assert await house.accounts.known("x@exemple.fr") is None


async def test_two_people_with_one_link_at_once_make_one_administrator(house: House) -> None:
    link = await house.link()
    async with client(house) as one, client(house) as two:
        forms = [hidden((await who.get(link)).text) for who in (one, two)]
        answers = await asyncio.gather(
            one.post("/console/setup", data={**forms[0], **CHOICE, "email": "un@exemple.fr"}),
            two.post("/console/setup", data={**forms[1], **CHOICE, "email": "deux@exemple.fr"}),
        )
    assert sorted(answer.status_code for answer in answers) == [303, 410]
    known = [await house.accounts.known(f"{name}@exemple.fr") for name in ("un", "deux")]
    assert known.count(None) == 1


async def test_a_link_lasts_24_hours(house: House, visitor: httpx.AsyncClient) -> None:
    link = await house.link()
    house.clock.pass_by(hours=23, minutes=59)
    page = await visitor.get(link)
    assert page.status_code == 200
    house.clock.pass_by(minutes=1)
    assert (await visitor.get(link)).status_code == 410
    late = await visitor.post("/console/setup", data={**hidden(page.text), **CHOICE})
    assert late.status_code == 410
    assert await house.accounts.known(EMAIL) is None


async def test_a_new_link_voids_the_former(house: House, visitor: httpx.AsyncClient) -> None:
    former, latter = await house.link(), await house.link()
    assert (await visitor.get(former)).status_code == 410
    assert (await visitor.get(latter)).status_code == 200


async def test_no_link_is_made_once_somebody_works_here(house: House) -> None:
    await house.take_on()
    assert await make_setup_link(house.accounts, now=house.clock()) is None


async def test_a_link_made_before_somebody_was_taken_on_is_void(
    house: House, visitor: httpx.AsyncClient
) -> None:
    link = await house.link()
    await house.take_on()
    assert (await visitor.get(link)).status_code == 410


async def test_a_short_password_is_refused_and_the_link_still_serves(
    house: House, visitor: httpx.AsyncClient
) -> None:
    link = await house.link()
    weak = await submit(visitor, link, "/console/setup", email=EMAIL, password="onze lettre")
    assert weak.status_code == 422
    assert "au moins 12 caractères" in weak.text
    assert f'value="{EMAIL}"' in weak.text
    assert "onze lettre" not in weak.text
    good = await submit(visitor, link, "/console/setup", email=EMAIL, password="douze lettre")
    assert good.status_code == 303


@pytest.mark.parametrize("email", ["", "équipe", "a@b", "a b@exemple.fr", "x" * 250 + "@e.fr"])
async def test_what_is_no_email_is_refused(
    house: House, visitor: httpx.AsyncClient, email: str
) -> None:
    link = await house.link()
    answer = await submit(visitor, link, "/console/setup", email=email, password=PASSWORD)
    assert answer.status_code == 422
    assert "nom@exemple.fr" in answer.text


async def test_the_environment_makes_the_first_account_once(
    house: House, visitor: httpx.AsyncClient
) -> None:
    async def start(password: str) -> bool:
        return await first_admin(
            house.accounts,
            email=EMAIL,
            password=password,
            now=house.clock(),
            passwords=house.passwords,
        )

    assert await start(PASSWORD)
    assert not await start("une autre phrase")
    assert (await log_in(visitor)).status_code == 303


async def test_the_environment_may_not_choose_a_short_password(house: House) -> None:
    with pytest.raises(ChooseAnother, match="12 caractères"):
        await first_admin(house.accounts, email=EMAIL, password="court", now=house.clock())
    assert await house.accounts.is_nobody_here()


async def test_the_environment_may_not_choose_what_is_no_email(house: House) -> None:
    with pytest.raises(ChooseAnother, match=r"nom@exemple\.fr"):
        await first_admin(house.accounts, email="admin", password=PASSWORD, now=house.clock())
    assert await house.accounts.is_nobody_here()
