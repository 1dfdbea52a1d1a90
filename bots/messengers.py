"""The messengers, as the settings describe them; loaded only by a house that has their token."""

from bots.settings import Settings
from bots.telegram import Door, TelegramChannel


def telegram(settings: Settings, token: str, *, key: str) -> TelegramChannel:
    """Return Telegram's channel; a webhook's secret, if none is set, is drawn from ``key``."""
    secret = settings.telegram_webhook_secret
    return TelegramChannel(
        token=token,
        api_url=settings.telegram_api_url,
        pace=settings.telegram_pace,
        door=Door.at(
            settings.telegram_webhook_url,
            secret=secret.get_secret_value() if secret else None,
            key=key,
        ),
    )
