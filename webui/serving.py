"""† The web server: gunicorn's settings for one machine of two cores and one SQLite file, and the site run with them.

`letopis serve` does that; `gunicorn -c python:webui.serving wsgi:app` does under a service manager (ADR 26). Who
terminates TLS and whom to believe about addresses is told by letopis.toml, never by a header here.
"""

from __future__ import annotations

import gc
import signal
import subprocess
import sys

import gunicorn.http.wsgi
from gunicorn.arbiter import Arbiter
from gunicorn.workers.base import Worker

from records.errors import SetupError
from webui.app import ROOT

bind = "127.0.0.1:8000"
# A process a core: two may write one SQLite file in turn, and while one of them computes the other answers.
workers = 2
# For a page that waits for the disk or for the one writer nobody else need wait.
threads = 4
worker_class = "gthread"
keepalive = 5
timeout = 120
graceful_timeout = 30
loglevel = "warning"
# A door for commands to a running server, in the home of whoever started it: nobody asked for one.
control_socket_disable = True
# Not 700: a saved cell makes some thousands, and looking through them for cycles each time took a tenth of it.
OBJECTS_BETWEEN_COLLECTIONS = 20_000
# X-Forwarded-Proto would be believed from this host; ProxyFix (webui/app.py) decides that, by letopis.toml.
forwarded_allow_ips = ""


def on_starting(_arbiter: Arbiter) -> None:
    """Say in no answer which software gave it, and in which version."""
    gunicorn.http.wsgi.SERVER = "letopis"


def post_worker_init(_worker: Worker) -> None:
    """Look for cycles seldom, and never in what the application is made of: walking over that stops all for 0.1 s."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)


def serve(port: int) -> None:
    """Serve the environment's installation on a port of this machine until told to stop. Raises SetupError.

    In a process of its own: gunicorn forks, and what it forks must not take the worker beside us for its child.
    """
    command = (sys.executable, "-m", "gunicorn", "-c", f"python:{__name__}", "--pythonpath", str(ROOT))
    with subprocess.Popen([*command, "--bind", f"127.0.0.1:{port}", "wsgi:app"]) as running:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: running.terminate())
        if running.wait():
            raise SetupError(
                "site.ended",
                f"Сайт на 127.0.0.1:{port} не открылся или закрылся; причина напечатана выше. "
                "Занят порт — назовите другой: --port.",
                f"the site on 127.0.0.1:{port} did not open, or ended; the reason is printed above. "
                "If the port is taken name another: --port",
            )
