"""Passwords: long enough, kept as argon2id, compared in the same time whoever asks."""

import asyncio
import secrets
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 12  # characters: length is the only rule, it is the one that protects
MEMORY_KIB = 19_456  # with two rounds and one lane: OWASP's first choice for argon2id,
ROUNDS = 2  # and small enough for a house that lives in 200 MB
AT_ONCE = 2  # hashes computed together: a rush at the door takes neither memory nor cores


class ChooseAnother(Exception):
    """An e-mail or a password that cannot be taken; the message says why, in French."""


class Passwords:
    """Hashes and compares, in threads."""

    def __init__(self, *, memory_kib: int = MEMORY_KIB, rounds: int = ROUNDS) -> None:
        self._hasher = PasswordHasher(time_cost=rounds, memory_cost=memory_kib, parallelism=1)
        self._nobody = self._hasher.hash(secrets.token_urlsafe())
        self._turn = asyncio.Semaphore(AT_ONCE)

    async def hash(self, password: str) -> str:
        """Return what may be kept of a password; raises ChooseAnother."""
        if not is_long_enough(password):
            raise ChooseAnother(f"Le mot de passe compte au moins {SHORTEST} caractères.")
        async with self._turn:
            return await asyncio.to_thread(self._hasher.hash, _composed(password))

    async def fits(self, password: str, kept: str | None) -> bool:
        """Whether the password is the one kept; without one, False after the same work."""
        async with self._turn:
            fits = await asyncio.to_thread(self._fits, password, kept or self._nobody)
        return fits and kept is not None

    def _fits(self, password: str, kept: str) -> bool:
        try:
            return self._hasher.verify(kept, _composed(password))
        except (VerificationError, InvalidHashError):
            return False


def is_long_enough(password: str) -> bool:
    """Whether a password may be chosen."""
    return len(_composed(password)) >= SHORTEST


def _composed(password: str) -> str:
    """Write « é » the same way whichever keyboard typed it."""
    return unicodedata.normalize("NFKC", password)
