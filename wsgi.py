"""The site for a WSGI server: the installation that the environment names."""

import os

from webui.app import create_app
from webui.installation import open_installation
from webui.settings import Environment

app = create_app(open_installation(Environment.read(os.environ)))
