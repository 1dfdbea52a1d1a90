"""The environment: what may be set, where secrets come from, and what is said of a mistake."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bots.app import clock_of
from bots.settings import SECRET_BYTES, SECRETS, Settings, SettingsError, read, sample
from bots.web import WebSettings
from console import ConsoleSettings


def wrong(**values: str) -> str:
    """Return what is said of an environment that cannot be used."""
    with pytest.raises(SettingsError) as refused:
        read({f"TCHATCHE_{name}": value for name, value in values.items()})
    return str(refused.value)


def test_with_nothing_set_the_house_runs_on_a_file_here() -> None:
    settings = read({})
    assert settings.database_url == "sqlite:///data/tchatche.db"
    assert settings.address == "http://127.0.0.1:8080"
    assert settings.zone == ZoneInfo("Europe/Paris")
    assert settings.telegram_token is None


def test_an_environment_given_is_the_only_one_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TCHATCHE_PORT", "9999")
    monkeypatch.setenv("TCHATCHE_HOST", "")
    assert (read({}).port, Settings().port) == (8080, 8080)
    assert (read().port, read().host) == (9999, "127.0.0.1")


def test_an_empty_value_is_as_if_it_were_not_set() -> None:
    settings = read({"TCHATCHE_PORT": "", "TCHATCHE_NOW": "", "TCHATCHE_TELEGRAM_TOKEN": ""})
    assert (settings.port, settings.now, settings.telegram_token) == (8080, None, None)


def test_names_of_others_are_left_alone() -> None:
    assert read({"PATH": "/bin", "tchatche_port": "1", "MY_TCHATCHE_PORT": "2"}).port == 8080


@pytest.mark.parametrize("name", ["PROT", "PORT_FILE", "HOST_FILE", "NOTHING_FILE", ""])
def test_an_unknown_name_is_refused_and_named(name: str) -> None:
    assert wrong(**{name: "1"}).startswith(f"TCHATCHE_{name} est inconnu")


def test_settings_do_not_change_once_read() -> None:
    with pytest.raises(ValueError, match="frozen"):
        read({}).port = 1


@pytest.mark.parametrize("name", SECRETS)
def test_a_secret_may_come_from_a_file(tmp_path: Path, name: str) -> None:
    file = tmp_path / "secret"
    file.write_text("postgresql://u:p@h/b\n", "utf-8")
    kept = getattr(read({f"TCHATCHE_{name}_FILE": str(file)}), name.lower())
    assert (kept if isinstance(kept, str) else kept.get_secret_value()) == "postgresql://u:p@h/b"


def test_a_secret_given_twice_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("kept in a file of its own", "utf-8")
    said = wrong(SECRET_KEY="here", SECRET_KEY_FILE=str(file))
    assert "TCHATCHE_SECRET_KEY et TCHATCHE_SECRET_KEY_FILE" in said
    empty = {"TCHATCHE_SECRET_KEY": "", "TCHATCHE_SECRET_KEY_FILE": str(file)}
    known = read(empty).secret_key
    assert known is not None
    assert known.get_secret_value() == "kept in a file of its own"


@pytest.mark.parametrize(
    ("content", "told"),
    [(None, "ne peut pas être lu"), (b"\xff\xfe\xe9", "ne peut pas être lu"), (b" \n", "est vide")],
)
def test_a_file_that_holds_no_secret_is_refused(
    tmp_path: Path, content: bytes | None, told: str
) -> None:
    file = tmp_path / "secret"
    if content is not None:
        file.write_bytes(content)
    said = wrong(TELEGRAM_TOKEN_FILE=str(file))
    assert said.startswith("TCHATCHE_TELEGRAM_TOKEN_FILE")
    assert f"{file} {told}" in said


def test_a_folder_is_no_secret(tmp_path: Path) -> None:
    assert "ne peut pas être lu" in wrong(SECRET_KEY_FILE=str(tmp_path))


MISTAKES = [
    ("PORT", "http", "un nombre entier"),
    ("PORT", "80.5", "un nombre entier"),
    ("PORT", "0", "1 ou plus"),
    ("PORT", "65536", "65535 ou moins"),
    ("TELEGRAM_PACE", "vite", "un nombre"),
    ("TELEGRAM_PACE", "0", "plus grand que 0"),
    ("DISCORD_PACE", "inf", "un nombre"),
    ("TIMEZONE", "Europe/Figeac", "un fuseau horaire, comme Europe/Paris"),
    ("TIMEZONE", "../etc", "un fuseau horaire"),
    ("NOW", "demain", "un jour et une heure, comme 2026-11-24T15:00"),
    ("PUBLIC_URL", "tchatche.exemple.fr", "une adresse complète"),
    ("TELEGRAM_API_URL", "https://", "une adresse complète"),
    ("SECRET_KEY", "hidden", "16 caractères ou plus"),
    ("EMBED_PARENTS", "https://exemple.fr/page", "des sites comme https://exemple.fr"),
    ("EMBED_PARENTS", "https://exemple.fr exemple.org", "des sites comme https://exemple.fr"),
    ("TRUSTED_PROXIES", "tous", "des adresses ou des réseaux"),
    ("TRUSTED_PROXIES", "*", "des adresses ou des réseaux"),
    ("TRUSTED_PROXIES", "10.0.0.1/8", "des adresses ou des réseaux"),
    ("NETWORK_ROOMS", "0", "1 ou plus"),
    ("RASA_URL", "http://127.0.0.1:5005", "pas encore pris en charge"),
    ("DATABASE_URL", "mysql://u:hidden@h/b", "il faut sqlite:///chemin ou postgresql://"),
    ("DATABASE_URL", "sqlite:///", "il faut sqlite:///chemin"),
    ("DATABASE_URL", "postgresql://u:hidden#1@h/b", "%40"),
]


@pytest.mark.parametrize(("name", "value", "told"), MISTAKES)
def test_a_mistake_is_told_in_one_french_sentence(name: str, value: str, told: str) -> None:
    said = wrong(**{name: value})
    assert said.startswith(f"TCHATCHE_{name} n'est pas valable : ")
    assert told in said
    assert said.endswith(".")
    assert "hidden" not in said
    assert "nput should" not in said


def test_a_blank_value_is_no_value() -> None:
    settings = read({"TCHATCHE_TELEGRAM_TOKEN": " ", "TCHATCHE_DISCORD_TOKEN": "\t"})
    assert (settings.telegram_token, settings.discord_token) == (None, None)


def test_what_the_settings_take_the_web_takes() -> None:
    sites = "https://exemple.fr http://127.0.0.1:8080 https://*.exemple.org:*"
    given = read({"TCHATCHE_EMBED_PARENTS": sites, "TCHATCHE_SECRET_KEY": "k" * SECRET_BYTES})
    assert given.secret_key is not None
    key = given.secret_key.get_secret_value()
    parents = tuple(given.embed_parents.split())
    assert len(WebSettings(secret_key=key, parents=parents).parents) == 3
    assert ConsoleSettings(secret_key=key).secret_key == key


def test_no_secret_is_written_by_accident() -> None:
    settings = read(
        {f"TCHATCHE_{name}": "hidden, and long" for name in SECRETS if name != "DATABASE_URL"}
        | {"TCHATCHE_DATABASE_URL": "postgresql://u:hidden@h/b"}
    )
    assert "hidden" not in repr(settings) + str(settings)


def test_the_public_address_is_said_without_its_last_stroke() -> None:
    settings = read({"TCHATCHE_PUBLIC_URL": "https://tchatche.exemple.fr/"})
    assert settings.address == "https://tchatche.exemple.fr"


@pytest.mark.parametrize(
    "told", ["2026-11-24T15:00", "2026-11-24T14:00Z", "2026-11-24T15:00+01:00"]
)
def test_a_stopped_clock_stands_in_the_region_s_zone(told: str) -> None:
    now = clock_of(read({"TCHATCHE_NOW": told}))
    assert now() == now() == datetime(2026, 11, 24, 15, tzinfo=ZoneInfo("Europe/Paris"))
    assert now().isoformat() == "2026-11-24T15:00:00+01:00"


def test_the_sample_names_every_setting_and_changes_nothing_as_it_is() -> None:
    lines = [line for line in sample().splitlines() if line]
    assert all(line.startswith("#") for line in lines)
    said = dict(line[1:].split("=", 1) for line in lines if line.startswith("#TCHATCHE_"))
    assert read(said) == read({})
    assert len(said) == len(Settings.model_fields)
