"""The register of questions left without an answer."""

from datetime import date

from sqlalchemy import delete

from storage.tables import unheard
from storage.transaction import Register


class Unheard(Register):
    """Questions left without an answer, for the team to attach to one."""

    async def note(self, text: str, *, language: str, guess: str | None, day: date) -> None:
        """Keep an already redacted text, with no link to whoever wrote it."""
        kept = {"text": text, "language": language, "guess": guess, "day": day}
        await self._tx.run(unheard.insert(), kept)

    async def purge(self, before: date) -> int:
        """Forget the questions of days before ``before``; return how many."""
        return (await self._tx.run(delete(unheard).where(unheard.c.day < before))).rowcount
