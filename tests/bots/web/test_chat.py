"""The chat over HTTP: what is answered, remembered and refused."""

import asyncio
import json
import re
from html import unescape

import httpx
import pytest

from bots.web import WebSettings
from dialogues.messages import Outgoing, Press, Text
from tests.bots.web.conftest import HERE
from tests.bots.web.doubles import NASTY, SECRET, STOP_CARD, House


async def say(visitor: httpx.AsyncClient, text: str, **more: str) -> httpx.Response:
    return await visitor.post("/chat/messages", json={"text": text, **more})


def fields(page: str) -> dict[str, str]:
    """Return the hidden fields of the chat's form, as a browser would send them."""
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page)
    return {name: unescape(value) for name, value in found}


async def submit(visitor: httpx.AsyncClient, page: str, **words: str) -> str:
    """Post the page's form without JavaScript and return the next page."""
    parts = {name: (None, value) for name, value in {**fields(page), **words}.items()}
    answer = await visitor.post("/chat/messages", files=parts)
    assert answer.status_code == 200
    return answer.text


async def test_reading_the_chat_sets_no_cookie(visitor: httpx.AsyncClient) -> None:
    answer = await visitor.get("/chat")
    assert answer.status_code == 200
    assert "set-cookie" not in answer.headers
    assert "robot" in answer.text


