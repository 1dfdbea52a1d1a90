"""The caravan's stops, read from a table."""

from dataclasses import replace
from datetime import datetime

from bots.imports.calendar_words import moment_of
from bots.imports.cells import THEMES, Cells
from bots.imports.communes import Communes, Wanted
from bots.imports.report import Doubtful, Unreadable
from bots.imports.sheet import Column, Read, keys_of, read_rows
from bots.imports.tabular import Table
from dialogues.places import Place, distance_km
from dialogues.stops import Stop, StopState

SOURCE = "programme de la cÔserie mobile"  # when the table names none
FAR_KM = 30.0  # no point of a commune is that far from its centre
STATES = {  # each word folded; the first four are those we advise
    "prevu": StopState.ANNOUNCED,
    "annule": StopState.CANCELLED,
    "deplace": StopState.MOVED,
    "complet": StopState.FULL,
    **dict.fromkeys(("prevue", "confirme", "confirmee", "maintenu"), StopState.ANNOUNCED),
    **dict.fromkeys(("annulee", "cancelled", "canceled"), StopState.CANCELLED),
    **dict.fromkeys(("reporte", "reportee", "deplacee", "moved"), StopState.MOVED),
    **dict.fromkeys(("complete", "full"), StopState.FULL),
    **dict.fromkeys(("maintenue", "announced", "scheduled"), StopState.ANNOUNCED),
}
COLUMNS = (
    Column(field="external_id", titles=("external_id", "identifiant", "id", "uid"), required=True),
    Column(field="title", titles=("titre", "title", "intitulé", "nom"), required=True),
    Column(field="commune", titles=("commune", "ville", "city", "place"), required=True),
    Column(field="insee", titles=("insee", "code insee", "code commune")),
    Column(field="postal_code", titles=("code postal", "postal_code", "cp", "postcode")),
    Column(field="department", titles=("département", "department", "dept", "dpt")),
    Column(field="day", titles=("date", "jour", "date de début", "day")),
    Column(field="starts", titles=("début", "heure de début", "heure début", "starts_at", "start")),
    Column(field="end_day", titles=("date de fin",)),
    Column(field="ends", titles=("fin", "heure de fin", "heure fin", "ends_at", "end")),
    Column(field="hours", titles=("horaires", "heures", "hours")),
    Column(field="address", titles=("adresse", "address", "lieu")),
    Column(field="latitude", titles=("latitude", "lat")),
    Column(field="longitude", titles=("longitude", "lon", "lng")),
    Column(field="state", titles=("état", "statut", "status", "state")),
    Column(field="reason", titles=("raison", "motif", "reason")),
    Column(field="description", titles=("description", "programme")),
    Column(field="registration", titles=("inscription", "registration", "tarif")),
    Column(field="accessibility", titles=("accessibilité", "accessibility", "accès handicap")),
    Column(field="transport", titles=("transport", "transports", "comment venir", "accès")),
    Column(field="themes", titles=("thèmes", "themes", "thème", "theme")),
    Column(field="url", titles=("lien", "url", "page", "link")),
    Column(field="source", titles=("source",)),
)


async def read(table: Table, communes: Communes) -> Read[Stop]:
    """Return the table's stops; each line that leaves a doubt is a problem."""
    known = set(keys_of(table, COLUMNS))
    if "hours" not in known and not (known & {"starts", "day"} and known & {"ends", "end_day"}):
        raise Unreadable(
            "Il manque les heures : une colonne « horaires », ou « début » et « fin »."
        )

    async def make(cells: Cells) -> Stop:
        return await _stop(cells, communes)

    return await read_rows(table, COLUMNS, make)


async def _stop(cells: Cells, communes: Communes) -> Stop:
    begins, ends = _times(cells)
    place = await _place(cells, communes)
    latitude, longitude = _position(cells, place)
    stop = Stop(
        id=0,
        external_id=cells.required("external_id"),
        title=cells.required("title"),
        starts_at=begins,
        ends_at=ends,
        place=place.insee,
        place_name=place.name,
        department=place.department,
        latitude=latitude,
        longitude=longitude,
        state=cells.choice("state", STATES, StopState.ANNOUNCED),
        reason=cells.text("reason"),
        source=cells.text("source") or SOURCE,
    )
    return _told(stop, cells)


def _told(stop: Stop, cells: Cells) -> Stop:
    """Add what a stop may state, or leave unsaid."""
    return replace(
        stop,
        address=cells.text("address"),
        description=cells.text("description"),
        registration=cells.text("registration"),
        accessibility=cells.text("accessibility"),
        transport=cells.text("transport"),
        themes=cells.items("themes", THEMES),
        url=cells.link("url"),
    )


def _times(cells: Cells) -> tuple[datetime, datetime]:
    if "hours" in cells and "day" in cells:
        day, hours = cells.day("day"), cells.hours("hours")
        begins, ends = (moment_of(day, hour) for hour in hours) if day and hours else (None, None)
    else:
        begins = _moment(cells, "starts", "day")
        ends = _moment(cells, "ends", "end_day" if "end_day" in cells else "day")
    if begins is None or ends is None:
        raise Doubtful(f"il manque le jour ou l'heure {'de fin' if begins else 'de début'}")
    if ends <= begins:
        raise Doubtful(f"la fin ({ends:%d/%m/%Y %Hh%M}) vient avant le début ({begins:%Hh%M})")
    return begins, ends


def _moment(cells: Cells, hour: str, day: str) -> datetime | None:
    """Read an hour beside its day, or a whole moment in either column."""
    if hour not in cells:
        return cells.when(day, None) if hour == "starts" or day == "end_day" else None
    moment = cells.when(hour, cells.day(day))
    said = cells.day(day)
    if hour == "starts" and said and moment and moment.date() != said:
        raise Doubtful(f"le début ({moment:%d/%m/%Y}) n'est pas à la date dite ({said:%d/%m/%Y})")
    return moment


async def _place(cells: Cells, communes: Communes) -> Place:
    wanted = Wanted(
        name=cells.required("commune"),
        insee=cells.text("insee"),
        postal_code=cells.text("postal_code"),
        department=cells.text("department"),
    )
    try:
        return await communes.find(wanted)
    except Doubtful as doubt:
        raise Doubtful(f"colonne « {cells.title('commune')} » : {doubt}") from doubt


def _position(cells: Cells, place: Place) -> tuple[float, float]:
    """Return the point stated, or else the commune's; a point in another commune is refused."""
    centre = place.latitude, place.longitude
    latitude, longitude = cells.degrees("latitude"), cells.degrees("longitude")
    if latitude is None or longitude is None:
        return centre
    if (km := distance_km(centre, (latitude, longitude))) > FAR_KM:
        raise Doubtful(f"le point ({latitude}, {longitude}) est à {km:.0f} km de {place.label}")
    return latitude, longitude
