"""What the process does beforehand that workers are forked from (webui/jobs.py): imports, and the type that is cast.

Nothing else imports it. It holds no connection, no key and no thread, which a fork would copy.
"""

from __future__ import annotations

import gc
from contextlib import suppress

import webui.jobs  # noqa: F401  # all that a task needs
from records.documents.typecase import case_for

with suppress(Exception):  # a worker meets it again, and tells it as the reason
    case_for(())
gc.freeze()