async def test_a_first_message_is_answered_and_opens_a_session(visitor: httpx.AsyncClient) -> None:
    answer = await say(visitor, "deux")
    assert [one["text"] for one in answer.json()["messages"]] == ["Un.", "Deux."]
    assert [one["id"] for one in answer.json()["messages"]] == [1, 2]
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("tchatche=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


async def test_the_same_visitor_keeps_their_room(house: House, visitor: httpx.AsyncClient) -> None:
    await say(visitor, "un")
    await say(visitor, "autre")
    assert len({event.sender for event in house.engine.heard}) == 1
    assert house.engine.heard[0].sender.channel == "web"


async def test_a_forged_cookie_opens_another_room(house: House, visitor: httpx.AsyncClient) -> None:
    await say(visitor, "un")
    mine = house.engine.heard[0].sender.room
    visitor.cookies.clear()
    forged = {"Cookie": f"tchatche={mine}.AAAAAA.forged"}
    await visitor.post("/chat/messages", json={"text": "deux"}, headers=forged)
    assert house.engine.heard[1].sender.room != mine


async def test_an_old_cookie_is_forgotten(house: House, visitor: httpx.AsyncClient) -> None:
    await say(visitor, "un")
    house.clock.pass_by(days=91)
    await say(visitor, "autre")
    assert len({event.sender for event in house.engine.heard}) == 2


async def test_a_repeated_key_gives_the_same_messages_once(
    house: House, visitor: httpx.AsyncClient
) -> None:
    first = await say(visitor, "deux", key="k1")
    again = await say(visitor, "deux", key="k1")
    assert again.json() == first.json()
    assert len(house.mailbox.messages) == 2


async def test_a_repeated_key_is_recognised_even_when_both_arrive_at_once(
    house: House, visitor: httpx.AsyncClient
) -> None:
    await say(visitor, "bonjour")
    house.engine.slow = 0.01
    answers = await asyncio.gather(*(say(visitor, "deux", key="k2") for _ in range(5)))
    assert len({answer.text for answer in answers}) == 1
    assert len(house.mailbox.messages) == 3


async def test_the_same_key_for_other_words_is_another_event(
    house: House, visitor: httpx.AsyncClient
) -> None:
    await say(visitor, "un", key="k1")
    await say(visitor, "autre", key="k1")
    assert len({event.id for event in house.engine.heard}) == 2


async def test_two_visitors_with_one_key_never_hear_each_other(house: House) -> None:
    for _ in range(2):
        transport = httpx.ASGITransport(house.app())
        async with httpx.AsyncClient(transport=transport, base_url=HERE) as visitor:
            await say(visitor, "deux", key="same")
    assert len({event.id for event in house.engine.heard}) == 2


async def test_a_first_message_sent_twice_before_any_cookie_is_one_event(
    house: House, visitor: httpx.AsyncClient
) -> None:
    ticket = fields((await visitor.get("/chat")).text)["ticket"]
    for _ in range(2):
        visitor.cookies.clear()
        await say(visitor, "deux", key="k1", ticket=ticket)
    assert len(house.mailbox.messages) == 2


async def test_a_press_names_the_message_it_stood_under(
    house: House, visitor: httpx.AsyncClient
) -> None:
    await say(visitor, "sondage")
    await visitor.post(
        "/chat/messages", json={"payload": '/vote{"poll":"1","option":"1"}', "shown": 1}
    )
    press = house.engine.heard[1]
    assert isinstance(press, Press)
    assert press.shown is not None
    assert press.shown.id == "1"
    assert list(house.engine.votes) == [press.sender.room]


async def test_reload_shows_our_messages_and_never_their_words(
    house: House, visitor: httpx.AsyncClient
) -> None:
    await say(visitor, "zanzibar")
    house.mailbox.messages.append((house.engine.heard[0].sender.room, Outgoing(text="Du nouveau.")))
    page = (await visitor.get("/chat")).text
    assert "Du nouveau." in page
    assert '<li class="mine">' not in page


async def test_without_javascript_a_conversation_holds_together(
    house: House, visitor: httpx.AsyncClient
) -> None:
    page = (await visitor.get("/chat")).text
    page = await submit(visitor, page, text="sondage")
    assert page.index(">sondage<") < page.index("Comment viens-tu")
    page = await submit(visitor, page, text="", payload='/vote{"poll":"1","option":"2"}')
    assert page.index(">sondage<") < page.index("Comment viens-tu") < page.index("C’est noté")
    assert re.search(r'class="choice chosen" disabled>À vélo', page)
    assert 'value="/vote' not in page
    assert list(house.engine.votes.values()) == ['/vote{"poll":"1","option":"2"}']


async def test_without_javascript_a_starter_is_shown_by_its_label(
    visitor: httpx.AsyncClient,
) -> None:
    page = (await visitor.get("/chat")).text
    page = await submit(visitor, page, text="", payload="/list_polls")
    assert re.search(r'class="mine">.*Voter à un sondage', page)
    assert "Comment viens-tu" in page


async def test_without_javascript_sending_the_page_again_changes_nothing(
    house: House, visitor: httpx.AsyncClient
) -> None:
    page = (await visitor.get("/chat")).text
    first = await submit(visitor, page, text="deux")
    again = await submit(visitor, page, text="deux")
    assert len(house.mailbox.messages) == 2
    assert first.count("Un.") == again.count("Un.") == 1


async def test_a_long_conversation_without_javascript_still_fits(
    visitor: httpx.AsyncClient, house: House
) -> None:
    page = (await visitor.get("/chat")).text
    for count in range(15):
        house.clock.pass_by(seconds=20)
        page = await submit(visitor, page, text=f"{count} " + "é" * 10_000)
    assert ">14 é" in page


@pytest.mark.parametrize(
    "said", ["", "x", "[1]", '[["a","b",null]]', "[" * 3000, '[[1,"\\ud800",null]]', "null"]
)
async def test_a_forged_memory_of_lines_is_left_out(visitor: httpx.AsyncClient, said: str) -> None:
    page = (await visitor.get("/chat")).text
    page = await submit(visitor, page, text="deux", said=said)
    assert "Un." in page


async def test_every_text_is_escaped_and_unsafe_links_are_dropped(
    visitor: httpx.AsyncClient,
) -> None:
    page = await submit(visitor, (await visitor.get("/chat")).text, text="lien")
    page = await submit(visitor, page, text=NASTY)
    assert "<script>alert" not in page
    assert "javascript:" not in page
    assert "data:text/html" not in page
    assert 'href="https://example.org/a?b=1&amp;c=2"' in page
    shown = (await say(visitor, "lien")).json()["messages"][0]
    assert [button["label"] for button in shown["buttons"]] == [NASTY]
    assert shown["source"] is None


async def test_a_card_carries_its_source_its_place_and_its_file(
    house: House, visitor: httpx.AsyncClient
) -> None:
    card = (await say(visitor, "arrêt")).json()["messages"][0]
    assert card["source"] == "https://example.org/figeac"
    assert card["place"]["name"] == "Place Carnot"
    got = await visitor.get(card["file"]["url"])
    assert STOP_CARD.file is not None
    assert got.content == STOP_CARD.file.content
    assert got.headers["content-disposition"] == 'attachment; filename="arr-t-figeac.ics"'


async def test_a_file_is_for_its_room_only(house: House, visitor: httpx.AsyncClient) -> None:
    url = (await say(visitor, "arrêt")).json()["messages"][0]["file"]["url"]
    visitor.cookies.clear()
    assert (await visitor.get(url)).status_code == 404
    await say(visitor, "deux")
    assert (await visitor.get(url)).status_code == 404
    for odd in ("0", "x", "-1", "9" * 40, "²"):
        assert (await visitor.get(f"/chat/files/{odd}")).status_code == 404


async def test_embedded_over_https_the_cookie_is_partitioned() -> None:
    house = House(settings=WebSettings(secret_key=SECRET, public_url="https://tchatche.test"))
    transport = httpx.ASGITransport(house.app())
    async with httpx.AsyncClient(transport=transport, base_url="https://tchatche.test") as visitor:
        cookie = (await say(visitor, "deux", embed="1")).headers["set-cookie"]
        assert cookie.startswith("tchatche_embed=")
        assert "SameSite=None; Secure; Partitioned" in cookie
        assert "Secure" in (await say(visitor, "deux")).headers["set-cookie"]
        assert 'data-known="1"' in (await visitor.get("/chat?embed=1")).text


async def test_ten_thousand_characters_reach_the_engine(
    house: House, visitor: httpx.AsyncClient
) -> None:
    text = "é" * 10_000
    answer = await say(visitor, text)
    assert answer.status_code == 200
    heard = house.engine.heard[0]
    assert isinstance(heard, Text)
    assert heard.text == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "😀😀",
        "مرحبا \u202e abc",
        "\x00\x07\x1b[31m",
        "'; DROP TABLE people; --",
        NASTY,
        "\ufeff",
    ],
)
async def test_odd_texts_are_the_engines_business(
    house: House, visitor: httpx.AsyncClient, text: str
) -> None:
    assert (await say(visitor, text)).status_code == 200
    page = await submit(visitor, (await visitor.get("/chat")).text, text=text)
    assert "<script>alert" not in page
    heard = house.engine.heard[0]
    assert isinstance(heard, Text)
    assert heard.text == text


