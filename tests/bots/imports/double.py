"""A Decidim on loopback: a real GraphQL schema, made-up processes, and the moods of a server."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from graphql import GraphQLSchema, graphql_sync

MODERN = """
scalar DateTime
type Query { participatoryProcesses: [ParticipatoryProcess!]! }
type ParticipatoryProcess {
  id: ID!
  slug: String!
  url: String
  name: TranslatedField!
  subtitle: TranslatedField
  startsAt: DateTime
  endsAt: DateTime
  privateSpace: Boolean!
  phases: [ParticipatoryProcessPhase!]!
  components: [Component!]
}
type ParticipatoryProcessPhase { name: TranslatedField! startsAt: DateTime endsAt: DateTime }
type TranslatedField { translations: [LocalizedString!]! }
type LocalizedString { locale: String! text: String }
type Component { id: ID! }
"""


def words(french: str | None, **others: str) -> dict[str, Any]:
    """A text as a Decidim gives it: in French where it is translated, and in every language."""
    said = {**({"fr": french} if french else {}), **others}
    translations = [{"locale": locale, "text": text} for locale, text in said.items()]
    return {"translation": french, "translations": translations}


class Decidim:
    """What one server holds and how it behaves; ``questions`` are those it was asked."""

    def __init__(self, schema: GraphQLSchema, processes: list[Any]) -> None:
        self.schema = schema
        self.processes = processes
        self.questions: list[str] = []
        self.hosts: list[str] = []
        self.paths: list[str] = []
        self.mood: tuple[int, bytes] | None = None
        self.headers: dict[str, str] = {}
        self.slow = 0.0

    def answer(self, query: str) -> tuple[int, bytes]:
        self.questions.append(query)
        time.sleep(self.slow)
        if self.mood:
            return self.mood
        result = graphql_sync(self.schema, query, {"participatoryProcesses": self.processes})
        return 200, json.dumps(result.formatted).encode()


@contextmanager
def serving(decidim: Decidim) -> Iterator[str]:
    """Serve on a free port of 127.0.0.1; give the site's address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            decidim.hosts.append(self.headers["Host"])
            decidim.paths.append(self.path)
            status, body = decidim.answer(json.loads(self.rfile.read(length))["query"])
            self.send_response(status)
            for name, value in {"Content-Type": "application/json", **decidim.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
