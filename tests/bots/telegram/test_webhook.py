"""The webhook: who may knock, what is answered when, and that nothing is lost or told twice."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import suppress

import httpx
import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette

from bots.telegram import Door, TelegramMisconfigured
from bots.telegram.door import PATH, SECRET
from bots.telegram.webhook import LARGEST, route
from dialogues.messages import Text
from tests.bots.telegram.script import Script
from tests.bots.telegram.webhooks import SECRET as OURS
from tests.bots.telegram.webhooks import entrance, webhook_house
from tests.doubles.telegram import TelegramDouble, Trouble
from tests.doubles.telegram_courier import HEADER
from tests.doubles.telegram_house import channel_to, stopped, telegram_house

LEA, NOE = 42, 43
ELSEWHERE = "https://example.org/telegram/webhook"


def said(script: Script) -> list[str]:
    return [event.text for event in script.heard if isinstance(event, Text)]


async def test_what_is_brought_is_answered(double: TelegramDouble) -> None:
    async with webhook_house(Script(), double) as house:
        double.say(LEA, "salut")
        (shown,) = await double.read(LEA, 1)
        await double.until(lambda: not double.updates)
    assert shown.text == "Reçu : salut"
    assert house.courier.statuses == [200]
    assert double.called("getUpdates") == []


async def test_telegram_is_told_where_to_knock_with_which_secret_and_what_for(
    double: TelegramDouble,
) -> None:
    async with webhook_house(Script(), double) as house:
        (told,) = double.called("setWebhook")
    assert told["url"] == house.door.url
    assert told["secret_token"] == OURS
    assert json.loads(told["allowed_updates"]) == ["message", "callback_query", "my_chat_member"]
    assert 1 <= int(told["max_connections"]) <= 100
    assert "drop_pending_updates" not in told
    assert double.methods.webhook == house.door.url, "another replica may still be served"


@pytest.mark.parametrize("secret", [None, "", "wrong", OURS + "x", OURS[:-1], OURS.upper()])
async def test_who_does_not_know_the_secret_is_sent_away(
    double: TelegramDouble, secret: str | None
) -> None:
    script = Script()
    body = orjson.dumps({"update_id": 1, "message": {"text": "ouvre"}})
    async with webhook_house(script, double) as house:
        assert await house.knock(body, secret) == 403
    assert script.heard == []


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"{", b"\xff\xfe", b"null", b"[]", b"12", b"{}", b"[" * 100_000),
        *(b'{"update_id":"1"}', b'{"update_id":true}', b'{"update_id":1.5}'),
    ],
)
async def test_what_is_no_update_is_refused(double: TelegramDouble, body: bytes) -> None:
    async with webhook_house(Script(), double) as house:
        assert await house.knock(body) == 400
        double.say(LEA, "salut")
        await double.read(LEA, 1)


async def test_an_update_nobody_can_read_is_not_brought_again(double: TelegramDouble) -> None:
    async with webhook_house(Script(), double) as house:
        assert await house.knock(b'{"update_id":5000,"message":12}') == 200


async def test_a_body_too_large_is_not_read(double: TelegramDouble) -> None:
    async with webhook_house(Script(), double) as house:
        assert await house.knock(b" " * (LARGEST + 1)) == 413


async def test_a_body_that_does_not_tell_its_size_is_read_no_further_than_allowed() -> None:
    read = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal read
        while True:
            read += 1
            yield b" " * 100_000

    app = Starlette(routes=[route(Door(url="", secret=OURS))])
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://house") as client:
        answer = await client.post(PATH, content=endless(), headers={HEADER: OURS})
    assert answer.status_code == 413
    assert read <= 2 + LARGEST // 100_000


async def test_a_door_nobody_has_opened_asks_to_come_again(double: TelegramDouble) -> None:
    async with entrance(double) as house:
        assert await house.knock(b'{"update_id":1}') == 503


async def test_nothing_is_confirmed_before_its_turn_is_over_and_its_reply_shown(
    double: TelegramDouble,
) -> None:
    script = Script()
    gate = script.wait_at("vote")
    async with webhook_house(script, double) as house:
        double.say(LEA, "vote")
        await double.until(lambda: script.heard)
        double.trouble("sendMessage", Trouble.RESET, times=2)
        assert house.courier.statuses == []
        gate.set()
        await double.until(lambda: house.courier.statuses)
        assert len(double.seen(LEA)) == 1
    assert house.courier.statuses == [200]


async def test_a_chat_is_answered_in_order_and_a_slow_one_makes_no_other_wait(
    double: TelegramDouble,
) -> None:
    script = Script()
    gate = script.wait_at("0")
    async with webhook_house(script, double):
        for number in range(20):
            double.say(LEA, str(number))
        double.say(NOE, "rapide")
        await double.read(NOE, 1)
        assert double.seen(LEA) == []
        gate.set()
        shown = await double.read(LEA, 20)
    assert [post.text for post in shown] == [f"Reçu : {number}" for number in range(20)]


async def test_two_updates_of_one_chat_brought_at_once_keep_their_order(
    double: TelegramDouble,
) -> None:
    script = Script()
    gate = script.wait_at("un")
    double.say(LEA, "un")
    double.say(LEA, "deux")
    first, second = (orjson.dumps(update) for update in double.updates)
    double.updates.clear()
    async with webhook_house(script, double) as house:
        knocks = [asyncio.create_task(house.knock(first))]
        await double.until(lambda: script.heard)
        knocks.append(asyncio.create_task(house.knock(second)))
        await asyncio.sleep(0.05)
        gate.set()
        assert await asyncio.gather(*knocks) == [200, 200]
    assert said(script) == ["un", "deux"]


async def test_an_update_brought_again_while_it_is_under_way_is_taken_once(
    double: TelegramDouble,
) -> None:
    script = Script()
    gate = script.wait_at("vote")
    double.say(LEA, "vote")
    body = orjson.dumps(double.updates.pop())
    async with webhook_house(script, double) as house:
        knocks = [asyncio.create_task(house.knock(body)) for _ in range(3)]
        await double.until(lambda: script.heard)
        await asyncio.sleep(0.05)
        gate.set()
        assert await asyncio.gather(*knocks) == [200, 200, 200]
        assert await house.knock(body) == 200, "already answered: Telegram did not hear us say so"
    assert said(script) == ["vote"]
    assert len(double.seen(LEA)) == 1


async def test_an_older_update_that_comes_after_a_newer_one_is_answered_too(
    double: TelegramDouble,
) -> None:
    double.say(LEA, "avant")
    double.say(NOE, "après")
    older, newer = (orjson.dumps(update) for update in double.updates)
    double.updates.clear()
    script = Script()
    async with webhook_house(script, double) as house:
        assert [await house.knock(newer), await house.knock(older)] == [200, 200]
    assert said(script) == ["après", "avant"]


async def test_what_was_under_way_when_the_process_stopped_is_replayed_by_the_next(
    double: TelegramDouble,
) -> None:
    script = Script()
    script.wait_at("vote")
    async with webhook_house(script, double, grace=0.05):
        double.say(LEA, "vote")
        await double.until(lambda: script.heard)
    assert double.seen(LEA) == []
    assert len(double.updates) == 1
    script.gates.clear()
    async with webhook_house(script, double):
        await double.read(LEA, 1)
        await double.until(lambda: not double.updates)
    first, again = script.heard
    assert first == again
    assert len(script.decided) == 1


async def test_turns_under_way_end_before_the_process_does(double: TelegramDouble) -> None:
    script = Script()
    gate = script.wait_at("vote")
    async with entrance(double) as house:
        listening = asyncio.create_task(channel_to(double, door=house.door).listen(script))
        double.say(LEA, "vote")
        await double.until(lambda: script.heard)
        listening.cancel()
        await asyncio.sleep(0)
        gate.set()
        with suppress(asyncio.CancelledError):
            await listening
        await double.until(lambda: house.courier.statuses)
    assert house.courier.statuses == [200]


async def test_a_process_that_is_hurried_leaves_no_knock_without_an_answer(
    double: TelegramDouble,
) -> None:
    script = Script()
    script.wait_at("vote")
    async with entrance(double) as house:
        listening = asyncio.create_task(channel_to(double, door=house.door).listen(script))
        double.say(LEA, "vote")
        await double.until(lambda: script.heard)
        listening.cancel()
        await asyncio.sleep(0)
        await stopped(listening)
        await double.until(lambda: house.courier.statuses)
    assert house.courier.statuses[0] == 503


async def test_a_turn_that_breaks_is_apologised_for_and_not_brought_again(
    double: TelegramDouble,
) -> None:
    script = Script()
    script.broken = {"vote"}
    async with webhook_house(script, double) as house:
        double.say(LEA, "vote")
        await double.until(lambda: house.courier.statuses)
    assert house.courier.statuses == [200]
    assert double.seen(LEA)[0].text.startswith("Désolé")


async def test_from_polling_to_a_webhook_and_back_nothing_that_waits_is_lost(
    double: TelegramDouble,
) -> None:
    script = Script()
    async with telegram_house(script, double):
        double.say(LEA, "un")
        await double.read(LEA, 1)
    double.say(LEA, "deux")
    async with webhook_house(script, double):
        await double.read(LEA, 2)
        await double.until(lambda: not double.updates)
    double.say(LEA, "trois")
    async with telegram_house(script, double):
        await double.read(LEA, 3)
    assert said(script) == ["un", "deux", "trois"]
    assert double.methods.webhook == ""
    assert all("drop_pending_updates" not in call for call in double.called("deleteWebhook"))


async def test_an_address_telegram_refuses_ends_with_a_sentence(double: TelegramDouble) -> None:
    door = Door(url="http://maison.example/telegram/webhook", secret=OURS)
    with pytest.raises(TelegramMisconfigured, match="TCHATCHE_TELEGRAM_WEBHOOK_URL") as raised:
        await channel_to(double, door=door).listen(Script())
    assert "https url must be provided" in str(raised.value)


async def test_an_address_telegram_cannot_find_yet_is_told_again(double: TelegramDouble) -> None:
    double.fail("setWebhook", 400, "Bad Request: bad webhook: Failed to resolve host", times=2)
    async with webhook_house(Script(), double):
        double.say(LEA, "salut")
        await double.read(LEA, 1)


@pytest.mark.parametrize("secret", ["clé", "un secret", "x" * 257, "a\n"])
async def test_a_secret_telegram_cannot_be_told_ends_with_a_sentence(
    double: TelegramDouble, secret: str
) -> None:
    door = Door(url=ELSEWHERE, secret=secret)
    with pytest.raises(TelegramMisconfigured, match="TCHATCHE_TELEGRAM_WEBHOOK_SECRET") as raised:
        await channel_to(double, door=door).listen(Script())
    assert secret not in str(raised.value)
    assert double.called("setWebhook") == []


@given(st.text(min_size=1))
def test_a_secret_drawn_from_the_house_s_key_is_one_telegram_takes(key: str) -> None:
    first, again = (Door.at(ELSEWHERE, secret=None, key=key) for _ in range(2))
    assert first
    assert again
    assert first.secret == again.secret
    assert SECRET.fullmatch(first.secret)
    assert key not in first.secret or len(key) < 4


def test_another_house_draws_another_secret() -> None:
    one, other = (Door.at(ELSEWHERE, secret=None, key=key) for key in ("a", "b"))
    assert one
    assert other
    assert one.secret != other.secret
    assert not one.is_known(other.secret)


@pytest.mark.parametrize(
    ("url", "whole"),
    [
        ("https://tchatche.example", f"https://tchatche.example{PATH}"),
        ("https://tchatche.example/", f"https://tchatche.example{PATH}"),
        (f"https://tchatche.example{PATH}", f"https://tchatche.example{PATH}"),
        ("https://tchatche.example/ailleurs", "https://tchatche.example/ailleurs"),
    ],
)
def test_an_address_without_a_path_is_the_site_s(url: str, whole: str) -> None:
    door = Door.at(url, secret="s", key="k")
    assert door
    assert door.url == whole


def test_without_an_address_there_is_no_door() -> None:
    assert Door.at("", secret="s", key="k") is None
