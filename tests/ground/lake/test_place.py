"""Where the lake lies: an argument, else the settings, else the environment."""

import subprocess
import sys
from pathlib import Path

import pytest

from regulars.ground.lake import place
from regulars.ground.lake.place import LakeMisplaced, local_folder

_ASK = "from regulars.ground.lake.place import place, secrets; print(place(), secrets())"
_DJANGO = (
    "from django.conf import settings;"
    "settings.configure(REGULARS_HOME='/srv/home', SECRET_KEY='s', SECRET_KEY_FALLBACKS=['t']);"
)


def _ask(code: str, **environment: str) -> str:
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment, cwd=ROOT
    )
    return run.stdout.strip() or run.stderr.strip().splitlines()[-1]


ROOT = Path(__file__).parents[3]


def test_an_argument_comes_first(tmp_path: Path) -> None:
    assert place(tmp_path) == tmp_path


def test_without_django_the_environment_tells() -> None:
    assert _ask(_ASK, REGULARS_HOME="/srv/x", SECRET_KEY="s") == "/srv/x/lake [b's']"
    assert _ask(_ASK, LAKE_URL="file:///data/my%20lake", SECRET_KEY="s") == "/data/my lake [b's']"


def test_with_django_the_settings_tell() -> None:
    assert _ask(_DJANGO + _ASK, REGULARS_HOME="/not/this") == "/srv/home/lake [b's', b't']"


def test_without_a_place_or_a_secret_it_refuses_to_guess() -> None:
    assert "REGULARS_HOME" in _ask(_ASK)
    assert "SECRET_KEY" in _ask(_ASK, REGULARS_HOME="/srv/x")


@pytest.mark.parametrize("address", ["s3://bucket/x", "file://elsewhere/x", "http://x/", ""])
def test_only_folders_are_local(address: str) -> None:
    with pytest.raises(LakeMisplaced):
        local_folder(address)


def test_writing_loads_neither_duckdb_nor_arrow_nor_the_framework() -> None:
    code = (
        "import sys; import regulars.ground.lake.ingest;"
        "print([name for name in ('duckdb', 'pyarrow', 'ibis', 'django.db') if name in sys.modules])"
    )
    assert _ask(code) == "[]"
