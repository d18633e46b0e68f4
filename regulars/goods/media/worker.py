"""The child process which alone touches foreign pictures: bytes on stdin, renditions on stdout.

It runs with little memory, little time, no right to write files and, where the kernel
lets it, no network; the parent may kill it at any moment.
"""

import ctypes
import io
import json
import os
import resource
import sys
import warnings

from PIL import AvifImagePlugin, Image, ImageCms, ImageFile, WebPImagePlugin

from regulars.goods.media import pixels, rules

PLUGINS = (AvifImagePlugin, WebPImagePlugin)  # named, or Pillow would load all it has
OUTPUT_BYTES = 32 * 1024 * 1024
CLONE_NEWUSER, CLONE_NEWNET, PR_SET_NO_NEW_PRIVS = 0x10000000, 0x40000000, 38
NOBODY = 65534


def main() -> None:
    """Rebuild the picture on stdin; write one line of JSON, then the files it announces."""
    data = sys.stdin.buffer.read(rules.MAX_BYTES + 1)
    warm_up()
    before = _memory("VmRSS")
    give_up_rights()
    header, files = attempt(data)
    header["memory_kb"] = max(0, _memory("VmHWM") - before)
    sys.stdout.buffer.write(json.dumps(header).encode() + b"\n" + b"".join(files))
    sys.stdout.buffer.flush()


def attempt(data: bytes) -> tuple[dict[str, object], list[bytes]]:
    """Header and files of the rebuilt picture, or a header with the reason of a refusal."""
    try:
        size, made = pixels.rebuild(data)
    except rules.BadPicture as bad:
        return {"reason": bad.reason}, []
    except MemoryError:
        return {"reason": "too-demanding"}, []
    except Exception:  # whatever a decoder throws at hostile bytes means the same
        return {"reason": "broken"}, []
    return {"size": size, "files": [[width, len(blob)] for width, blob in made]}, [blob for _, blob in made]


def warm_up() -> None:
    """Load every codec before rights and memory become scarce."""
    warnings.simplefilter("ignore")
    Image.MAX_IMAGE_PIXELS = None
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    AvifImagePlugin.DEFAULT_MAX_THREADS = 1
    Image.preinit()
    for kind, mode in (("JPEG", "CMYK"), ("PNG", "LA"), ("GIF", "P"), ("WEBP", "RGB"), ("AVIF", "RGB")):
        pixels.rebuild(_tiny(kind, mode))


def _tiny(kind: str, mode: str) -> bytes:
    small, plain = io.BytesIO(), ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    Image.new(mode, (8, 8)).save(small, kind, icc_profile=plain.tobytes())
    return small.getvalue()


def give_up_rights() -> None:
    """Limit memory, time, files and processes; leave the network and the user where possible."""
    _leave_network()
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    here = _memory("VmSize") * 1024
    for what, limit in (
        (resource.RLIMIT_AS, here + rules.MEMORY_BYTES),
        (resource.RLIMIT_CPU, rules.SECONDS),
        (resource.RLIMIT_FSIZE, OUTPUT_BYTES),
        (resource.RLIMIT_NOFILE, 8),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (limit, limit))


def _leave_network() -> None:
    libc = ctypes.CDLL(None)
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    apart = CLONE_NEWNET if os.geteuid() == 0 else CLONE_NEWNET | CLONE_NEWUSER
    if hasattr(libc, "unshare"):
        libc.unshare(apart)


def _memory(what: str) -> int:
    with open("/proc/self/status", encoding="utf-8") as status:
        for line in status:
            if line.startswith(what + ":"):
                return int(line.split()[1])
    return 0


if __name__ == "__main__":
    main()
