"""Any CSV an office makes is read; anything else is named for what it is."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.imports.report import Unreadable
from bots.imports.tabular import column_key, read

TABLE = "Identifiant;Intitulé de l'arrêt\na1;Café citoyen à Lodève\n"


@pytest.mark.parametrize(
    "content",
    [
        TABLE.encode(),
        TABLE.encode("utf-8-sig"),
        TABLE.encode("latin-1"),
        TABLE.encode("cp1252"),
        TABLE.encode("utf-16"),
        TABLE.replace(";", ",").encode(),
        TABLE.replace(";", "\t").encode(),
        TABLE.replace("\n", "\r\n").encode(),
        TABLE.replace("\n", "\r").encode(),
        TABLE.replace("\n", "\r\n", 1).encode(),
        f"sep=;\r\n{TABLE}".encode(),
        f"\n\n{TABLE}\n\n;\n".encode(),
    ],
    ids=[
        "utf8",
        "bom",
        "latin1",
        "cp1252",
        "utf16",
        "comma",
        "tab",
        "crlf",
        "cr",
        "mixed",
        "sep",
        "blank",
    ],
)
def test_one_table_is_read_the_same_however_it_was_saved(content: bytes) -> None:
    table = read(content)
    assert [dict(row.cells) for row in table.rows] == [
        {"identifiant": "a1", "intitule de l arret": "Café citoyen à Lodève"}
    ]
    assert table.columns["intitule de l arret"] == "Intitulé de l'arrêt"


def test_the_euro_and_the_curly_apostrophe_of_windows_are_read() -> None:
    table = read("id;prix\na;5 € l’entrée\n".encode("cp1252"))
    assert table.rows[0].cells["prix"] == "5 € l’entrée"


def test_a_cell_of_several_lines_keeps_them_and_line_numbers_stay_right() -> None:
    table = read(b'id;texte\r\na;"un\r\ndeux"\r\nb;"dit ""oui"""\r\n')
    assert [(row.line, row.cells["texte"]) for row in table.rows] == [
        (2, "un\ndeux"),
        (4, 'dit "oui"'),
    ]


def test_the_zero_a_table_kept_with_a_formula_is_kept() -> None:
    assert read(b'id;cp\na;"=""09100"""\n').rows[0].cells["cp"] == "09100"


def test_a_line_with_a_cell_too_many_is_a_problem_and_empty_ends_are_not() -> None:
    table = read(b"id;nom\na;un;deux\nb;un;;\n")
    assert [problem.line for problem in table.problems] == [2]
    assert [row.cells["id"] for row in table.rows] == ["b"]


def test_a_short_line_has_empty_cells() -> None:
    assert read(b"id;nom;fin\na;un\n").rows[0].cells == {"id": "a", "nom": "un"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "est un PDF : exporte-le en CSV"),
        (b"PK\x03\x04\x14\x00\x06\x00", "classeur"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "XLS"),
        (b"\x89PNG\r\n\x1a\n\x00", "une image"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "une image"),
        (b"<!DOCTYPE html><html><body>Connexion", "une page web"),
        (b"\n  <html lang='fr'>", "une page web"),
        (b'{"data": []}', "du JSON"),
        (b"BEGIN:VCALENDAR\r\nVERSION:2.0", "iCal"),
        (b"\x1f\x8b\x08\x00", "GZIP"),
        (b"\x00\x01\x02\x03" * 50, "n'est pas un texte"),
        (b"", "est vide"),
        (b" \r\n\t\n", "est vide"),
        (b"\xef\xbb\xbf", "pas de ligne"),
        (b";;;\n;;\n", "pas de ligne"),
        (b"identifiant;titre\n", "pas de ligne sous ses titres"),
        (b"id;id\na;b\n", "deux fois"),
        (b'id;nom\na;"jamais ferm\xc3\xa9' + b"x" * 200_000, "mal formé"),
        (b"\xff\xfei", "illisibles"),
    ],
)
def test_what_is_no_table_is_named_in_one_sentence(content: bytes, said: str) -> None:
    with pytest.raises(Unreadable, match=said) as refused:
        read(content)
    assert "\n" not in str(refused.value)


def test_a_file_of_many_megabytes_is_refused_before_it_is_read() -> None:
    with pytest.raises(Unreadable, match="20 Mo"):
        read(b"a;b\n" * 6_000_000)


@pytest.mark.parametrize(
    "title", ["Département", "departement", " DÉPARTEMENT ", "De\u0301partement", "Département :"]
)
def test_a_title_is_known_whatever_its_case_and_accents(title: str) -> None:
    assert column_key(title) == "departement"


@given(st.binary(max_size=300))
def test_no_bytes_bring_the_reader_down(content: bytes) -> None:
    try:
        table = read(content)
    except Unreadable as refused:
        assert str(refused)  # noqa: PT017 - either outcome is right
    else:
        assert table.rows or table.problems


def test_a_real_agenda_of_a_city_is_read_whole(sample: Callable[[str], bytes]) -> None:
    table = read(sample("toulouse_agenda_so_toulouse_2020.csv"))
    assert (len(table.rows), len(table.columns), table.problems) == (171, 30, ())
