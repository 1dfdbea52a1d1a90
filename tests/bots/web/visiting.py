"""What a visitor does over HTTP: says something, or posts the page's form without JavaScript."""

import re
from html import unescape

import httpx


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
