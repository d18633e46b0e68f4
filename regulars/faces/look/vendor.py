"""Fetches pinned npm packages and keeps only the files pages load, with their licence.

Maintainers run it through `bin/vendor`; the result is committed with a manifest of versions and checksums.
"""

import hashlib
import json
import re
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

VENDOR = Path(__file__).parent / "static" / "look" / "vendor"


@dataclass(frozen=True)
class Package:
    """One npm package, its exact version, and where its files go: {path in the package: our name}."""

    name: str
    version: str
    files: dict[str, str]


PACKAGES = (
    Package("htmx.org", "2.0.11", {"dist/htmx.min.js": "htmx.min.js", "LICENSE": "htmx.LICENSE.txt"}),
    Package(
        "echarts",
        "6.1.0",
        {
            "dist/echarts.min.js": "echarts.min.js",
            "LICENSE": "echarts.LICENSE.txt",
            "NOTICE": "echarts.NOTICE.txt",
            "licenses/LICENSE-d3": "echarts.LICENSE-d3.txt",
        },
    ),
)


def strip_maps(text: str) -> str:
    """Remove pointers to source maps, which are not shipped and would break hashed file names."""
    text = re.sub(r"/\*[#@] sourceMappingURL=[^*]*\*/", "", text)
    return re.sub(r"^//[#@] sourceMappingURL=.*$", "", text, flags=re.MULTILINE)


def fetch(package: Package, folder: Path) -> Path:
    """Let npm pack the package into `folder` and return the archive."""
    command = ["npm", "pack", "--silent", f"{package.name}@{package.version}"]
    done = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)
    return folder / done.stdout.strip().splitlines()[-1]


def read(archive: Path, inside: str) -> str:
    """Return the text of one file of an npm archive."""
    with tarfile.open(archive) as tar:
        member = tar.extractfile(f"package/{inside}")
        if member is None:
            raise FileNotFoundError(f"{archive.name} has no file {inside}")
        return member.read().decode("utf-8")


def take(package: Package, archive: Path) -> dict[str, object]:
    """Write the package's files and return its entry of the manifest."""
    sums = {}
    for inside, ours in package.files.items():
        text = strip_maps(read(archive, inside))
        (VENDOR / ours).write_text(text, encoding="utf-8")
        sums[ours] = hashlib.sha256(text.encode("utf-8")).hexdigest()
    return {"package": package.name, "version": package.version, "sha256": sums}


def main() -> None:
    """Fetch all packages and write the manifest."""
    VENDOR.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        entries = [take(package, fetch(package, Path(folder))) for package in PACKAGES]
    (VENDOR / "manifest.json").write_text(json.dumps(entries, indent=2) + "\n", encoding="utf-8")
    for entry in entries:
        print(f"{entry['package']} {entry['version']}")


if __name__ == "__main__":
    main()
