"""What the doctor says of an installation, run as the command, and the same installation set up for real work."""

from __future__ import annotations

from tests.flow.site import NOW, Site, letopis
from webui.settings import FILE

Said = dict[str, tuple[str, str]]


def say(site: Site, now: str | None = NOW, **environ: str) -> Said:
    """Code -> weight and place of each finding of `letopis doctor --json`. `now` None leaves the clock alone."""
    variables = {**site.environ(now or ""), **environ}
    if now is None:
        del variables["LETOPIS_NOW"]
    ran = letopis(variables, "doctor", "--json")
    assert ran.err == "", ran.err
    return {one["code"]: (one["weight"], one["where"]) for one in ran.json["findings"]}


def rewrite(site: Site, old: str, new: str) -> None:
    """Change the settings file."""
    file = site.data / FILE
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def make_real(site: Site) -> Site:
    """The installation as no demo any more, its site behind TLS."""
    rewrite(site, "demo = true", 'demo = false\n\n[site]\nhttps = true\norigin = "https://school.example"')
    return site
