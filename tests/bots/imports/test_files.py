"""Whole files brought to the memory: what is good comes in once, what is not is named."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from bots.imports import Unreadable
from bots.imports.calendar_words import PARIS
from dialogues.answers import Answer
from dialogues.processes import FACTS, Phase, Process
from dialogues.stops import Stop, StopState
from storage.store import SqlStore

LONG_AGO = datetime(2020, 1, 1, tzinfo=PARIS)
STOPS = """identifiant;titre;commune;département;date;début;fin;statut;motif;thèmes;accessibilité
s1;Café citoyen;Figeac;Lot;28/11/2026;9h30;13h;prévu;;transports, lycées;Oui, sol plat
s2;Devant la gare;AUCH;32;samedi 5 décembre 2026;14h;17h;Annulé;Travaux;;
s3;Au marché;Prades;66;2026-12-08;09:30;12:30;;;;
s4;Au festival;Lodève;34;12/12/2026;18h;22h;complet;;culture;
s5;À la médiathèque;Mende;48;16/12/2026;14h;17h30;;;;
"""
PROCESSES = """identifiant;titre;type;lien;source;budget;maximum par projet;\
âge minimum;âge maximum;\
phase 1;phase 1 début;phase 1 fin;phase 1 type;phase 2;phase 2 début;phase 2 fin;phase 2 type;\
résumé;qui décide;thèmes;mise à jour;archivée
p1;Budget des lycées;Budget participatif;https://ma.region.fr/budget;\
Le règlement;"120 000 €";15 000 €;15;25;\
Dépôt des idées;01/10/2026;31/10/2026;idées;Vote;1er novembre 2026;6 décembre 2026;vote;\
Un budget.;Ton vote.;lycées,sport;20/11/2026;non
"""
ANSWERS = """identifiant,question,réponse,autres formulations,lien,mise à jour
a1,Qui gère la cantine ?,La Région gère la cantine du lycée.,cantine lycée | qui paye la cantine,https://ma.region.fr,01/11/2026
a2,Qui gère l'école ?,La mairie.,,,
"""

Bring = Callable[..., Any]


def _figures(report: Any) -> list[int]:
    return [report.created, report.changed, report.unchanged, len(report.refused)]


async def _stops(store: SqlStore) -> dict[str, Stop]:
    async with store.work() as work:
        return {stop.external_id: stop for stop in await work.stops.coming(LONG_AGO)}


async def _processes(store: SqlStore) -> dict[str, Process]:
    async with store.work() as work:
        return {process.external_id: process for process in await work.processes.all()}


async def _answer(store: SqlStore, text: str) -> Answer | None:
    async with store.work() as work:
        hits = await work.answers.search(text, language="fr", today=date(2026, 11, 24))
    return hits[0].answer if hits else None


async def test_stops_come_in_with_their_commune_hours_and_state(
    bring: Bring, store: SqlStore
) -> None:
    assert _figures(await bring("stops", STOPS)) == [5, 0, 0, 0]
    stops = await _stops(store)
    figeac, auch = stops["s1"], stops["s2"]
    assert (figeac.place, figeac.place_name, figeac.department) == ("46102", "Figeac", "46")
    assert figeac.starts_at == datetime(2026, 11, 28, 9, 30, tzinfo=PARIS)
    assert figeac.ends_at == datetime(2026, 11, 28, 13, 0, tzinfo=PARIS)
    assert figeac.themes == ("transports", "lycées")
    assert figeac.position
    assert not figeac.example
    assert (auch.state, auch.reason) == (StopState.CANCELLED, "Travaux")
    assert stops["s3"].place == "66149"
    assert stops["s3"].accessibility is None
    assert stops["s4"].state is StopState.FULL


async def test_processes_come_in_with_phases_money_ages_and_facts(
    bring: Bring, store: SqlStore
) -> None:
    assert _figures(await bring("processes", PROCESSES)) == [1, 0, 0, 0]
    process = (await _processes(store))["p1"]
    assert (process.slug, process.kind) == ("budget-des-lycees", "budget_participatif")
    assert (process.budget, process.max_per_project) == (120_000, 15_000)
    assert (process.min_age, process.max_age) == (15, 25)
    assert process.updated_on == date(2026, 11, 20)
    assert process.phases == (
        Phase(
            title="Dépôt des idées",
            kind="ideas",
            starts_on=date(2026, 10, 1),
            ends_on=date(2026, 10, 31),
        ),
        Phase(title="Vote", kind="vote", starts_on=date(2026, 11, 1), ends_on=date(2026, 12, 6)),
    )
    assert process.facts == {"summary": "Un budget.", "who_decides": "Ton vote."}
    assert process.themes == ("lycées", "sport")
    assert not process.archived


async def test_every_question_we_answer_has_its_column(bring: Bring, store: SqlStore) -> None:
    names = sorted(set(FACTS.values()))
    titles = ["identifiant", "titre", "type", "lien", "source", *names]
    cells = ["p9", "Tout dit", "consultation", "https://ma.region.fr", "La page", *names]
    await bring("processes", f"{';'.join(titles)}\n{';'.join(cells)}\n")
    assert (await _processes(store))["p9"].facts == {name: name for name in names}


async def test_answers_come_in_and_are_found_by_their_other_wordings(
    bring: Bring, store: SqlStore
) -> None:
    assert _figures(await bring("answers", ANSWERS)) == [2, 0, 0, 0]
    found = await _answer(store, "qui paye la cantine")
    assert found
    assert (found.external_id, found.updated_on) == ("a1", date(2026, 11, 1))
    assert found.aliases == ("cantine lycée", "qui paye la cantine")
    assert found.url == "https://ma.region.fr"
    other = await _answer(store, "qui gère l'école")
    assert other
    assert (other.url, other.updated_on) == (None, date(2026, 11, 24))


@pytest.mark.parametrize(
    ("noun", "content"), [("stops", STOPS), ("processes", PROCESSES), ("answers", ANSWERS)]
)
async def test_the_same_file_twice_changes_nothing(bring: Bring, noun: str, content: str) -> None:
    first = await bring(noun, content)
    again = await bring(noun, content)
    assert _figures(again) == [0, 0, first.created, 0]


@pytest.mark.parametrize(
    ("noun", "content"), [("stops", STOPS), ("processes", PROCESSES), ("answers", ANSWERS)]
)
async def test_a_trial_tells_the_same_figures_and_writes_nothing(
    bring: Bring, store: SqlStore, noun: str, content: str
) -> None:
    tried = await bring(noun, content, dry_run=True)
    assert "rien n'a été écrit" in tried.render()
    assert (await _stops(store), await _processes(store), await _answer(store, "cantine")) == (
        {},
        {},
        None,
    )
    assert _figures(await bring(noun, content)) == _figures(tried)


async def test_a_changed_line_changes_its_record_alone(bring: Bring, store: SqlStore) -> None:
    await bring("stops", STOPS)
    before = await _stops(store)
    report = await bring("stops", STOPS.replace("9h30;13h", "10h;13h"))
    assert _figures(report) == [0, 1, 4, 0]
    stops = await _stops(store)
    assert (stops["s1"].id, stops["s1"].starts_at.hour) == (before["s1"].id, 10)
    assert stops["s1"].revision > before["s1"].revision
    assert stops["s2"] == before["s2"]


BAD = STOPS.replace("2026-12-08;09:30;12:30", "2026-12-08;09:30;08:30")


async def test_one_bad_line_of_five_refuses_the_whole_file(bring: Bring, store: SqlStore) -> None:
    report = await bring("stops", BAD)
    assert _figures(report) == [0, 0, 0, 1]
    assert report.stopped
    assert not report.written
    assert await _stops(store) == {}
    assert "Ligne 4" in report.render()
    assert "--keep-going" in report.render()


async def test_one_bad_line_of_five_leaves_the_others_with_keep_going(
    bring: Bring, store: SqlStore
) -> None:
    report = await bring("stops", BAD, keep_going=True)
    assert _figures(report) == [4, 0, 0, 1]
    assert set(await _stops(store)) == {"s1", "s2", "s4", "s5"}
    assert report.refused[0].line == 4
    assert "avant le début" in report.refused[0].reason


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("x;T;Prades;;08/12/2026;9h;12h", "peut être Prades (66), Prades (81)"),
        ("x;T;Saint-Michel;Gers;08/12/2026;9h;12h", None),
        ("x;T;Figeac;34;08/12/2026;9h;12h", "aucune ne va avec 34"),
        ("x;T;Paris;;08/12/2026;9h;12h", "n'est pas une commune d'Occitanie"),
        ("x;T;Figeac;Bretagne;08/12/2026;9h;12h", "n'est pas un département d'Occitanie"),
        ("x;T;;46;08/12/2026;9h;12h", "la cellule est vide"),
        ("x;T;Figeac;46;31/02/2026;9h;12h", "colonne « date »"),
        ("x;T;Figeac;46;08/12/2026;tôt;12h", "colonne « début »"),
        ("x;T;Figeac;46;08/12/2026;9h;", "l'heure de fin"),
        ("x;T;Figeac;46;;9h;12h", "n'est pas un jour et une heure"),
        ("x;T;Figeac;46;08/12/2026;12h;12h", "avant le début"),
        (";T;Figeac;46;08/12/2026;9h;12h", "colonne « identifiant »"),
        ('x;"=HYPERLINK(""http://a"";""b"")";Figeac;46;08/12/2026;9h;12h', "formule"),
        ("x;T;Figeac;46;08/12/2026;9h;12h;peut-être", "n'est pas connu"),
        ("x;T;Figeac;46;08/12/2026;9h;12h;;;;;trop", "cellules pour"),
    ],
)
async def test_a_line_that_leaves_a_doubt_is_named_with_its_reason(
    bring: Bring, line: str, said: str | None
) -> None:
    titles = "identifiant;titre;commune;département;date;début;fin;statut;motif;thèmes;lien"
    report = await bring("stops", f"{titles}\n{line}\n")
    assert [problem.line for problem in report.refused] == ([2] if said else [])
    if said:
        assert said in report.refused[0].reason


@pytest.mark.parametrize(
    ("titles", "line"),
    [
        (
            "id;title;city;insee;starts_at;ends_at",
            "x;T;Pamiers;9225;2026-12-08 09:00;2026-12-08 12:00",
        ),
        ("id;titre;ville;cp;date;horaires", "x;T;Pamiers;9100;08/12/2026;9h-12h"),
        (
            "id;titre;commune;date de début;heure de début;date de fin;heure de fin",
            "x;T;09100 PAMIERS;08/12/2026;9h;08/12/2026;12h",
        ),
        (
            "id;titre;commune;date de début;date de fin",
            "x;T;Pamiers (09);08/12/2026 9h;08/12/2026 12h",
        ),
        (
            "id;titre;commune;date;heure de début;heure de fin",
            "x;T;Pamiers Cedex;08/12/26;9:00;midi",
        ),
    ],
)
async def test_hours_and_communes_are_read_in_the_shapes_offices_use(
    bring: Bring, store: SqlStore, titles: str, line: str
) -> None:
    report = await bring("stops", f"{titles}\n{line}\n")
    assert report.refused == ()
    stop = (await _stops(store))["x"]
    assert stop.place == "09225"
    assert (stop.starts_at.hour, stop.ends_at.hour) == (9, 12)
    assert stop.starts_at.date() == date(2026, 12, 8)


async def test_a_code_that_is_another_commune_s_is_refused(bring: Bring) -> None:
    line = "id;titre;commune;insee;date;horaires\nx;T;Auch;46102;08/12/2026;9h-12h\n"
    report = await bring("stops", line)
    assert "est celui de Figeac (46), pas de Auch" in report.refused[0].reason


async def test_a_point_far_from_its_commune_is_refused_and_a_near_one_kept(
    bring: Bring, store: SqlStore
) -> None:
    titles = "id;titre;commune;date;horaires;latitude;longitude"
    near = "x;T;Figeac;08/12/2026;9h-12h;44,6075;2.0333"
    far = "y;T;Figeac;08/12/2026;9h-12h;2.0333;44.6075"
    report = await bring("stops", f"{titles}\n{near}\n{far}\n", keep_going=True)
    assert [problem.line for problem in report.refused] == [3]
    assert "km de Figeac (46)" in report.refused[0].reason
    assert (await _stops(store))["x"].position == (44.6075, 2.0333)


async def test_a_stop_that_ends_after_midnight_says_its_second_day(
    bring: Bring, store: SqlStore
) -> None:
    titles = "id;titre;commune;date;début;date de fin;fin"
    report = await bring("stops", f"{titles}\nx;T;Auch;12/12/2026;20h;13/12/2026;1h\n")
    assert report.refused == ()
    assert (await _stops(store))["x"].ends_at == datetime(2026, 12, 13, 1, tzinfo=PARIS)


async def test_an_identifier_twice_is_refused_with_both_lines(bring: Bring) -> None:
    report = await bring("answers", ANSWERS.replace("\na2,", "\na1,"))
    assert [problem.line for problem in report.refused] == [3]
    assert "« a1 » est déjà à la ligne 2" in report.refused[0].reason


async def test_a_short_name_already_borne_is_refused(bring: Bring) -> None:
    await bring("processes", PROCESSES)
    report = await bring("processes", PROCESSES.replace("\np1;", "\np2;"))
    assert "« budget-des-lycees » est déjà celui de « p1 »" in report.refused[0].reason


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("120 000 €", "environ 120", "colonne « budget »"),
        ("120 000 €", "1.500", "de deux façons"),
        ("31/10/2026", "30/09/2026", "avant de commencer"),
        (";Dépôt des idées;", ";;", "pas de nom"),
        (";15;25;", ";25;15;", "l'âge maximum (15)"),
        (";idées;", ";brouillon;", "« brouillon » n'est pas connu"),
        ("https://ma.region.fr/budget", "javascript:alert(1)", "n'est pas une adresse web"),
        ("https://ma.region.fr/budget", "", "colonne « lien »"),
        (";non\n", ";bof\n", "écris oui ou non"),
    ],
)
async def test_a_process_that_leaves_a_doubt_is_refused(
    bring: Bring, old: str, new: str, said: str
) -> None:
    report = await bring("processes", PROCESSES.replace(old, new))
    assert [problem.line for problem in report.refused] == [2]
    assert said in report.refused[0].reason


@pytest.mark.parametrize(
    ("noun", "content", "said"),
    [
        (
            "stops",
            "id;nom\na;b\n",
            "Il manque la colonne « commune ». Colonnes connues : external_id",
        ),
        ("stops", "id;nom;commune;date\na;b;Auch;x\n", "Il manque les heures"),
        ("processes", "titre\nb\n", "Il manque les colonnes « external_id », « type »"),
        ("answers", "id;question\na;b\n", "« réponse »"),
        ("answers", b"%PDF-1.4 ...", "PDF"),
        ("answers", b"", "vide"),
        ("processes", b'{"data": {"participatoryProcesses": [', "coupé ou mal formé"),
        ("processes", b'{"data": {}}', "pas de démarche"),
        ("places", b"code;nom\n", "geo.api.gouv.fr"),
        ("places", b"{}", "geo.api.gouv.fr"),
        ("broadcasts", b"a;b\nc;d\n", "ne s'importe pas"),
    ],
)
async def test_a_file_that_cannot_serve_is_refused_in_one_sentence(
    bring: Bring, noun: str, content: Any, said: str
) -> None:
    with pytest.raises(Unreadable, match=said.replace("(", r"\(")) as refused:
        await bring(noun, content)
    assert "\n" not in str(refused.value)


async def test_a_file_that_is_not_there_is_named(store: SqlStore, tmp_path: Any) -> None:
    from bots.imports import import_file  # noqa: PLC0415 - the one test that needs no file

    options: Any = {"dry_run": False, "keep_going": False, "today": date(2026, 11, 24)}
    with pytest.raises(Unreadable, match="Je ne trouve pas le fichier"):
        await import_file("stops", str(tmp_path / "rien.csv"), store, **options)
    with pytest.raises(Unreadable, match="est un dossier"):
        await import_file("stops", str(tmp_path), store, **options)


async def test_a_column_we_do_not_know_is_told_and_left_aside(bring: Bring) -> None:
    report = await bring(
        "answers",
        ANSWERS.replace("réponse,", "réponse,humeur,")
        .replace("lycée.,", "lycée.,bonne,")
        .replace("La mairie.,", "La mairie.,bof,"),
    )
    assert report.ignored == ("humeur",)
    assert "Laissé de côté : humeur." in report.render()


async def test_a_long_list_of_refusals_is_told_short(bring: Bring) -> None:
    lines = "\n".join(f";q{number};r" for number in range(30))
    said = (await bring("answers", f"id;question;réponse\n{lines}\n")).render()
    assert "… et 10 autres lignes refusées." in said
    assert len(said.splitlines()) < 25


async def test_html_in_a_cell_is_read_as_words(bring: Bring, store: SqlStore) -> None:
    await bring(
        "answers", "id;question;réponse\na;Qui ?;<p>La <b>Région</b></p><script>x</script>\n"
    )
    found = await _answer(store, "qui région")
    assert found
    assert found.text == "La Région"


async def test_with_no_good_line_at_all_keep_going_says_so(bring: Bring) -> None:
    report = await bring("answers", "id;question;réponse\n;q;r\n", keep_going=True)
    assert report.stopped
    assert not report.written
    assert report.render().endswith("Rien n'a été écrit : aucune ligne n'est bonne.")
