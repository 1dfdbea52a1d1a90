"""How the French write numbers and money, read without ever guessing."""

import re
from decimal import Decimal

from bots.imports.report import Doubtful

SPACES = re.compile(r"[\s\u00a0\u202f\u2009'’]+")
UNIT = re.compile(r"(k|m)?(?:€|eur|euros?)?", re.IGNORECASE)
NUMBER = re.compile(r"([+-]?\d+)(?:[.,](\d+))?(.*)")
TIMES = {"k": 1_000, "m": 1_000_000}
AMBIGUOUS = 3  # after "1.500", nobody knows whether three digits are thousands or decimals


def read_number(text: str) -> Decimal:
    """Read "1 500,50 €", "120 k€", "0,5"."""
    found = NUMBER.fullmatch(SPACES.sub("", text))
    unit = found and UNIT.fullmatch(found[3])
    if not found or not unit:
        raise Doubtful(f"« {text} » n'est pas un nombre que je lis, écris par exemple 1500")
    if len(found[2] or "") == AMBIGUOUS:
        raise Doubtful(f"« {text} » peut se lire de deux façons, écris les milliers sans point")
    return Decimal(f"{found[1]}.{found[2] or 0}") * TIMES.get((unit[1] or "").lower(), 1)


def read_whole(text: str) -> int:
    """Read a whole number, euros included; a part of one is refused, as is less than nothing."""
    number = read_number(text)
    if number != number.to_integral_value() or number < 0:
        raise Doubtful(f"« {text} » doit être un nombre entier")
    return int(number)