async def test_half_a_surrogate_pair_breaks_nothing(
    house: House, visitor: httpx.AsyncClient
) -> None:
    body = b'{"text": "abc \\ud83d"}'
    answer = await visitor.post(
        "/chat/messages", content=body, headers={"content-type": "application/json"}
    )
    assert answer.status_code == 200
    assert isinstance(house.engine.heard[0], Text)
    assert house.engine.heard[0].text == "abc ?"


JSON = "application/json"
FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        (JSON, b"", 400),
        (JSON, b"{", 400),
        (JSON, b"[]", 400),
        (JSON, b"null", 400),
        (JSON, b'"text"', 400),
        (JSON, b"[" * 20_000, 400),
        (JSON, b"{}", 400),
        (JSON, b'{"text": 3}', 400),
        (JSON, b'{"text": null}', 400),
        (JSON, b'{"payload": {"a": 1}}', 400),
        (JSON, b'{"text": "a", "key": "' + b"k" * 65 + b'"}', 400),
        (JSON, b'{"text": "a", "key": 12}', 400),
        (JSON, b'{"text": "a", "key": "clef \\n"}', 400),
        (JSON, b'{"text": "\xff\xfe"}', 400),
        (JSON, b'{"text": ' + b"9" * 6000 + b"}", 400),
        (JSON, b'{"text": "' + b"a" * 40_000 + b'"}', 413),
        (JSON, b'{"text": "' + b"a" * 2_000_000 + b'"}', 413),
        (FORM, b"text=" + b"a" * 40_000, 413),
        (FORM, b"", 400),
        (FORM, b"a=b&c=d", 400),
        ("multipart/form-data", b"text", 400),
        ("multipart/form-data; boundary=x", b"--x\r\nnonsense", 400),
        ("multipart/form-data; boundary=x", b"", 400),
        ("text/plain", b"bonjour", 415),
        ("application/xml", b"<a/>", 415),
        ("", b"bonjour", 415),
    ],
)
async def test_bad_bodies_are_refused_with_a_sentence(
    visitor: httpx.AsyncClient, kind: str, body: bytes, status: int
) -> None:
    headers = {"content-type": kind, "accept": JSON}
    answer = await visitor.post("/chat/messages", content=body, headers=headers)
    assert answer.status_code == status
    assert answer.json()["detail"].endswith(".")
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    ("body", "status"), [(b"text=%FF%FEabc", 200), (b"text=\xff", 200), (b"text=a&zebre=1&x", 200)]
)
async def test_bad_encoding_and_unknown_fields_in_a_form_are_survived(
    visitor: httpx.AsyncClient, body: bytes, status: int
) -> None:
    answer = await visitor.post("/chat/messages", content=body, headers={"content-type": FORM})
    assert answer.status_code == status


