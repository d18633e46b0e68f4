"""Alice sends pictures; some are taken."""

import errno
import io
from typing import Any

import pytest
from django.test import RequestFactory

from regulars.goods.media import actions, pipeline, queries, rules
from regulars.goods.media.models import Picture
from regulars.goods.media.serve import media_view
from regulars.ground.bus import clocked
from regulars.ground.engines.files import FolderFiles, StorageFull
from regulars.ground.kit.actors import SYSTEM, Actor
from regulars.ground.kit.refusals import LogInFirst, NotFound
from tests.goods.media import hostile

ALICE = Actor("shopper", person_id=1)
GUEST = Actor("guest")
TEAPOT = rules.Owner("catalog.product", "prd_1")

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(tmp_path: Any, settings: Any) -> FolderFiles:
    settings.FILES_URL = f"file:{tmp_path}/media"
    settings.PRIVATE_FILES_URL = f"file:{tmp_path}/private"
    return FolderFiles(tmp_path / "media")


def stored(folder: FolderFiles) -> list[str]:
    return sorted(path.name for path in folder.root.glob("*/*"))


def jpeg() -> bytes:
    return hostile.encoded(hostile.photo(), "JPEG")


def send(upload: Any, alt: str = "A teapot") -> Picture:
    return actions.store_picture(by=ALICE, owner=TEAPOT, upload=upload, alt=alt)


def test_a_picture_is_kept_with_its_renditions(folder: FolderFiles) -> None:
    picture = send(io.BytesIO(jpeg()), alt="A \u202eteapot\x00")
    assert (picture.width, picture.height, picture.alt) == (400, 300, "A teapot")
    assert stored(folder) == sorted(f"{picture.public_id}-{width}.webp" for width in (160, 320, 400))
    assert picture.bytes == sum(len(folder.get(name)) for name in stored(folder))
    assert list(queries.pictures_of(TEAPOT)) == [picture]
    assert queries.owned(TEAPOT, [picture.public_id, "pic_x"]) == {picture.public_id: picture}


def test_the_same_picture_twice_has_two_names(folder: FolderFiles) -> None:
    one, two = send(jpeg()), send(jpeg())
    assert one.public_id != two.public_id
    assert one.sha256 == two.sha256


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "shell.php", "a\x00.jpg", "a\u202egpj.exe", "", "x" * 5000, "photo.png"]
)
def test_the_name_of_an_upload_plays_no_part(folder: FolderFiles, name: str) -> None:
    upload = io.BytesIO(jpeg())
    upload.name = name
    picture = send(upload)
    assert stored(folder)
    assert all(rules.is_file_name(kept) and kept.startswith(picture.public_id) for kept in stored(folder))


@pytest.mark.parametrize(
    "upload", [b"", hostile.svg("script"), hostile.heic(), b"GIF89a", hostile.giant_header()]
)
def test_a_refusal_says_what_to_do_and_keeps_nothing(folder: FolderFiles, upload: bytes) -> None:
    with pytest.raises(actions.PictureRefused) as caught:
        send(upload)
    assert caught.value.status == 422
    assert str(caught.value.sentence).endswith(".")
    assert stored(folder) == []
    assert not Picture.objects.exists()


def test_every_reason_has_its_sentence() -> None:
    assert set(actions.SENTENCES) == rules.REASONS


def test_an_endless_upload_is_not_read_to_its_end() -> None:
    class Endless:
        asked = 0

        def read(self, size: int, /) -> bytes:
            self.asked += size
            return bytes(size)

    endless = Endless()
    with pytest.raises(actions.PictureRefused):
        send(endless)
    assert endless.asked <= rules.MAX_BYTES + 1


def test_guests_log_in_first() -> None:
    with pytest.raises(LogInFirst):
        actions.store_picture(by=GUEST, owner=TEAPOT, upload=jpeg(), alt="")
    with pytest.raises(LogInFirst):
        actions.remove_picture(by=GUEST, owner=TEAPOT, public_id="pic_x")


