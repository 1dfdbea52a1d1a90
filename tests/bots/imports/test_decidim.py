"""A Decidim is asked only for what it knows, and what it answers becomes our processes."""

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest
from graphql import GraphQLSchema, build_client_schema, build_schema, parse, validate

from bots.imports import Report, Unreadable, decidim_host, import_file
from bots.imports.decidim import read
from bots.imports.decidim_host import fetch, site_of
from dialogues.processes import Phase, Process
from storage.store import SqlStore
from tests.bots.imports.double import MODERN, Decidim, serving, words

TODAY = date(2026, 11, 24)
BUDGET: dict[str, Any] = {
    "id": "12",
    "slug": "budget-jeunes",
    "title": words("Budget des jeunes", en="Youth budget"),
    "shortDescription": words("<p>Propose, vote &amp; gagne.</p><script>x()</script>"),
    "participatoryScope": words("Ce que la Région finance."),
    "startDate": "2026-10-01",
    "endDate": "2026-12-31",
    "updatedAt": "2026-11-20T23:30:00Z",
    "steps": [
        {
            "position": 1,
            "title": words("Vote"),
            "startDate": "2026-11-10",
            "endDate": "2026-12-06",
        },
        {
            "position": 0,
            "title": words("Dépôt des idées"),
            "startDate": "2026-10-01",
            "endDate": "2026-11-09",
        },
    ],
    "components": [{"__typename": "Budgets"}, {"__typename": "Proposals"}],
}
CATALAN: dict[str, Any] = {
    "id": "13",
    "slug": "concertacio",
    "title": words(None, ca="Concertació", en="Concertation"),
    "steps": [],
    "startDate": None,
    "endDate": "2027-01-15",
    "updatedAt": "2026-11-02T10:00:00Z",
    "components": [],
}


@pytest.fixture(scope="module")
def old_schema() -> GraphQLSchema:
    """The schema of a real Decidim of 2020."""
    path = Path(__file__).parents[4] / "shared" / "samples" / "schema_introspection_2020_full.json"
    if not path.exists():
        pytest.skip(f"{path.name} is not at hand")
    return build_client_schema(json.loads(path.read_bytes()))


@pytest.fixture
def old(old_schema: GraphQLSchema) -> Decidim:
    return Decidim(old_schema, [BUDGET, CATALAN])


@pytest.fixture
def modern() -> Decidim:
    """A later Decidim, where several things have other names."""
    process = {
        "id": "7",
        "slug": "mobilites",
        "url": "https://participer.example.org/processes/mobilites",
        "name": words("Mobilités"),
        "subtitle": words("Bouger mieux"),
        "privateSpace": False,
        "phases": [
            {
                "name": words("Analyse des propositions"),
                "startsAt": "2026-11-30T23:30:00Z",
                "endsAt": "2026-12-15T12:00:00+01:00",
            }
        ],
        "components": [{"id": "1", "__typename": "Component"}],
    }
    hidden = {**process, "id": "8", "slug": "prive", "privateSpace": True}
    return Decidim(build_schema(MODERN), [process, hidden])


@pytest.fixture
def site(old: Decidim) -> Iterator[str]:
    with serving(old) as address:
        yield address


@pytest.fixture
def dial(store: SqlStore) -> Callable[..., Any]:
    """Import from an address, as the command does."""

    async def dialling(address: str, **how: Any) -> Report:
        options = {"dry_run": False, "keep_going": False, "today": TODAY, "allow_private": True}
        return await import_file("processes", address, store, **{**options, **how})

    return dialling


async def _processes(store: SqlStore) -> dict[str, Process]:
    async with store.work() as work:
        return {process.slug: process for process in await work.processes.all()}


async def test_the_processes_of_a_real_schema_come_in(
    dial: Callable[..., Any], site: str, store: SqlStore
) -> None:
    report = await dial(site)
    assert [report.created, len(report.refused)] == [2, 0]
    host = site.removeprefix("http://")
    assert (await _processes(store))["budget-jeunes"] == Process(
        id=1,
        external_id=f"decidim:{host}:12",
        slug="budget-jeunes",
        title="Budget des jeunes",
        kind="budget_participatif",
        url=f"{site}/processes/budget-jeunes",
        source=host,
        updated_on=date(2026, 11, 21),
        phases=(
            Phase(
                title="Dépôt des idées",
                kind="ideas",
                starts_on=date(2026, 10, 1),
                ends_on=date(2026, 11, 9),
            ),
            Phase(
                title="Vote",
                kind="vote",
                starts_on=date(2026, 11, 10),
                ends_on=date(2026, 12, 6),
            ),
        ),
        facts={"summary": "Propose, vote & gagne.", "purpose": "Ce que la Région finance."},
    )


