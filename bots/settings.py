"""The environment, read once and frozen; a name we do not know stops the start."""

import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

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


class SettingsError(Exception):
    """The environment cannot be used; the message says which name, and what to do."""


class Settings(BaseSettings):
    """Everything an operator may set, each as ``TCHATCHE_<NAME>``; secrets also as ``…_FILE``."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="ignore")

    database_url: str = Field(
        default="sqlite:///data/tchatche.db",
        description="Base de données : sqlite:///chemin ou postgresql://utilisateur@hôte/base.",
    )
    host: str = Field(default="127.0.0.1", description="Adresse d'écoute du serveur web.")
    port: int = Field(default=8080, ge=0, le=65535, description="Port d'écoute du serveur web.")
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
            raise ValueError(f"le fuseau {name} est inconnu") from unknown
        return name

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
    given = dict(os.environ if environment is None else environment)
    values = {name: value for name, value in given.items() if name.startswith(PREFIX)}
    values.update(_from_files(values))
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    for name in sorted(values):
        if name not in known and not _names_file(name):
            raise SettingsError(f"{name} est inconnu : vérifie son nom dans .env.sample.")
    chosen = {
        name.removeprefix(PREFIX).lower(): value
        for name, value in values.items()
        if name in known and value != ""
    }
    try:
        return Settings.model_validate(chosen)
    except ValidationError as refused:
        raise SettingsError(_sentence(refused)) from None


def _names_file(name: str) -> bool:
    return name.endswith(FILE) and name.removeprefix(PREFIX).removesuffix(FILE) in SECRETS


def _from_files(values: Mapping[str, str]) -> dict[str, str]:
    return {
        name.removesuffix(FILE): _content(name, path)
        for name, path in values.items()
        if _names_file(name) and path
    }


def _content(name: str, path: str) -> str:
    try:
        return Path(path).read_text("utf-8").strip()
    except OSError as missing:
        raise SettingsError(f"{name} : le fichier {path} ne peut pas être lu.") from missing


def _sentence(refused: ValidationError) -> str:
    first = refused.errors()[0]
    name = PREFIX + str(first["loc"][0]).upper() if first["loc"] else PREFIX
    return f"{name} n'est pas valable : {first['msg']}."


def sample() -> str:
    """Return the text of ``.env.sample``: every setting, described, with its default."""
    lines = [
        "# Réglages de Tchatche. Chaque secret peut aussi être lu d'un fichier : NOM_FILE.",
        "",
    ]
    for name, field in Settings.model_fields.items():
        lines += [f"# {field.description}", f"#{PREFIX}{name.upper()}={field.default or ''}", ""]
    return "\n".join(lines).rstrip() + "\n"
