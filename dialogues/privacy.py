"""The law of privacy: what is struck out of a text before anything of it is kept."""

import re

LONGEST = 300  # a question's worth; more would tell more about its author than about the question
WAYS = r"rue|r\.|avenue|av\.?|bd|boulevard|place|pl\.|chemin|impasse|allées?|route|lotissement"
NAMING = r"je m['’]appelle|jm['’]?appelle|mon nom (?:c['’])?est|moi,? c['’]est|my name is"
CALLED = r"insta(?:gram)?|snap(?:chat)?|tik ?tok|discord|telegram|pseudo|facebook|twitter"
_TRACES = (
    (re.compile(r"https?://\S+|www\.\S+"), "[lien]"),
    (re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+"), "[mail]"),
    (re.compile(r"(?<!\w)@\w+"), "[pseudo]"),
    (re.compile(r"\b\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)\d\d\b"), "[date]"),
    (re.compile(r"(?:\+|00)?\d(?:[ ./-]?\d){8,}"), "[téléphone]"),
    (
        re.compile(rf"\d+(?:\s*(?:bis|ter))?,?\s+(?:{WAYS})\s*[^,;!?\n]{{2,40}}", re.IGNORECASE),
        "[adresse]",
    ),
    (re.compile(rf"\b((?i:{CALLED}))\s*:?\s+(?=\S*[\d_.])[\w.]+"), r"\1 [pseudo]"),
    (
        re.compile(rf"\b((?i:{NAMING}))\s+[\w’'-]+(?:\s+(?!(?:et|j|je|and|i)\b)[\w’'-]+)?"),
        r"\1 [nom]",
    ),
    (re.compile(r"\b(je suis|Je suis|moi c['’]est)(?:\s+[A-ZÀ-Ý][\w’'-]+){1,3}"), r"\1 [nom]"),
    (re.compile(r"\b\d{6,}\b"), "[nombre]"),
)


def redact(text: str) -> str:
    """Return the text without links, mails, handles, phones, addresses and names one gives."""
    for trace, mark in _TRACES:
        text = trace.sub(mark, text)
    return text[:LONGEST]
