"""What an import tells: how many records came in, and which lines were refused, and why."""

from dataclasses import dataclass

ADVICE = "Corrige ces lignes, ou ajoute --keep-going pour garder les autres."
SHOWN = 20  # refused lines in full; a person mends the first ones and tries again


class Unreadable(Exception):
    """The whole source cannot be read; the sentence says what to do."""


class Doubtful(Exception):
    """One value cannot be read for certain; the sentence says what was expected."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Why one line is refused; lines count from 1 with the titles, records from 1 without."""

    line: int
    reason: str

    def __str__(self) -> str:
        return f"Ligne {self.line} : {self.reason}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The figures of an import: what it did, or would do where ``dry_run``."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: tuple[Problem, ...] = ()
    ignored: tuple[str, ...] = ()
    dry_run: bool = False
    keep_going: bool = False

    @property
    def written(self) -> bool:
        """Whether the memory may have changed."""
        return not self.dry_run and not self.stopped

    @property
    def stopped(self) -> bool:
        """Whether the problems left nothing to write."""
        return bool(self.refused) and not self.created + self.changed + self.unchanged

    def render(self) -> str:
        """Return the report in French, one fact a line."""
        told = [self._figures(), *map(str, self.refused[:SHOWN])]
        if len(self.refused) > SHOWN:
            told.append(f"… et {len(self.refused) - SHOWN} autres lignes refusées.")
        if self.ignored:
            told.append(f"Laissé de côté : {', '.join(self.ignored)}.")
        return "\n".join((*told, self._end()))

    def _figures(self) -> str:
        return (
            f"Créées : {self.created}. Changées : {self.changed}. "
            f"Inchangées : {self.unchanged}. Refusées : {len(self.refused)}."
        )

    def _end(self) -> str:
        if self.stopped and self.keep_going:
            return "Rien n'a été écrit : aucune ligne n'est bonne."
        if self.stopped:
            return f"Rien n'a été écrit. {ADVICE}"
        return "C'était un essai : rien n'a été écrit." if self.dry_run else "C'est enregistré."
