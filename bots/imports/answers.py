"""The published answers, read from a table."""

from datetime import date

from bots.imports.cells import Cells
from bots.imports.sheet import Column, Read, read_rows
from bots.imports.tabular import Table
from dialogues.answers import Answer

LANGUAGES = {"fr": "fr", "francais": "fr", "en": "en", "anglais": "en", "english": "en"}
COLUMNS = (
    Column(field="external_id", titles=("external_id", "identifiant", "id"), required=True),
    Column(field="question", titles=("question", "titre", "title"), required=True),
    Column(field="text", titles=("réponse", "answer", "texte", "text"), required=True),
    Column(
        field="aliases",
        titles=("autres formulations", "aliases", "alias", "formulations", "variantes"),
    ),
    Column(field="url", titles=("lien", "url", "page", "link")),
    Column(field="updated_on", titles=("mise à jour", "updated", "updated_on", "à jour le")),
    Column(field="valid_until", titles=("valable jusqu'au", "valid_until", "fin de validité")),
    Column(field="language", titles=("langue", "language", "lang")),
)


async def read(table: Table, today: date) -> Read[Answer]:
    """Return the table's answers; one without a day is as fresh as today."""

    async def make(cells: Cells) -> Answer:
        return Answer(
            id=0,
            external_id=cells.required("external_id"),
            question=cells.required("question"),
            text=cells.required("text"),
            updated_on=cells.day("updated_on") or today,
            aliases=cells.items("aliases"),
            url=cells.link("url"),
            valid_until=cells.day("valid_until"),
            language=cells.choice("language", LANGUAGES, "fr"),
        )

    return await read_rows(table, COLUMNS, make)
