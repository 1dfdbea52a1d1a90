"""Payloads read back, and what a platform would cut is refused at birth."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogues.messages import PAYLOAD_BYTES, Button, Payload

WORDS = st.text(st.characters(codec="utf-8"), max_size=12)


@given(st.from_regex(r"[a-z_]{1,10}", fullmatch=True), st.dictionaries(WORDS, WORDS, max_size=2))
def test_a_payload_reads_back_as_it_was_written(intent: str, entities: dict[str, str]) -> None:
    try:
        payload = Payload(intent=intent, entities=entities)
    except ValueError:
        return  # too long for a platform: refused at birth, as the next test shows
    assert Payload.parse(str(payload)) == payload


def test_a_payload_too_long_for_telegram_is_refused() -> None:
    with pytest.raises(ValueError, match=str(PAYLOAD_BYTES)):
        Payload(intent="vote", entities={"poll": "é" * 30})


@given(st.text(max_size=80))
def test_any_text_reads_as_a_payload_or_as_nothing(text: str) -> None:
    read = Payload.parse(text)
    assert read is None or text.startswith(f"/{read.intent}")


@pytest.mark.parametrize(
    "forged",
    [
        "vote",
        "/",
        "/vote{",
        '/vote{"poll":7}',
        "/vote[1]",
        "/vote{}x",
        "/" + "a" * 80,
        '/vote{"a":',
    ],
)
def test_a_forged_or_cut_payload_is_nothing(forged: str) -> None:
    assert Payload.parse(forged) is None


def test_a_button_does_exactly_one_thing() -> None:
    with pytest.raises(ValueError, match="payload or a link"):
        Button(label="Voter")
    with pytest.raises(ValueError, match="payload or a link"):
        Button(label="Voter", payload="/vote", url="https://example.org")
