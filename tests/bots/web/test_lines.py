"""The person's own lines: kept by their page, short, and never trusted."""

import httpx
from hypothesis import given, settings
from hypothesis import strategies as st

from bots.web.lines import (
    ALL_CHARACTERS,
    LINE_CHARACTERS,
    MOST_LINES,
    Line,
    read_lines,
    write_lines,
)
from tests.bots.web.conftest import HERE
from tests.bots.web.doubles import House

lines = st.lists(
    st.builds(
        Line,
        after=st.integers(0, 10**6),
        text=st.text(max_size=40),
        shown=st.none() | st.integers(1, 10**6),
    ),
    max_size=MOST_LINES,
)


@given(lines)
def test_short_lines_read_back_as_they_were_said(said: list[Line]) -> None:
    assert read_lines(write_lines(said)) == tuple(said)


def test_what_is_kept_stays_small() -> None:
    said = [Line(after=count, text="é" * 10_000) for count in range(50)]
    kept = read_lines(write_lines(said))
    assert kept[-1].after == 49
    assert len(kept) == ALL_CHARACTERS // LINE_CHARACTERS


@given(st.text())
def test_nothing_a_page_sends_back_breaks_the_reading(written: str) -> None:
    assert isinstance(read_lines(written), tuple)


KINDS = st.sampled_from(
    [
        "application/json",
        "application/x-www-form-urlencoded",
        "application/x-www-form-urlencoded; charset=nothing",
        "multipart/form-data; boundary=x",
        "multipart/form-data",
        "text/plain",
        "",
    ]
)
PART = b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\n%s\r\n--x--'
BODIES = st.binary(max_size=300) | st.binary(max_size=100).map(lambda inside: PART % inside)


@settings(max_examples=150, deadline=None)
@given(KINDS, BODIES)
async def test_no_body_whatever_makes_us_fail(kind: str, body: bytes) -> None:
    transport = httpx.ASGITransport(House().app())
    async with httpx.AsyncClient(transport=transport, base_url=HERE) as visitor:
        answer = await visitor.post(
            "/chat/messages", content=body, headers={"content-type": kind, "accept": "text/html"}
        )
    assert answer.status_code in {200, 400, 415}
