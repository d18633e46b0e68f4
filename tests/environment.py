"""Loaded before anything else (`-p tests.environment`): a data folder of its own, and a database server when asked.

`pytest --postgresql` starts a throw-away PostgreSQL cluster from the machine's own binaries.
"""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path

from tests.postgresql import start_cluster


def _home() -> Path:
    fast = Path("/dev/shm")
    place = tempfile.mkdtemp(prefix="regulars-test-", dir=fast if os.access(fast, os.W_OK) else None)
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    return Path(place)


os.environ["REGULARS_HOME"] = str(_home())
os.environ["REGULARS_DEMO"] = "1"
os.environ["DJANGO_SETTINGS_MODULE"] = "regulars.wiring.settings"
os.environ.setdefault("SECRET_KEY", "tests-only-" + "k" * 40)
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
os.environ["EMAIL_BACKEND"] = "django.core.mail.backends.locmem.EmailBackend"
if "--postgresql" in sys.argv and "PYTEST_XDIST_WORKER" not in os.environ:
    os.environ["DATABASE_URL"] = start_cluster()
elif "PYTEST_XDIST_WORKER" not in os.environ:
    os.environ.pop("DATABASE_URL", None)
