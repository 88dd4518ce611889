"""Takes the pictures of docs/pictures: every page of the picture school, as its owner sees it, by one command.

`python -m tests.browser.pictures [FOLDER]` makes the school anew, opens each page in Chromium and keeps a PNG of few
colours, at most 80 KB. Pictures of printed documents are not its business.
"""

from __future__ import annotations

import io
import logging
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import Browser, Page

from tests.browser.live import LiveSite, Visit, chromium, live, visit
from tests.browser.picture_list import PHONE_PAGES, Picture, pictures
from tests.browser.picture_school import build
from tests.webui.visitors import signed_in

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "pictures"
WIDE, NARROW, HIGH = 1180, 360, 900
LARGEST = 80 * 1024
_BOTTOM = """Math.ceil(Math.max(...[...document.querySelectorAll("main, footer.site, dialog[open]")]
  .map(one => one.getBoundingClientRect().bottom)))"""


@dataclass(frozen=True, slots=True)
class Studio:
    """A browser before the living site."""

    browser: Browser
    site: LiveSite

    def take(self, picture: Picture) -> bytes:
        """The picture as a PNG of few colours."""
        width = NARROW if picture.name in PHONE_PAGES else WIDE
        with visit(self.browser, self.site, width=width) as visited:
            if picture.who:
                self._sign_in(visited, picture.who)
            page = visited.page
            answer = page.goto(self.site.url + picture.path)
            assert answer
            assert answer.ok, f"{picture.name}: {answer.status}"
            picture.before(page)
            return shrunk(self._shot(page, width))

    def _sign_in(self, visited: Visit, name: str) -> None:
        app = self.site.app
        cookie = signed_in(app, name).get_cookie(str(app.config["SESSION_COOKIE_NAME"]))
        assert cookie
        visited.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": self.site.url}])

    def _shot(self, page: Page, width: int) -> bytes:
        shown = int(page.evaluate(_BOTTOM))
        clip = {"x": 0, "y": 0, "width": width, "height": min(shown, HIGH)}
        return page.screenshot(full_page=True, clip=clip)  # type: ignore[arg-type]


def shrunk(png: bytes) -> bytes:
    """The same picture in as many colours as fit into the largest size."""
    image = Image.open(io.BytesIO(png)).convert("RGB")
    for colours in (128, 64, 32, 16):
        file = io.BytesIO()
        image.quantize(colours, dither=Image.Dither.NONE).save(file, "PNG", optimize=True)
        if file.tell() <= LARGEST:
            break
    return file.getvalue()


def main(folder: Path, say: Callable[[str], object] = print) -> None:
    """Make the school and take every picture."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with TemporaryDirectory() as made:
        folder.mkdir(parents=True, exist_ok=True)
        site = build(Path(made) / "school")
        with live(site) as served, chromium() as browser:
            studio = Studio(browser, served)
            for picture in pictures(served.app):
                file = folder / f"{picture.name}.png"
                file.write_bytes(studio.take(picture))
                say(f"{file.name}\t{file.stat().st_size // 1024} KB\t{picture.who or '-'}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