async def test_a_text_without_french_is_taken_in_another_language(
    dial: Callable[..., Any], site: str, store: SqlStore
) -> None:
    await dial(site)
    found = (await _processes(store))["concertacio"]
    assert found.title == "Concertació"
    assert found.phases == (Phase(title="Participation", ends_on=date(2027, 1, 15)),)


async def test_a_second_import_changes_nothing_and_a_trial_writes_nothing(
    dial: Callable[..., Any], site: str, store: SqlStore
) -> None:
    tried = await dial(site, dry_run=True)
    assert (tried.created, await _processes(store)) == (2, {})
    await dial(site)
    again = await dial(site)
    assert [again.created, again.changed, again.unchanged] == [0, 0, 2]


async def test_every_question_is_valid_for_the_schema_and_the_last_asks_for_texts(
    old: Decidim, site: str
) -> None:
    await fetch(site, allow_private=True)
    assert all(validate(old.schema, parse(query)) == [] for query in old.questions)
    assert 'translation(locale: "fr")' in old.questions[-1]
    assert len(old.questions) <= 4
    assert set(old.paths) == {"/api"}
    assert set(old.hosts) == {site.removeprefix("http://")}


async def test_a_later_version_is_asked_by_its_own_names(
    modern: Decidim, dial: Callable[..., Any], store: SqlStore
) -> None:
    with serving(modern) as address:
        report = await dial(f"{address}/api")
    assert [report.created, len(report.refused)] == [1, 0]
    found = (await _processes(store))["mobilites"]
    assert found.url == "https://participer.example.org/processes/mobilites"
    assert found.facts == {"summary": "Bouger mieux"}
    assert found.phases == (
        Phase(
            title="Analyse des propositions",
            kind="ideas",
            starts_on=date(2026, 12, 1),
            ends_on=date(2026, 12, 15),
        ),
    )
    assert validate(modern.schema, parse(modern.questions[-1])) == []


async def test_data_with_errors_beside_are_taken_and_empty_nodes_named() -> None:
    answer = {
        "data": {"participatoryProcesses": [BUDGET, None, {"id": "9", "title": words(None)}]},
        "errors": [{"message": "Cannot return null for non-nullable field"}],
    }
    found = read(answer, "https://participer.example.org", TODAY, {})
    assert [process.slug for _, process in found.records] == ["budget-jeunes"]
    assert [problem.line for problem in found.problems] == [2, 3]


async def test_a_phase_that_ends_before_it_begins_is_refused() -> None:
    step = {"title": words("Vote"), "startDate": "2026-12-06", "endDate": "2026-11-06"}
    found = read({"participatoryProcesses": [{**BUDGET, "steps": [step]}]}, None, TODAY, {})
    assert "finit avant de commencer" in found.problems[0].reason


async def test_errors_without_data_are_told_in_one_sentence() -> None:
    answer = {"data": None, "errors": [{"message": "Field 'x' doesn't exist\non type Query"}]}
    with pytest.raises(Unreadable, match="Ce Decidim refuse la question"):
        read(answer, "https://a.example.org", TODAY, {})


async def test_a_recording_is_imported_as_the_host_itself_is(
    old: Decidim, site: str, bring: Callable[..., Any], store: SqlStore
) -> None:
    recorded = await fetch(site, allow_private=True)
    content = json.dumps({"site": "https://participer.example.org", **recorded})
    report = await bring("processes", content, name="decidim.json")
    assert report.created == len(old.processes)
    found = (await _processes(store))["budget-jeunes"]
    assert found.url == "https://participer.example.org/processes/budget-jeunes"
    assert found.source == "participer.example.org"