async def test_unknown_fields_are_ignored(visitor: httpx.AsyncClient) -> None:
    body = {"text": "deux", "shown": "x", "said": 3, "embed": None, "zebre": [1]}
    answer = await visitor.post("/chat/messages", json=body)
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": HERE},
    ],
)
async def test_a_post_from_another_site_is_refused(
    house: House, visitor: httpx.AsyncClient, headers: dict[str, str]
) -> None:
    answer = await visitor.post("/chat/messages", json={"text": "deux"}, headers=headers)
    assert answer.status_code == 403
    assert answer.json()["detail"].startswith("Ce message vient d’un autre site")
    assert house.engine.heard == []


@pytest.mark.parametrize("headers", [{"Origin": HERE}, {"Sec-Fetch-Site": "same-origin"}, {}])
async def test_a_post_from_here_is_taken(
    visitor: httpx.AsyncClient, headers: dict[str, str]
) -> None:
    answer = await visitor.post("/chat/messages", json={"text": "deux"}, headers=headers)
    assert answer.status_code == 200


async def test_who_writes_too_fast_is_asked_to_breathe(
    house: House, visitor: httpx.AsyncClient
) -> None:
    for count in range(20):
        assert (await say(visitor, f"message {count}")).status_code == 200
    house.clock.pass_by(seconds=4)
    refused = await say(visitor, "un de trop")
    assert refused.status_code == 429
    assert refused.headers["retry-after"] == "6"
    assert "Attends" in refused.json()["detail"]
    house.clock.pass_by(seconds=6)
    assert (await say(visitor, "me revoilà")).status_code == 200


async def test_a_crash_of_ours_is_one_sentence_and_can_be_tried_again(
    house: House, visitor: httpx.AsyncClient
) -> None:
    house.engine.broken = True
    answer = await say(visitor, "deux", key="k1")
    assert answer.status_code == 500
    assert answer.json() == {
        "detail": "Désolé, quelque chose s’est mal passé de notre côté. Réessaie dans un instant."
    }
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    house.engine.broken = False
    assert len((await say(visitor, "deux", key="k1")).json()["messages"]) == 2


async def test_replies_lost_between_the_turn_and_the_mailbox_are_posted_on_the_next_try(
    house: House, visitor: httpx.AsyncClient
) -> None:
    await say(visitor, "bonjour")
    await say(visitor, "deux", key="k1")
    del house.mailbox.messages[1:]
    again = await say(visitor, "deux", key="k1")
    assert [one["text"] for one in again.json()["messages"]] == ["Un.", "Deux."]
    assert len(house.mailbox.messages) == 3


async def test_forms_that_fail_are_answered_with_a_page(visitor: httpx.AsyncClient) -> None:
    answer = await visitor.post(
        "/chat/messages",
        content=b"text=" + b"a" * 40_000,
        headers={"content-type": FORM, "accept": "text/html"},
    )
    assert answer.status_code == 413
    assert "<h1>Oups</h1>" in answer.text
    assert json.dumps("trop long", ensure_ascii=False).strip('"') in answer.text
