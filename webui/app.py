"""The site's composition root: an opened installation in, a Flask application out.

Security headers on every answer, access asked before every view and checked after it, a CSRF token on every change.
Blueprints only translate between HTTP and use cases; they are folders beside this file.
"""

from __future__ import annotations

import time
from datetime import date, datetime
from pathlib import Path

from flask import Flask, Response, request
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from records.times import local, russian_date
from webui import refusals
from webui.access import authorise, check_loaded, end_look, installation, slow_down, visitor_or_none
from webui.accounts import views as accounts
from webui.accounts.views_proof import ask_proof
from webui.administration import views as administration
from webui.amending import views as amending
from webui.archive import views as archive
from webui.audit import views as audit
from webui.closing import views as closing
from webui.compromise import views as compromise
from webui.design import views as design
from webui.fetching import refuse_foreign
from webui.gradebook import views as gradebook
from webui.home import views as home
from webui.installation import Installation
from webui.keys import views as keys
from webui.language import language, remember, words_of
from webui.limits import Buckets
from webui.mail import views as mail
from webui.navigation import menus_for
from webui.notices import views as notices
from webui.notices.views import number_unread
from webui.oidc import views as oidc
from webui.paper import views as paper
from webui.search import views as search
from webui.secrets import read_site_key
from webui.serverlog import write_lines
from webui.settings import SiteSetting
from webui.status import views as status
from webui.words import WORDS

ROOT = Path(__file__).resolve().parents[1]
BLUEPRINTS = (
    status.blueprint,
    paper.blueprint,
    home.blueprint,
    search.blueprint,
    accounts.blueprint,
    keys.blueprint,
    audit.blueprint,
    gradebook.blueprint,
    amending.blueprint,
    closing.blueprint,
    archive.blueprint,
    compromise.blueprint,
    administration.blueprint,
    design.blueprint,
    oidc.blueprint,
    mail.blueprint,
    notices.blueprint,
)
# No inline script and no inline style anywhere, so no nonce that could leak into one.
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; object-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self' data:; connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cache-Control": "no-store",
}
TLS_HEADERS = {"Strict-Transport-Security": "max-age=31536000; includeSubDomains"}
LONGEST_BODY = 2 * 1024 * 1024


def create_app(opened: Installation) -> Flask:
    """The site of one installation. Raises SetupError when it has no key for its cookies."""
    app = Flask(
        "webui", template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "webui" / "static")
    )
    app.extensions["letopis"] = opened
    _configure(app, opened)
    app.extensions["limits"] = Buckets(time.monotonic)
    write_lines()
    app.before_request(refuse_foreign)
    app.before_request(authorise)
    app.before_request(slow_down)
    CSRFProtect(app)
    app.before_request(ask_proof)
    app.teardown_request(end_look)
    refusals.install(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    app.context_processor(_page)
    _protect(app, opened.settings.site)
    return app


def _configure(app: Flask, opened: Installation) -> None:
    site = opened.settings.site
    app.config.update(
        SECRET_KEY=read_site_key(opened.settings.data).cookies(),
        # The prefix makes a browser refuse the cookie from a neighbouring host or over plain HTTP.
        SESSION_COOKIE_NAME="__Host-letopis" if site.https else "letopis",
        SESSION_COOKIE_SECURE=site.https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=LONGEST_BODY,
        MAX_FORM_MEMORY_SIZE=LONGEST_BODY,
        MAX_FORM_PARTS=2000,
        # A token lives as long as its session; webui/accounts/sessions.py ends that.
        WTF_CSRF_TIME_LIMIT=None,
    )
    if site.proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=site.proxies, x_proto=site.proxies
        )


def _protect(app: Flask, site: SiteSetting) -> None:
    @app.after_request
    def _finish(response: Response) -> Response:
        check_loaded(response)
        response.headers.update(HEADERS)
        if request.endpoint == "static":
            response.headers["Cache-Control"] = "no-cache"  # the same for everybody: kept, and asked for anew
        if site.https:
            response.headers.update(TLS_HEADERS)
        return remember(response, site.https)


def _page() -> dict[str, object]:
    """What every template may use."""
    visitor = visitor_or_none()
    zone = visitor.zone if visitor else "UTC"

    def shown(moment: datetime | None) -> str:
        return local(moment, zone).strftime("%d.%m.%Y %H:%M") if moment else "—"

    def day(value: date | None) -> str:
        return russian_date(value) if value else "—"

    return {
        "language": language(),
        "say": words_of(WORDS),
        "visitor": visitor,
        "nav": menus_for(visitor),
        "demo": installation().settings.demo,
        "unread": number_unread(),
        "shown": shown,
        "day": day,
    }
