"""The doorman: tells what a file really is, whatever its name says, and reads its letters."""

import codecs

from bots.imports.report import Unreadable

MOST_BYTES = 20_000_000  # a thousand times our largest file
EXPORT = "exporte-le en CSV depuis ton tableur et donne ce fichier-là"
SIGNATURES = (
    (b"%PDF", f"Ce fichier est un PDF : {EXPORT}."),
    (b"PK\x03\x04", f"Ce fichier est un classeur (XLSX ou ODS) ou une archive ZIP : {EXPORT}."),
    (b"\xd0\xcf\x11\xe0", f"Ce fichier est un ancien classeur Excel (XLS) : {EXPORT}."),
    (b"\x89PNG", "Ce fichier est une image : il me faut le tableau, en CSV."),
    (b"\xff\xd8\xff", "Ce fichier est une image : il me faut le tableau, en CSV."),
    (b"GIF8", "Ce fichier est une image : il me faut le tableau, en CSV."),
    (b"RIFF", "Ce fichier est une image ou un son : il me faut le tableau, en CSV."),
    (b"\x1f\x8b", "Ce fichier est compressé (GZIP) : décompresse-le d'abord."),
    (b"BEGIN:VCALENDAR", "Ce fichier est un agenda (iCal) : il me faut un tableau, en CSV."),
    (b"{\\rtf", f"Ce fichier est un texte mis en forme (RTF) : {EXPORT}."),
)
UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
CONTROLS = bytes(set(range(32)) - {9, 10, 12, 13, 27, 30, 31})  # what no text holds


def text_of(content: bytes) -> str:
    """Return the letters of a text file: UTF-8, UTF-16 with its mark, or Windows' Latin."""
    if len(content) > MOST_BYTES:
        raise Unreadable(f"Ce fichier dépasse {MOST_BYTES // 1_000_000} Mo : coupe-le en morceaux.")
    if not content.strip():
        raise Unreadable("Ce fichier est vide.")
    _refuse_other_formats(content)
    if content.startswith(UTF16):
        return _decoded(content, "utf-16")
    _refuse_binary(content)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _windows(content)


def _refuse_other_formats(content: bytes) -> None:
    for signature, sentence in SIGNATURES:
        if content.startswith(signature):
            raise Unreadable(sentence)


def refuse_markup(text: str) -> None:
    """Refuse what is text, but no table: a web page, or JSON."""
    start = text.lstrip()[:200].lower()
    if start.startswith(("<!doctype", "<html", "<?xml", "<head", "<body")):
        raise Unreadable(
            "Ce fichier est une page web (HTML ou XML), peut-être une page de connexion : "
            "télécharge à nouveau le CSV."
        )
    if start.startswith(("{", "[{", "[\n", "[ ")):
        raise Unreadable("Ce fichier est du JSON : il me faut un tableau, en CSV.")


def _refuse_binary(content: bytes) -> None:
    if content[:4096].translate(None, CONTROLS) != content[:4096]:
        raise Unreadable(f"Ce fichier n'est pas un texte : {EXPORT}.")


def _decoded(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable(
            "Les lettres de ce fichier sont illisibles : exporte-le en UTF-8."
        ) from error


def _windows(content: bytes) -> str:
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError:
        return content.decode("latin-1")