def test_a_full_disk_is_said_clearly_and_nothing_is_left(
    folder: FolderFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, calls = FolderFiles._write, iter([False, True])

    def write(self: FolderFiles, path: Any, data: bytes) -> None:
        real(self, path, data[: len(data) // 2])
        if next(calls):
            raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as patched:
        patched.setattr(FolderFiles, "_write", write)
        with pytest.raises(actions.NoRoom) as caught:
            send(jpeg())
    assert caught.value.status == 503
    assert stored(folder) == []
    assert not Picture.objects.exists()
    assert send(jpeg()).width == 400


def test_a_full_temporary_folder_is_said_clearly(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> object:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr("regulars.goods.media.pipeline.tempfile.TemporaryFile", full)
    with pytest.raises(actions.NoRoom):
        send(jpeg())


def test_removing_a_picture_removes_its_files(
    folder: FolderFiles, django_capture_on_commit_callbacks: Any
) -> None:
    picture = send(jpeg())
    with django_capture_on_commit_callbacks(execute=True):
        actions.remove_picture(by=ALICE, owner=TEAPOT, public_id=picture.public_id)
    assert stored(folder) == []
    assert not Picture.objects.exists()


def test_pictures_of_others_are_not_found() -> None:
    picture = send(jpeg())
    with pytest.raises(NotFound):
        actions.remove_picture(
            by=ALICE, owner=rules.Owner("catalog.product", "prd_2"), public_id=picture.public_id
        )
    assert Picture.objects.count() == 1


def test_only_the_system_stores_what_was_drawn_here() -> None:
    rebuilt = pipeline.rebuild(jpeg())
    with pytest.raises(NotFound):
        actions.store_rebuilt(by=ALICE, made=[(TEAPOT, rebuilt, "x")])
    kept = actions.store_rebuilt(by=SYSTEM, made=[(TEAPOT, rebuilt, "x"), (TEAPOT, rebuilt, "y")])
    assert [picture.alt for picture in kept] == ["x", "y"]


def test_files_without_a_picture_are_swept(folder: FolderFiles, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = send(jpeg())
    folder.put("pic_" + "0" * 20 + "-160.webp", b"orphan")
    monkeypatch.setattr(actions, "ORPHAN_SECONDS", -1)
    with pytest.raises(NotFound):
        actions.sweep(by=ALICE)
    assert actions.sweep(by=SYSTEM) == 1
    assert stored(folder)
    assert all(name.startswith(kept.public_id) for name in stored(folder))


def test_the_clock_sweeps(folder: FolderFiles, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = send(jpeg())
    for number in range(5):
        folder.put(f"pic_{number}" + "0" * 19 + "-160.webp", b"orphan")
    monkeypatch.setattr(actions, "ORPHAN_SECONDS", -1)
    monkeypatch.setattr(actions, "SWEPT_AT_ONCE", 2)
    assert clocked.tasks["regulars.goods.media.tasks.sweep_files"].run() == 5
    assert stored(folder)
    assert all(name.startswith(kept.public_id) for name in stored(folder))


def test_addresses_for_an_img_tag() -> None:
    picture = send(jpeg())
    urls = queries.picture_urls(picture)
    assert list(urls.by_width) == [160, 320, 400]
    assert urls.src == f"/media/{picture.public_id}-400.webp"
    assert urls.srcset.endswith(f"/media/{picture.public_id}-400.webp 400w")


def test_a_file_is_sent_so_that_no_browser_can_mistake_it() -> None:
    name = queries.picture_urls(send(jpeg())).src.removeprefix("/media/")
    answer = media_view(RequestFactory().get("/"), name)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/webp"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Content-Disposition"] == f'inline; filename="{name}"'
    assert "immutable" in answer["Cache-Control"]


@pytest.mark.parametrize(
    "name",
    [
        "",
        "..",
        "../db.sqlite3",
        "pic_x",
        "pic_" + "0" * 20 + "-160.webp\n",
        "pic_" + "0" * 20 + "-160.php",
        "a\x00",
        "%2e%2e/x",
    ],
)
def test_nothing_else_is_sent(name: str) -> None:
    assert media_view(RequestFactory().get("/"), name).status_code == 404


def test_only_reading_is_possible() -> None:
    assert media_view(RequestFactory().post("/"), "x").status_code == 405


def test_a_full_store_while_adding_many_keeps_no_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    rebuilt = pipeline.rebuild(jpeg())

    def full(*_: object) -> None:
        raise StorageFull(errno.ENOSPC, "full")

    monkeypatch.setattr(FolderFiles, "put", full)
    with pytest.raises(actions.NoRoom):
        actions.store_rebuilt(by=SYSTEM, made=[(TEAPOT, rebuilt, "x")])
    assert not Picture.objects.exists()
