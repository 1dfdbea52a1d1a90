"""A free-text turn, whole: engine, embedded NLU, SQLite on file, committed.

Prints the latency of one person alone, the turns a second of fifty people at once, and the cost
per turn with 1,000 and with 1,000,000 people stored, measured in the same run.
"""

import asyncio
import json
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from bots.app import opened
from bots.settings import Settings
from dialogues.engine import Engine
from dialogues.messages import Address, Text

QUESTIONS = (
    "jusqu'à quand on peut voter pour le budget participatif ?",
    "cé kan la karavane a figac",
    "j'ai 16 ans je peux participer au budget participatif ?",
    "la caravane passe à Mende ?",
    "qui décide à la fin ?",
    "et à Cahors ?",
    "y a quoi comme sondages",
    "mon vote est anonyme ?",
)
ALONE, CROWD, EACH, ROUNDS = 400, 50, 20, 5
FEW, MANY = 1_000, 1_000_000


def _event(person: int, number: int) -> Text:
    at = Address(channel="bench", room=str(person), user=str(person))
    return Text(id=f"{person}:{number}", sender=at, text=QUESTIONS[number % len(QUESTIONS)])


async def _alone(engine: Engine, start: int, turns: int) -> list[float]:
    spent = []
    for number in range(turns):
        begun = time.perf_counter()
        await engine.receive(_event(start + number % 10, number))
        spent.append(1000 * (time.perf_counter() - begun))
    return spent


async def _crowd(engine: Engine, start: int) -> tuple[float, float]:
    async def person(one: int) -> None:
        for number in range(EACH):
            await engine.receive(_event(start + one, number))

    wall, cpu = time.perf_counter(), time.process_time()
    await asyncio.gather(*(person(one) for one in range(CROWD)))
    turns = CROWD * EACH
    return turns / (time.perf_counter() - wall), 1000 * (time.process_time() - cpu) / turns


def _settle(path: Path, people: int) -> None:
    """Store that many people with an address and a conversation each, by bare SQL."""
    memory = sqlite3.connect(path)
    (last,) = memory.execute("SELECT coalesce(max(id), 0) FROM person").fetchone()
    numbers = range(last + 1, last + 1 + people)
    memory.executemany(
        "INSERT INTO person (id, created_on) VALUES (?, '2026-01-01')", ((n,) for n in numbers)
    )
    memory.executemany(
        'INSERT INTO address (id, channel, room, "user", person) VALUES (?, ?, ?, ?, ?)',
        ((n, "settled", str(n), str(n), n) for n in numbers),
    )
    memory.executemany(
        "INSERT INTO conversation (address, language, slots, failures, greeted, updated_at)"
        " VALUES (?, 'fr', '{}', 0, 1, '2026-01-01 00:00:00.000000')",
        ((n,) for n in numbers),
    )
    memory.commit()
    memory.close()


def _percentile(values: Sequence[float], part: float) -> float:
    return sorted(values)[int(part * (len(values) - 1))]


async def measure() -> dict[str, float]:
    """Measure everything once, and return the figures."""
    with tempfile.TemporaryDirectory() as folder:
        sizes = {"few": (Path(folder) / "few.db", FEW), "many": (Path(folder) / "many.db", MANY)}
        for path, people in sizes.values():
            async with opened(_settings(path), examples=True):
                pass
            _settle(path, people)
        few, many = sizes["few"][0], sizes["many"][0]
        async with opened(_settings(few)) as small, opened(_settings(many)) as large:
            return await _compare(small.engine, large.engine)


def _settings(path: Path) -> Settings:
    return Settings(database_url=f"sqlite:///{path}")


async def _compare(small: Engine, large: Engine) -> dict[str, float]:
    await _alone(small, 0, 50)
    await _alone(large, 0, 50)
    alone = await _alone(small, 100, ALONE)
    pairs = [await _pair(small, large, 1000 * (1 + number)) for number in range(ROUNDS)]
    rates = [rate for (rate, _), _ in pairs]
    costs = [cost for (_, cost), _ in pairs]
    return {
        "alone_p50_ms": statistics.median(alone),
        "alone_p99_ms": _percentile(alone, 0.99),
        "crowd_turns_per_second": statistics.median(rates),
        "crowd_cpu_ms_per_turn": statistics.median(costs),
        "growth_1000_to_1000000": statistics.median(
            large_cost / small_cost for (_, small_cost), (_, large_cost) in pairs
        ),
    }


async def _pair(
    small: Engine, large: Engine, start: int
) -> tuple[tuple[float, float], tuple[float, float]]:
    return await _crowd(small, start), await _crowd(large, start)


def main() -> None:
    """Print the figures as a table, and as JSON with ``--json``."""
    figures = {name: round(value, 3) for name, value in asyncio.run(measure()).items()}
    if "--json" in sys.argv:
        print(json.dumps(figures))
        return
    for name, value in figures.items():
        print(f"{name:28} {value:10.2f}")


if __name__ == "__main__":
    main()
