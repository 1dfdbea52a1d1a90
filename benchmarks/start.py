"""Start to first answer, and memory: a second ``tchatche run`` asked through its web chat."""

import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

RUNS = 5
PATIENCE = 60.0  # seconds the first start, which trains the model, may take


def _free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def _ask(port: int) -> str:
    body = json.dumps({"text": "jusqu'à quand on peut voter ?", "key": str(time.monotonic_ns())})
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/chat/messages",
        data=body.encode(),
        headers={"Content-Type": "application/json", "Origin": f"http://127.0.0.1:{port}"},
    )
    with urllib.request.urlopen(request, timeout=5) as answer:  # noqa: S310 - idem
        return str(answer.read())


def _resident(process: int) -> float:
    lines = Path(f"/proc/{process}/status").read_text("utf-8").splitlines()
    kilobytes = next(line for line in lines if line.startswith("VmRSS:")).split()[1]
    return int(kilobytes) / 1024


def _once(folder: str) -> tuple[float, float]:
    port = _free_port()
    environment = os.environ | {
        "TCHATCHE_DATABASE_URL": f"sqlite:///{folder}/tchatche.db",
        "TCHATCHE_PORT": str(port),
        "OMP_NUM_THREADS": "1",
    }
    begun = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "bots", "run"], env=environment, stdout=subprocess.DEVNULL
    )
    try:
        while time.perf_counter() - begun < PATIENCE:
            try:
                _ask(port)
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.02)
                continue
            return time.perf_counter() - begun, _resident(process.pid)
        raise TimeoutError("The service did not answer.")
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def main() -> None:
    """Print the figures as a table, and as JSON with ``--json``."""
    with tempfile.TemporaryDirectory() as folder:
        first, _ = _once(folder)
        again = [_once(folder) for _ in range(RUNS)]
    figures = {
        "first_start_to_answer_s": round(first, 2),
        "start_to_answer_s": round(statistics.median(seconds for seconds, _ in again), 2),
        "rss_mb": round(statistics.median(size for _, size in again), 1),
    }
    if "--json" in sys.argv:
        print(json.dumps(figures))
        return
    for name, value in figures.items():
        print(f"{name:28} {value:10.2f}")


if __name__ == "__main__":
    main()
