"""The files pages load are what the components say, and stay small."""

import gzip
import hashlib
import json
from pathlib import Path

import pytest

from regulars.faces.look import build, vendor


def test_nothing_is_out_of_date() -> None:
    assert build.stale() == []


def test_check_tells_by_its_exit_code(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build.main(["--check"]) == 0
    monkeypatch.setattr(build, "DIST", tmp_path)
    assert build.main(["--check"]) == 1
    assert "look.js" in capsys.readouterr().err
    assert build.main([]) == 0
    assert build.main(["--check"]) == 0


def test_the_shop_stays_light() -> None:
    sizes = {
        name: len(gzip.compress((build.DIST / name).read_bytes(), 9)) for name in ("shop.css", "look.js")
    }
    assert sizes["shop.css"] < 14_000
    assert sizes["look.js"] < 4_000


def test_two_macros_of_one_name_are_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / "components" / name).mkdir(parents=True)
        (tmp_path / "components" / name / f"{name}.html").write_text("{%- macro same() -%}{%- endmacro -%}\n")
    monkeypatch.setattr(build, "SOURCES", tmp_path)
    with pytest.raises(ValueError, match="same"):
        build.macros()


def test_every_component_has_a_style_of_its_own() -> None:
    folders = {path for path in (build.SOURCES / "components").iterdir() if path.is_dir()}
    assert {path.name for path in folders if not (path / f"{path.name}.html").is_file()} == set()
    assert {path.name for path in folders if not (path / f"{path.name}.css").is_file()} == {"chrome"}


def test_squeezing_keeps_meaning() -> None:
    assert build.squeeze_css("/* a */ a > b {\n color: red;\n}\n") == "a > b{color: red}\n"
    assert build.squeeze_js("// why\n  let a = 1;\n\n  go(a); // now\n") == "let a = 1;\ngo(a); // now\n"


def test_vendored_files_are_those_of_the_manifest() -> None:
    entries = json.loads((vendor.VENDOR / "manifest.json").read_text(encoding="utf-8"))
    sums = {name: told for entry in entries for name, told in entry["sha256"].items()}
    on_disk = {path.name for path in vendor.VENDOR.iterdir()} - {"manifest.json"}
    assert on_disk == set(sums)
    for name, told in sums.items():
        assert hashlib.sha256((vendor.VENDOR / name).read_bytes()).hexdigest() == told
    assert {entry["package"]: entry["version"] for entry in entries} == {
        one.name: one.version for one in vendor.PACKAGES
    }


def test_source_map_pointers_are_stripped() -> None:
    text = "a();\n//# sourceMappingURL=a.js.map\nb{}/*# sourceMappingURL=b.css.map */"
    assert "sourceMappingURL" not in vendor.strip_maps(text)
    assert "a();" in vendor.strip_maps(text)
