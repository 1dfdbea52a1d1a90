"""The public pages: what is shown, what is hidden, what every answer forbids."""

import csv
import io

import httpx
import pytest
from icalendar import Calendar

from bots.web import Readiness, WebSettings
from tests.bots.web.conftest import HERE
from tests.bots.web.doubles import NASTY, SECRET, House, poll, process, stop

PAGES = [
    "/",
    "/chat",
    "/stops",
    "/processes",
    "/processes/budget-participatif",
    "/processes/votation-2020",
    "/polls",
    "/polls/transports",
    "/polls/cantine",
    "/accessibilite",
    "/confidentialite",
]


@pytest.mark.parametrize("path", PAGES)
async def test_every_page_is_french_cookieless_and_shielded(
    visitor: httpx.AsyncClient, path: str
) -> None:
    answer = await visitor.get(path)
    assert answer.status_code == 200
    assert '<html lang="fr">' in answer.text
    assert "set-cookie" not in answer.headers
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert policy.endswith("frame-ancestors 'none'")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert "camera=()" in answer.headers["permissions-policy"]


@pytest.mark.parametrize("path", PAGES)
async def test_no_page_holds_a_style_or_script_of_its_own(
    visitor: httpx.AsyncClient, path: str
) -> None:
    page = (await visitor.get(path)).text
    assert " style=" not in page
    assert " onclick=" not in page
    assert page.count("<script") == page.count('<script type="module" src="/static/chat.js')


@pytest.mark.parametrize("path", PAGES)
async def test_every_page_answers_head(visitor: httpx.AsyncClient, path: str) -> None:
    answer = await visitor.head(path)
    assert answer.status_code == 200
    assert answer.content == b""


async def test_results_are_hidden_while_a_poll_is_open(visitor: httpx.AsyncClient) -> None:
    page = (await visitor.get("/polls/transports")).text
    assert "Les résultats s’affichent après le vote." in page
    assert "consultatif" in page
    assert "<svg class" not in page
    body = (await visitor.get("/polls/transports.json")).json()
    assert body["voters"] is None
    assert [option["votes"] for option in body["options"]] == [None, None]
    rows = list(
        csv.reader(io.StringIO((await visitor.get("/polls/transports.csv")).text), delimiter=";")
    )
    assert [row[1] for row in rows[1:]] == ["", ""]


async def test_results_of_a_closed_poll_are_bars_a_table_and_data(
    visitor: httpx.AsyncClient,
) -> None:
    page = (await visitor.get("/polls/cantine")).text
    assert '<rect class="fill" x="0" y="25" width="270.0"' in page
    assert "<caption>4 personnes ont voté" in page
    assert "75\u00a0%" in page
    assert "Un menu végétarien" in page
    body = (await visitor.get("/polls/cantine.json")).json()
    assert body["voters"] == 4
    assert [option["votes"] for option in body["options"]] == [3, 1]


async def test_a_spreadsheet_never_runs_a_label(visitor: httpx.AsyncClient) -> None:
    answer = await visitor.get("/polls/cantine.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert rows == [
        ["option", "votes", "part"],
        ["Le bus", "3", "0,7500"],
        ["'=À vélo", "1", "0,2500"],
    ]


async def test_a_cancelled_stop_is_shown_as_such(visitor: httpx.AsyncClient) -> None:
    page = (await visitor.get("/stops")).text
    assert "annulé" in page
    assert "Annulé : alerte météo." in page
    assert "mardi 1er décembre 2026, de 14\u00a0h" in page
    assert "18\u00a0h\u00a030" in page
    assert 'href="webcal://tchatche.test/stops.ics"' in page


async def test_the_feed_keeps_cancelled_stops_and_stable_names(visitor: httpx.AsyncClient) -> None:
    answer = await visitor.get("/stops.ics")
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    assert [str(event["STATUS"]) for event in events] == ["CONFIRMED", "CANCELLED"]
    assert [event["SEQUENCE"] for event in events] == [0, 3]
    assert len({str(event["UID"]) for event in events}) == 2


async def test_one_stop_goes_into_a_calendar(visitor: httpx.AsyncClient) -> None:
    answer = await visitor.get("/stops/2.ics")
    assert b"STATUS:CANCELLED" in answer.content
    assert (await visitor.get("/stops/99.ics")).status_code == 404
    assert (await visitor.get("/stops/x.ics")).status_code == 404


async def test_a_process_shows_what_is_stated_and_where_it_stands(
    visitor: httpx.AsyncClient,
) -> None:
    page = (await visitor.get("/processes/budget-participatif")).text
    assert "À jour le" in page
    assert "jeudi 12 novembre 2026" in page
    assert "dimanche 6 décembre 2026" in page
    assert 'class="now" aria-current="step"' in page
    assert "à partir de 15 ans" in page
    assert "1\u202f200\u202f000\u00a0€" in page
    assert "exemple" in page
    assert '<a href="https://example.org/regles" target' in page
    assert "Parental" not in page