async def test_a_recording_that_tells_no_site_says_where_its_links_go(
    bring: Callable[..., Any], store: SqlStore
) -> None:
    content = json.dumps({"data": {"participatoryProcesses": [BUDGET]}})
    report = await bring("processes", content, name="decidim.json")
    assert report.created == 1
    assert "www.laregion.fr" in report.render()
    assert (await _processes(store))["budget-jeunes"].url == "https://www.laregion.fr"


async def test_the_documented_answers_are_read(sample: Callable[[str], bytes]) -> None:
    answer = json.loads(sample("api_documented_responses.json"))
    found = read(answer, "https://a.example.org", TODAY, {})
    assert [process.slug for _, process in found.records] == ["consectetur-at", "nostrum-earum"]


async def test_a_link_that_is_no_web_page_is_never_kept() -> None:
    node = {**BUDGET, "url": "javascript:alert(1)"}
    found = read({"participatoryProcesses": [node]}, "https://a.example.org", TODAY, {})
    assert found.records[0][1].url == "https://a.example.org/processes/budget-jeunes"


Mood = tuple[tuple[int, bytes], dict[str, str], str]  # an answer, its headers, what we say of it


@pytest.mark.parametrize(
    "mood",
    [
        ((429, b""), {}, "dans une minute"),
        ((502, b"<html>Bad gateway</html>"), {}, r"HTTP 502"),
        ((200, b"<!doctype html>"), {}, "ne répond pas comme un Decidim"),
        (
            (301, b""),
            {"Location": "https://ailleurs.example.org/api"},
            "renvoie vers https://ailleurs",
        ),
        ((200, b'{"data": {"t0": null}}'), {}, "est-ce bien un Decidim"),
        ((200, b"[]"), {}, "est-ce bien un Decidim"),
        ((200, b" " * 200_000), {}, "c'est trop"),
    ],
)
async def test_a_host_in_a_bad_mood_is_told_in_one_sentence(
    old: Decidim, site: str, monkeypatch: pytest.MonkeyPatch, mood: Mood
) -> None:
    monkeypatch.setattr(decidim_host, "MOST_BYTES", 100_000)
    old.mood, old.headers, said = mood
    with pytest.raises(Unreadable, match=said):
        await fetch(site, allow_private=True)


async def test_a_slow_host_is_not_waited_for_longer_than_agreed(
    old: Decidim, site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decidim_host, "PATIENCE", httpx.Timeout(0.1))
    old.slow = 0.4
    with pytest.raises(Unreadable, match="ne répond pas"):
        await fetch(site, allow_private=True)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("http://127.0.0.1:9/api", "réseau interne"),
        ("http://localhost:9", "réseau interne"),
        ("http://[::1]:9", "réseau interne"),
        ("http://[::ffff:127.0.0.1]:9", "réseau interne"),
        ("http://169.254.169.254/latest", "réseau interne"),
        ("http://10.0.0.1", "réseau interne"),
        ("http://0.0.0.0:80", "réseau interne"),
        ("http://2130706433", "réseau interne"),
        ("http://224.0.0.1", "réseau interne"),
        ("ftp://example.org", "http:// ou https://"),
        ("file:///etc/passwd", "http:// ou https://"),
        ("https://", "http:// ou https://"),
        ("http://a:b:c", "n'est pas une adresse web"),
        ("http://nulle-part.invalid", "Je ne trouve pas"),
    ],
)
async def test_an_address_that_is_not_out_in_the_open_is_refused(address: str, said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        await fetch(address)


async def test_a_closed_door_is_told_in_one_sentence() -> None:
    with pytest.raises(Unreadable, match="ne répond pas"):
        await fetch("http://127.0.0.1:9", allow_private=True)


async def test_only_processes_are_read_at_an_address(store: SqlStore) -> None:
    options: Any = {"dry_run": True, "keep_going": False, "today": TODAY}
    with pytest.raises(Unreadable, match="Seules les démarches"):
        await import_file("stops", "https://example.org", store, **options)


@pytest.mark.parametrize(
    ("address", "site"),
    [
        ("https://a.example.org/api", "https://a.example.org"),
        ("https://a.example.org/", "https://a.example.org"),
        ("https://user:secret@a.example.org/sous/api/", "https://a.example.org/sous"),
    ],
)
def test_people_are_sent_to_the_site_and_never_with_a_password(address: str, site: str) -> None:
    assert site_of(address) == site
