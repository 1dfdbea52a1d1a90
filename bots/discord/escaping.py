"""Plain words kept plain: in Discord each sign is shown as it was written, and nobody is called."""

import re

LINK = r"https?://[^\s<>]+[^\s<>.,:;\"'\])]"  # Discord makes links of these by itself
ANYWHERE = r"[\\*_~|`\[<]"
AT_START = r"^(?P<space>[ \t]*)(?P<sign>[#>+-])"
NUMBERED = r"^(?P<number>[ \t]*\d+)(?P<dot>[.)])(?=\s)"
SIGN = re.compile(f"(?P<link>{LINK})|{AT_START}|{NUMBERED}|(?P<any>{ANYWHERE})", re.MULTILINE)


def literal(text: str) -> str:
    r"""Escape what Discord would take for markup or a mention: ``*`` becomes ``\*``.

    The library's own ``escape_markdown`` leaves what stands inside ``[…](…)`` and ``<@1>`` alive.
    """
    return SIGN.sub(_escaped, text)


def _escaped(found: re.Match[str]) -> str:
    if found["link"]:
        return found[0]
    if found["sign"]:
        return f"{found['space']}\\{found['sign']}"
    if found["dot"]:
        return f"{found['number']}\\{found['dot']}"
    return f"\\{found[0]}"
