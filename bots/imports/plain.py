"""The ironing board: text out of HTML, and out of what tables and editors leave in it."""

import html
import re

import nh3

BREAKS = re.compile(r"(?i)<br\s*/?>|</(?:p|div|li|h[1-6]|tr|ul|ol)>")
TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<!--")
ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]+);")
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
BLANKS = re.compile(r"[ \t\xa0]+")
EMPTY_LINES = re.compile(r"\s*\n\s*")
CUT = "…"


def plain(text: str) -> str:
    """Return the text without markup; scripts and styles go with their content."""
    if TAG.search(text) or ENTITY.search(text):
        broken = BREAKS.sub("\n", text)
        text = html.unescape(nh3.clean(broken, tags=set()))
    text = CONTROLS.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))
    return EMPTY_LINES.sub("\n", BLANKS.sub(" ", text)).strip()


def shortened(text: str, most: int) -> str:
    """Return at most that many characters, cut after a sentence if one ends in time."""
    if len(text) <= most:
        return text
    kept = text[: most - 1]
    sentence = max(kept.rfind(mark) for mark in (". ", "! ", "? ", ".\n"))
    if sentence > most // 3:
        return kept[: sentence + 1]
    return kept.rsplit(" ", 1)[0].rstrip(" ,;:") + CUT
