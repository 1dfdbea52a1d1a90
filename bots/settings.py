"""The environment, read once and frozen; a name we do not know stops the start."""

import os
import re
from collections.abc import Mapping
from datetime import datetime
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator

PREFIX = "TCHATCHE_"
FILE = "_FILE"  # TCHATCHE_X_FILE names a file that holds the secret X
SECRETS = (
    "SECRET_KEY",
    "ADMIN_PASSWORD",
    "TELEGRAM_TOKEN",
    "TELEGRAM_WEBHOOK_SECRET",
    "DISCORD_TOKEN",
    "DATABASE_URL",
)
DATABASES = ("sqlite:///", "postgresql://", "postgres://")
SECRET_BYTES = 16  # below it a signature could be guessed
ORIGIN = re.compile(r"https?://[A-Za-z0-9.*-]+(:(\d{1,5}|\*))?")  # CSP's host-source, no path
SITES = ("http://", "https://")
EXPECTED = {  # pydantic's kind of error → what we ask for
    "int_parsing": "un nombre entier",
    "float_parsing": "un nombre",
    "finite_number": "un nombre",
    "greater_than": "un nombre plus grand que {gt:g}",
    "greater_than_equal": "un nombre entier, {ge} ou plus",
    "less_than_equal": "un nombre entier, {le} ou moins",
    "datetime_parsing": "un jour et une heure, comme 2026-11-24T15:00",
    "datetime_from_date_parsing": "un jour et une heure, comme 2026-11-24T15:00",
}


class SettingsError(Exception):
    """The environment cannot be used; the message says which name, and what to do."""


class Settings(BaseModel):
    """Everything an operator may set, each as ``TCHATCHE_<NAME>``; secrets also as ``…_FILE``."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    database_url: str = Field(
        default="sqlite:///data/tchatche.db",
        repr=False,  # it may hold a password
        description="Base de données : sqlite:///chemin ou postgresql://utilisateur@hôte/base.",
    )
    host: str = Field(default="127.0.0.1", description="Adresse d'écoute du serveur web.")
    port: int = Field(default=8080, ge=1, le=65535, description="Port d'écoute du serveur web.")
    public_url: str = Field(
        default="", description="Adresse publique du site, par exemple https://tchatche.exemple.fr."
    )
    secret_key: SecretStr | None = Field(
        default=None, description="Clé des sessions ; sinon créée au premier démarrage."
    )
    admin_email: str = Field(default="", description="Premier compte d'administration.")
    admin_password: SecretStr | None = Field(default=None, description="Son mot de passe.")
    embed_parents: str = Field(
        default="",
        description="Sites autorisés à afficher le tchat, séparés par des espaces.",
    )
    trusted_proxies: str = Field(
        default="127.0.0.1",
        description="Mandataires (adresses ou réseaux) crus sur X-Forwarded-For.",
    )
    network_messages: int = Field(
        default=240, ge=1, description="Messages du tchat web par minute et par réseau, au plus."
    )
    network_rooms: int = Field(
        default=40,
        ge=1,
        description="Nouvelles conversations web par minute et par réseau, au plus.",
    )
    telegram_token: SecretStr | None = Field(default=None, description="Jeton du bot Telegram.")
    telegram_api_url: str = Field(
        default="https://api.telegram.org", description="Serveur de l'API des bots Telegram."
    )
    telegram_webhook_url: str = Field(default="", description="Adresse publique du webhook.")
    telegram_webhook_secret: SecretStr | None = Field(
        default=None, description="Secret du webhook Telegram."
    )
    telegram_pace: float = Field(
        default=28, gt=0, description="Messages Telegram par seconde, au plus."
    )
    discord_token: SecretStr | None = Field(default=None, description="Jeton du bot Discord.")
    discord_api_url: str = Field(
        default="https://discord.com/api/v10", description="Serveur de l'API Discord."
    )
    discord_gateway_url: str = Field(default="", description="Passerelle Discord, si imposée.")
    discord_pace: float = Field(
        default=45, gt=0, description="Messages Discord par seconde, au plus."
    )
    rasa_url: str = Field(default="", description="Serveur Rasa ; sinon le moteur embarqué.")
    timezone: str = Field(default="Europe/Paris", description="Fuseau horaire de la Région.")
    now: datetime | None = Field(
        default=None, description="Horloge arrêtée, pour la démonstration et les tests seulement."
    )

    @field_validator("timezone")
    @classmethod
    def _known(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (KeyError, ValueError, OSError) as unknown:
            raise ValueError("il faut un fuseau horaire, comme Europe/Paris") from unknown
        return name

    @field_validator("database_url")
    @classmethod
    def _openable(cls, url: str) -> str:
        if not url.startswith(DATABASES) or url == DATABASES[0]:
            raise ValueError("il faut sqlite:///chemin ou postgresql://utilisateur@hôte/base")
        try:
            _ = urlsplit(url).port
        except ValueError as unreadable:
            raise ValueError(
                "l'adresse ne se lit pas ; dans le mot de passe, écris @ : / ? # comme %40 %3A…"
            ) from unreadable
        return url

    @field_validator("public_url", "telegram_api_url")
    @classmethod
    def _site(cls, url: str) -> str:
        if url and not (url.startswith(SITES) and urlsplit(url).hostname):
            raise ValueError("il faut une adresse complète, comme https://tchatche.exemple.fr")
        return url

    @field_validator("secret_key")
    @classmethod
    def _hard_to_guess(cls, key: SecretStr | None) -> SecretStr | None:
        if key and len(key.get_secret_value().encode("utf-8", "replace")) < SECRET_BYTES:
            raise ValueError(f"il faut {SECRET_BYTES} caractères ou plus, tirés au hasard")
        return key

    @field_validator("embed_parents")
    @classmethod
    def _origins(cls, sites: str) -> str:
        for site in sites.split():
            if not ORIGIN.fullmatch(site):
                raise ValueError(
                    "il faut des sites comme https://exemple.fr, séparés par un espace"
                )
        return sites

    @field_validator("trusted_proxies")
    @classmethod
    def _networks(cls, proxies: str) -> str:
        try:
            for proxy in proxies.split():
                ip_network(proxy)
        except ValueError as unreadable:
            raise ValueError(
                "il faut des adresses ou des réseaux, comme 127.0.0.1 172.18.0.0/16"
            ) from unreadable
        return proxies

    @field_validator("rasa_url")
    @classmethod
    def _not_yet(cls, url: str) -> str:
        if url:
            raise ValueError("un serveur Rasa n'est pas encore pris en charge, retire ce réglage")
        return url

    @property
    def proxies(self) -> tuple[str, ...]:
        """The addresses and networks believed when they say whom they speak for."""
        return tuple(self.trusted_proxies.split())

    @property
    def zone(self) -> ZoneInfo:
        """The Region's zone."""
        return ZoneInfo(self.timezone)

    @property
    def address(self) -> str:
        """The site's address, as people reach it."""
        return self.public_url.rstrip("/") or f"http://{self.host}:{self.port}"


