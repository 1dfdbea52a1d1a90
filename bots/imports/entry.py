"""The front door of the importers: a noun and a source in, a report out."""

import asyncio
import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from bots.imports import answers, decidim, places, processes, stops
from bots.imports.communes import Communes
from bots.imports.decidim_host import fetch, site_of
from bots.imports.formats import MOST_BYTES
from bots.imports.report import Report, Unreadable
from bots.imports.run import Memory, run
from bots.imports.sheet import Read
from bots.imports.tabular import read as read_table

NOUNS = ("processes", "stops", "answers", "places")
NO_SITE = (
    f"l'adresse du site, que l'enregistrement ne dit pas (les liens mènent à {decidim.REGION})"
)


async def import_file(
    noun: str,
    source: str,
    store: Memory,
    *,
    dry_run: bool,
    keep_going: bool,
    today: date,
    allow_private: bool = False,
) -> Report:
    """Import a file, or a Decidim by its address; raises Unreadable with one sentence.

    ``noun`` is one of NOUNS; ``allow_private`` lets an address be inside the house (tests).
    """
    if "://" in source:
        found = await _fetched(noun, source, store, today, allow_private=allow_private)
    else:
        found = await _read(noun, await _bytes(source), store, today)
    records = [record for _, record in found.records]
    how = {"dry_run": dry_run, "keep_going": keep_going}
    return await run(noun, records, found.problems, store, ignored=found.ignored, **how)


async def _bytes(source: str) -> bytes:
    path = Path(source)
    try:
        size = (await asyncio.to_thread(path.stat)).st_size
        if size > MOST_BYTES * 5:
            raise Unreadable(f"{path.name} est trop gros : {size // 1_000_000} Mo.")
        return await asyncio.to_thread(path.read_bytes)
    except FileNotFoundError as error:
        raise Unreadable(f"Je ne trouve pas le fichier {source}.") from error
    except IsADirectoryError as error:
        raise Unreadable(f"{source} est un dossier : donne un fichier.") from error
    except OSError as error:
        raise Unreadable(f"Je ne peux pas lire {source} : {error.strerror}.") from error


async def _fetched(
    noun: str, address: str, store: Memory, today: date, *, allow_private: bool
) -> Read[Any]:
    if noun != "processes":
        raise Unreadable("Seules les démarches se lisent à une adresse : donne un fichier.")
    answer = await fetch(address, allow_private=allow_private)
    return decidim.read(answer, site_of(address), today, await _taken(store))


async def _read(noun: str, content: bytes, store: Memory, today: date) -> Read[Any]:
    match noun:
        case "processes" if content.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] in {b"{", b"["}:
            return await _recorded(_json(content), store, today)
        case "processes":
            return await processes.read(read_table(content), today, await _taken(store))
        case "stops":
            async with store.work() as work:
                return await stops.read(read_table(content), Communes(work.places))
        case "answers":
            return await answers.read(read_table(content), today)
        case "places":
            return places.read(content)
        case _:
            raise Unreadable(f"« {noun} » ne s'importe pas : choisis {', '.join(NOUNS)}.")


async def _recorded(answer: Any, store: Memory, today: date) -> Read[Any]:
    """Read a recording; where it tells its ``site``, processes have their page."""
    site = answer.get("site") if isinstance(answer, dict) else None
    taken = await _taken(store)
    if isinstance(site, str):
        return decidim.read(answer, site_of(site), today, taken)
    found = decidim.read(answer, None, today, taken)
    linked = all(process.url != decidim.REGION for _, process in found.records)
    return found if linked else replace(found, ignored=(NO_SITE,))


def _json(content: bytes) -> Any:
    try:
        return json.loads(content)
    except ValueError as error:
        raise Unreadable(
            "Ce fichier JSON est coupé ou mal formé : enregistre-le à nouveau."
        ) from error


async def _taken(store: Memory) -> dict[str, str]:
    """Return each process's short name, and whose it is."""
    async with store.work() as work:
        return {one.slug: one.external_id for one in await work.processes.all()}
