"""What is posted wrong, too long, too fast or from elsewhere: a sentence, never a failure."""

import json

import httpx
import pytest

from dialogues.messages import Text
from tests.bots.web.conftest import HERE
from tests.bots.web.doubles import NASTY, House
from tests.bots.web.visiting import say, submit


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