async def test_an_archived_process_says_so(visitor: httpx.AsyncClient) -> None:
    page = (await visitor.get("/processes/votation-2020")).text
    assert "archivée" in page
    assert "C’est terminé." in page
    assert "exemple" not in page


async def test_a_house_without_content_says_so(house: House, visitor: httpx.AsyncClient) -> None:
    house.pages.all_polls, house.pages.all_stops, house.pages.all_processes = [], [], []
    assert "Aucun sondage" in (await visitor.get("/polls")).text
    assert "Aucun arrêt" in (await visitor.get("/stops")).text
    assert "Aucune démarche" in (await visitor.get("/processes")).text


async def test_what_the_team_writes_is_escaped(house: House, visitor: httpx.AsyncClient) -> None:
    house.pages.all_polls = [poll(question=NASTY, why=NASTY, author=NASTY)]
    house.pages.all_stops = [stop(place_name=NASTY, address=NASTY, url="javascript:alert(1)")]
    house.pages.all_processes = [process(title=NASTY, url="javascript:alert(1)", source=NASTY)]
    for path in ("/polls", "/polls/transports", "/stops", "/processes/budget-participatif"):
        page = (await visitor.get(path)).text
        assert "<script>alert" not in page
        assert "javascript:" not in page


@pytest.mark.parametrize(
    "path", ["/rien", "/polls/rien", "/polls/rien.csv", "/processes/rien", "/static/../app.py"]
)
async def test_what_does_not_exist_is_said_in_a_sentence(
    visitor: httpx.AsyncClient, path: str
) -> None:
    answer = await visitor.get(path)
    assert answer.status_code == 404
    assert "Cette page n’existe pas, ou n’existe plus." in answer.text
    as_json = await visitor.get(path, headers={"accept": "application/json"})
    assert as_json.json() == {"detail": "Cette page n’existe pas, ou n’existe plus."}


async def test_a_wrong_method_is_said_in_a_sentence(visitor: httpx.AsyncClient) -> None:
    answer = await visitor.delete("/chat", headers={"accept": "application/json"})
    assert answer.status_code == 405
    assert answer.json()["detail"].endswith(".")
    assert (await visitor.get("/chat/messages")).status_code == 405


async def test_only_the_allowed_parents_may_frame_the_chat() -> None:
    settings = WebSettings(secret_key=SECRET, parents=("https://lycee.example",))
    transport = httpx.ASGITransport(House(settings=settings).app())
    async with httpx.AsyncClient(transport=transport, base_url=HERE) as visitor:
        chat = await visitor.get("/chat?embed=1")
        ending = "frame-ancestors 'self' https://lycee.example"
        assert chat.headers["content-security-policy"].endswith(ending)
        assert "x-frame-options" not in chat.headers
        welcome = await visitor.get("/")
        assert welcome.headers["content-security-policy"].endswith("frame-ancestors 'none'")
        assert welcome.headers["x-frame-options"] == "DENY"


@pytest.mark.parametrize("parent", ["lycee.example", "https://a.example; script-src *", "*", ""])
def test_a_parent_that_is_not_an_origin_is_refused_at_birth(parent: str) -> None:
    with pytest.raises(ValueError, match="origin"):
        WebSettings(secret_key=SECRET, parents=(parent,))


def test_a_weak_key_is_refused_at_birth() -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        WebSettings(secret_key="court")


async def test_the_widget_may_be_loaded_from_elsewhere(visitor: httpx.AsyncClient) -> None:
    answer = await visitor.get("/widget.js")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert "aria-expanded" in answer.text


async def test_static_files_are_small_and_kept(visitor: httpx.AsyncClient) -> None:
    for name, most in (("tchatche.css", 12_288), ("chat.js", 10_240), ("widget.js", 4_096)):
        answer = await visitor.get(f"/static/{name}?v=1")
        assert answer.status_code == 200
        assert len(answer.content) <= most
        assert "immutable" in answer.headers["cache-control"]
        assert "http:" not in answer.text.replace("http:\\/\\/", "").replace("http://www.w3", "")


async def test_the_house_says_it_is_alive_and_whether_it_is_ready(
    house: House, visitor: httpx.AsyncClient
) -> None:
    assert (await visitor.get("/healthz")).json() == {"status": "ok"}
    assert (await visitor.get("/readyz")).json() == {
        "ready": True,
        "degraded": [],
        "parts": {"db": "ok"},
    }
    house.readiness = Readiness(ready=False, parts={"db": "down"})
    assert (await visitor.get("/readyz")).status_code == 503


async def test_a_demonstration_says_so() -> None:
    house = House(settings=WebSettings(secret_key=SECRET, demo=True))
    transport = httpx.ASGITransport(house.app())
    async with httpx.AsyncClient(transport=transport, base_url=HERE) as visitor:
        assert "fictif" in (await visitor.get("/chat")).text
        assert "fictif" in (await visitor.get("/")).text