def read(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the environment; raises SettingsError with one sentence."""
    given = os.environ if environment is None else environment
    values = {name: value.strip() for name, value in given.items() if name.startswith(PREFIX)}
    _refuse_unknown(values)
    chosen = {name: value for name, value in values.items() if value and not _names_file(name)}
    for name, path in values.items():
        if _names_file(name) and path:
            _refuse_both(name, chosen)
            chosen[name.removesuffix(FILE)] = _content(name, path)
    try:
        return Settings.model_validate(
            {name.removeprefix(PREFIX).lower(): value for name, value in chosen.items()}
        )
    except ValidationError as refused:
        raise SettingsError(_sentence(refused)) from None


def _refuse_unknown(values: Mapping[str, str]) -> None:
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    for name in sorted(values):
        if name not in known and not _names_file(name):
            raise SettingsError(f"{name} est inconnu : vérifie son nom dans .env.sample.")


def _refuse_both(name: str, chosen: Mapping[str, str]) -> None:
    secret = name.removesuffix(FILE)
    if secret in chosen:
        raise SettingsError(f"{secret} et {name} sont donnés tous les deux : garde l'un des deux.")


def _names_file(name: str) -> bool:
    return name.endswith(FILE) and name.removeprefix(PREFIX).removesuffix(FILE) in SECRETS


def _content(name: str, path: str) -> str:
    try:
        content = Path(path).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as unread:
        raise SettingsError(f"{name} : le fichier {path} ne peut pas être lu.") from unread
    if not content:
        raise SettingsError(f"{name} : le fichier {path} est vide.")
    return content


def _sentence(refused: ValidationError) -> str:
    """Say the first error in French; never the value, which may be a secret."""
    first = refused.errors()[0]
    name = PREFIX + str(first["loc"][0]).upper()
    context = first.get("ctx", {})
    if first["type"] == "value_error":
        return f"{name} n'est pas valable : {context['error']}."
    wanted = EXPECTED.get(first["type"], "une autre valeur, voir .env.sample").format(**context)
    return f"{name} n'est pas valable : il faut {wanted}."


def sample() -> str:
    """Return the text of ``.env.sample``: every setting, described, with its default."""
    lines = [
        "# Réglages de Tchatche. Chaque secret peut aussi être lu d'un fichier : NOM_FILE.",
        "",
    ]
    for name, field in Settings.model_fields.items():
        lines += [f"# {field.description}", f"#{PREFIX}{name.upper()}={field.default or ''}", ""]
    return "\n".join(lines).rstrip() + "\n"
