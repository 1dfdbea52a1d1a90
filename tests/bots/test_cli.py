"""The command ``tchatche``, run as an operator runs it: what it prints, and how it ends."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bots.cli import app
from tests.conftest import NOW

ISSUE = "slt jusqua kan on peu voté pr le budjet ?\ncé kan la karavane a figac\n"
STOPS = (
    "identifiant;titre;commune;département;date;début;fin\n"
    "s1;Café citoyen;Figeac;Lot;28/11/2030;9h30;13h\n"
    "s2;Au marché;Prades;66;08/12/2030;9h30;12h\n"
)
BAD_ROW = "s3;Nulle part;Trifouillis;46;08/12/2030;9h30;12h\n"
Done = subprocess.CompletedProcess[str]


class Command:
    """``tchatche`` over a folder of its own, where the model already stands."""

    def __init__(self, folder: Path, model: Path) -> None:
        self.folder = folder
        self.database = folder / "tchatche.db"
        self.temporary = folder / "temporary"
        self.temporary.mkdir()
        shutil.copy(model, folder / "nlu.npz")

    def __call__(self, *words: str, lines: str | bytes = "", **environment: str) -> Done:
        """Run it on these lines of input, to its end."""
        done = subprocess.run(  # noqa: S603 - our own command
            [sys.executable, "-m", "bots", *words],
            env=self._environment() | environment,
            input=lines if isinstance(lines, bytes) else lines.encode(),
            capture_output=True,
            timeout=60,
            check=False,
        )
        said, complained = done.stdout.decode(), done.stderr.decode()
        return subprocess.CompletedProcess(words, done.returncode, said, complained)

    def here(self, *words: str, **environment: str) -> Done:
        """Run it in this process: as much is told, and no interpreter is started."""
        runner = CliRunner(env=self._environment() | environment)
        done = runner.invoke(app, words, prog_name="tchatche")
        assert done.exception is None or isinstance(done.exception, SystemExit)
        return subprocess.CompletedProcess(words, done.exit_code, done.stdout, done.stderr)

    def write(self, name: str, content: str | bytes) -> str:
        """Put a file on the desk and return its path."""
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    def _environment(self) -> dict[str, str]:
        quiet = {name: value for name, value in os.environ.items() if "TCHATCHE" not in name}
        where = f"sqlite:///{self.database}"
        return quiet | {"TCHATCHE_DATABASE_URL": where, "TMPDIR": str(self.temporary)}


@pytest.fixture
def tchatche(tmp_path: Path, model_file: Path) -> Iterator[Command]:
    """The command; whatever it did, no throw-away folder is left behind."""
    command = Command(tmp_path, model_file)
    yield command
    assert list(command.temporary.glob("tchatche-*")) == []


def refusal(done: Done) -> str:
    """Check that it ended with one clear sentence, and return it."""
    assert done.returncode == 1, done.stdout + done.stderr
    (sentence,) = done.stderr.splitlines()
    assert sentence.endswith(".")
    return sentence


def test_a_pipe_gets_one_json_object_a_reply(tchatche: Command) -> None:
    lines = ISSUE + '/stop_at_place{"place":"46102"}\n'
    done = tchatche("talk", "--demo", "--json", lines=lines, TCHATCHE_NOW=NOW.isoformat())
    assert (done.returncode, done.stderr) == (0, "")
    date, place, stop = map(json.loads, done.stdout.splitlines())
    assert "jusqu'au dimanche 6 décembre" in date["text"]
    assert date["source"].startswith("https://")
    assert (date["intent"], date["confidence"] > 0.45) == ("deadline", True)
    figeac = {"label": "Figeac (46)", "payload": '/stop_at_place{"place":"46102"}'}
    assert figeac in place["buttons"]
    assert place["source"] is None
    assert "Figeac (46), place du marché" in stop["text"]
    assert not tchatche.database.exists(), "a demonstration leaves the database alone"


def test_in_prose_a_number_presses_a_button_and_the_talk_is_kept(tchatche: Command) -> None:
    first = tchatche("talk", "--as", "lea", lines="cé kan la karavane a figac\n1\n")
    assert (first.returncode, first.stderr) == (0, "")
    assert "  [1] Figeac (46)" in first.stdout
    assert "Figeac (46), place du marché" in first.stdout
    second = tchatche("talk", "--as", "lea", lines="c'est accessible en fauteuil ?\n")
    assert "sol plat" in second.stdout, "the last stop is still the one we speak of"


def test_bytes_that_are_no_text_are_answered_all_the_same(tchatche: Command) -> None:
    done = tchatche("talk", "--demo", "--json", lines=b"\xff\xfe\xe9\n\x00\n\nbonjour\n")
    assert (done.returncode, done.stderr) == (0, "")
    replies = [json.loads(line) for line in done.stdout.splitlines()]
    assert "Salut" in replies[-1]["text"]


def test_the_database_is_brought_up_to_date_once_and_never_backwards(tchatche: Command) -> None:
    assert tchatche.here("migrate").stdout == "La base est à jour.\n"
    with closing(sqlite3.connect(tchatche.database)) as memory:
        memory.execute("UPDATE alembic_version SET version_num = '9999'")
        memory.commit()
    assert "version plus récente" in refusal(tchatche.here("migrate"))


def test_a_damaged_database_is_refused_with_a_sentence(tchatche: Command) -> None:
    tchatche.here("migrate")
    with closing(sqlite3.connect(tchatche.database)) as memory:
        memory.execute("DROP TABLE place")
    assert "restaure une sauvegarde" in refusal(tchatche.here("migrate"))


UNUSABLE = [
    ("TCHATCHE_PROT", "8080", "TCHATCHE_PROT est inconnu"),
    ("TCHATCHE_PORT", "http", "TCHATCHE_PORT n'est pas valable"),
    ("TCHATCHE_NOW", "2026-11-24T15:00", "TCHATCHE_NOW arrête l'horloge"),
    ("TCHATCHE_SECRET_KEY_FILE", "/nowhere/key", "/nowhere/key ne peut pas être lu"),
    ("TCHATCHE_DATABASE_URL", "sqlite:////proc/1/no/t.db", "ne s'ouvre pas"),
    ("TCHATCHE_DATABASE_URL", "postgresql://u:hidden@127.0.0.1:9/t", "ne s'ouvre pas"),
    ("TCHATCHE_DATABASE_URL", "mysql://u@127.0.0.1/t", "il faut sqlite:///chemin"),
]


@pytest.mark.parametrize(("name", "value", "told"), UNUSABLE)
def test_an_environment_that_cannot_be_used_is_told_in_one_sentence(
    tchatche: Command, name: str, value: str, told: str
) -> None:
    sentence = refusal(tchatche.here("migrate", **{name: value}))
    assert told in sentence
    assert "hidden" not in sentence


def test_a_file_that_is_no_database_is_refused_and_left_as_it_was(tchatche: Command) -> None:
    tchatche.write("tchatche.db", "Une lettre, et non une base de données.\n" * 40)
    assert "ne s'ouvre pas" in refusal(tchatche("run"))
    assert tchatche.database.read_text("utf-8").startswith("Une lettre")


def test_a_clock_stopped_outside_a_demonstration_starts_nothing(tchatche: Command) -> None:
    assert "TCHATCHE_NOW" in refusal(tchatche("run", TCHATCHE_NOW=NOW.isoformat()))
    assert not tchatche.database.exists()


def test_an_import_is_tried_then_done_then_done_again(tchatche: Command) -> None:
    file = tchatche.write("stops.csv", STOPS)
    tried = tchatche.here("import", "stops", file, "--dry-run")
    assert (tried.returncode, tried.stderr) == (0, "")
    assert "Créées : 2." in tried.stdout
    assert "rien n'a été écrit" in tried.stdout
    assert "Créées : 2." in tchatche.here("import", "stops", file).stdout
    again = tchatche.here("import", "stops", file)
    assert "Créées : 0. Changées : 0. Inchangées : 2." in again.stdout
    assert again.returncode == 0


def test_a_bad_row_stops_an_import_unless_told_to_go_on(tchatche: Command) -> None:
    file = tchatche.write("stops.csv", STOPS + BAD_ROW)
    stopped = tchatche.here("import", "stops", file)
    assert (stopped.returncode, stopped.stdout) == (1, "")
    assert "Ligne 4 : " in stopped.stderr
    assert "Trifouillis" in stopped.stderr
    assert "Traceback" not in stopped.stderr
    kept = tchatche.here("import", "stops", file, "--keep-going")
    assert kept.returncode == 0
    assert "Créées : 2. Changées : 0. Inchangées : 0. Refusées : 1." in kept.stdout


def test_what_is_no_table_is_refused_with_a_sentence(tchatche: Command) -> None:
    pdf = tchatche.write("stops.csv", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n")
    assert "PDF" in refusal(tchatche.here("import", "stops", pdf))
    missing = str(tchatche.folder / "nowhere.csv")
    assert missing in refusal(tchatche.here("import", "answers", missing))


def test_help_loads_nothing_heavy(tchatche: Command) -> None:
    code = (
        "import sys; sys.argv = ['tchatche', '--help']\n"
        "from bots.cli import main\n"
        "try: main()\n"
        "except SystemExit: print(sorted({'sqlalchemy', 'numpy', 'fastapi', 'telegram'}"
        " & set(sys.modules)))"
    )
    asked = [sys.executable, "-c", code]
    done = subprocess.run(asked, capture_output=True, text=True, check=True)  # noqa: S603 - ours
    assert "migrate" in done.stdout
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("words", [["dance"], ["talk", "--loud"], ["import", "stops"], ["import"]])
def test_misuse_ends_with_two(words: list[str]) -> None:
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 2
