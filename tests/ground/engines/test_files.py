"""One contract for every store of files."""

import errno
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from regulars.ground.engines.files import Files, FolderFiles, StorageFull, open_files

BAD_NAMES = [
    "",
    ".",
    "..",
    "../x.webp",
    "a/../../b",
    "/etc/passwd",
    "a\x00b",
    "a\u202eb",
    "A B",
    ".hidden",
    "x" * 200,
    "a.b.c",
]


@pytest.fixture(params=["file", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Files:
    return open_files(f"file:{tmp_path}/kept" if request.param == "file" else "memory:")


def test_what_is_put_can_be_got(store: Files) -> None:
    store.put("pic_abc-160.webp", b"first")
    store.put("pic_abc-160.webp", b"second")
    assert store.get("pic_abc-160.webp") == b"second"


def test_what_is_deleted_is_gone(store: Files) -> None:
    store.put("pic_abc-160.webp", b"first")
    store.delete("pic_abc-160.webp")
    store.delete("pic_abc-160.webp")
    with pytest.raises(FileNotFoundError):
        store.get("pic_abc-160.webp")


@pytest.mark.parametrize("name", BAD_NAMES)
def test_other_names_are_refused(store: Files, name: str) -> None:
    for use in (store.get, store.delete, store.url, lambda bad: store.put(bad, b"x")):
        with pytest.raises(ValueError, match="not a file name"):
            use(name)


def test_addresses(store: Files) -> None:
    assert store.url("pic_abc-160.webp") == "/media/pic_abc-160.webp"


def test_old_files_are_listed(store: Files) -> None:
    store.put("pic_abc-160.webp", b"x")
    assert list(store.older_than(-1)) == ["pic_abc-160.webp"]
    assert list(store.older_than(3600)) == []


@pytest.mark.parametrize("scheme", ["file:{}", "file://{}"])
def test_the_folder_may_be_written_with_or_without_slashes(scheme: str, tmp_path: Path) -> None:
    open_files(scheme.format(tmp_path)).put("abc.webp", b"x")
    assert [path.name for path in tmp_path.glob("*/*")] == ["abc.webp"]


def test_another_origin_for_browsers() -> None:
    assert (
        open_files("memory:?public=https://media.example/").url("abc.webp")
        == "https://media.example/abc.webp"
    )


@pytest.mark.parametrize("url", ["", "/srv/media", "s4://x", "file:", "http://x/"])
def test_an_address_nobody_understands_is_named(url: str) -> None:
    with pytest.raises(ValueError, match="FILES_URL"):
        open_files(url)


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_keeps_the_old_file_and_no_part_of_the_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    files = FolderFiles(tmp_path)
    files.put("abc.webp", b"old")

    def full(_file: int) -> None:
        raise OSError(code, "full")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(StorageFull):
            files.put("abc.webp", b"new")
    assert files.get("abc.webp") == b"old"
    assert [path.name for path in tmp_path.glob("*/*")] == ["abc.webp"]


def test_other_trouble_stays_loud(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_file: int) -> None:
        raise OSError(errno.EIO, "broken")

    monkeypatch.setattr(os, "fsync", broken)
    with pytest.raises(OSError, match="broken") as caught:
        FolderFiles(tmp_path).put("abc.webp", b"new")
    assert not isinstance(caught.value, StorageFull)
    assert list(tmp_path.glob("*/*")) == []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 256 KB where we may mount one, otherwise a folder under a file size limit."""
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(tmp_path)], check=False)
    if mounted.returncode == 0:
        yield tmp_path
        subprocess.run(["umount", "-l", str(tmp_path)], check=True)
    else:
        import resource
        import signal

        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (256 * 1024, before[1]))
        yield tmp_path
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)


def test_a_small_disk_fills_up_and_recovers(small_disk: Path) -> None:
    files = FolderFiles(small_disk)
    files.put("small.webp", b"x" * 50_000)
    with pytest.raises(StorageFull):
        files.put("large.webp", b"x" * 400_000)
    assert files.get("small.webp") == b"x" * 50_000
    assert [path.name for path in small_disk.glob("*/*") if path.is_file()] == ["small.webp"]
    files.delete("small.webp")
    files.put("later.webp", b"x" * 150_000)
    assert len(files.get("later.webp")) == 150_000


def test_what_a_killed_writer_left_is_swept(tmp_path: Path) -> None:
    files = FolderFiles(tmp_path)
    files.put("abc.webp", b"x")
    left = tmp_path / "bc" / ".abc.webp.0123"
    left.write_bytes(b"half")
    assert list(files.older_than(-1)) == ["abc.webp"]
    assert not left.exists()
