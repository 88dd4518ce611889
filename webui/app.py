"""The site's composition root: an opened installation in, a Flask application out.

Security headers on every answer, access asked before every view. Blueprints only translate between HTTP and use
cases; they are folders beside this file.
"""

from __future__ import annotations

from pathlib import Path

from flask import Flask, Response, request

from webui.access import authorise
from webui.installation import Installation
from webui.paper import views as paper
from webui.status import views as status

ROOT = Path(__file__).resolve().parents[1]
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


def create_app(opened: Installation) -> Flask:
    """The site of one installation."""
    app = Flask(
        "webui", template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "webui" / "static")
    )
    app.extensions["letopis"] = opened
    for blueprint in (status.blueprint, paper.blueprint):
        app.register_blueprint(blueprint)

    @app.before_request
    def _authorise() -> None:
        authorise(request.endpoint)

    @app.after_request
    def _protect(response: Response) -> Response:
        response.headers.update(HEADERS)
        return response

    return app
