"""The law of privacy: what is struck out of a text before anything of it is kept."""

import re

LONGEST = 300  # a question's worth; more would tell more about its author than about the question
_TRACES = (
    (re.compile(r"https?://\S+|www\.\S+"), "[lien]"),
    (re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+"), "[mail]"),
    (re.compile(r"(?<!\w)@\w+"), "[pseudo]"),
    (re.compile(r"(?:\+|00)?\d(?:[ .-]?\d){8,}"), "[téléphone]"),
    (
        re.compile(
            r"\d+(?:\s*(?:bis|ter))?,?\s+(?:rue|avenue|av|bd|boulevard|place|chemin|impasse|allée|route)"
            r"\s+[^,.;!?\n]{2,40}",
            re.IGNORECASE,
        ),
        "[adresse]",
    ),
    (
        re.compile(
            r"\b((?i:je m'appelle|je m’appelle|jm'appelle|mon nom (?:c'est|est)|moi c'est))\s+"
            r"[\w’'-]+(?:\s+[A-ZÀ-Ý][\w’'-]+)?"
        ),
        r"\1 [nom]",
    ),
    (re.compile(r"\b\d{6,}\b"), "[nombre]"),
)


def redact(text: str) -> str:
    """Return the text without links, mails, handles, phones, addresses and names one gives."""
    for trace, mark in _TRACES:
        text = trace.sub(mark, text)
    return text[:LONGEST]
