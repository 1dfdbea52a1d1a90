"""What an import tells: how many records came in, and which lines were refused, and why."""

from dataclasses import dataclass

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
    """The figures of an import; ``written`` tells whether the memory was changed."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: tuple[Problem, ...] = ()
    ignored: tuple[str, ...] = ()
    dry_run: bool = False
    written: bool = False

    @property
    def stopped(self) -> bool:
        """Whether the problems refused the whole file."""
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
        if self.stopped:
            return (
                "Rien n'a été écrit. Corrige ces lignes, "
                "ou ajoute --keep-going pour garder les autres."
            )
        return "C'était un essai : rien n'a été écrit." if self.dry_run else "C'est enregistré."
