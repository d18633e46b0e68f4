"""Sends the files of pictures, and nothing else."""

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseNotFound

from regulars.goods.media import queries, rules

YEAR = 31_536_000


def media_view(request: HttpRequest, name: str) -> HttpResponse:
    """The stored rendition called `name`; 404 for every name this app never gives."""
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    try:
        data = queries.files().get(name) if rules.is_file_name(name) else None
    except OSError:
        data = None
    answer = HttpResponseNotFound() if data is None else HttpResponse(data, headers=_headers(name))
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def _headers(name: str) -> dict[str, str]:
    return {
        "Content-Type": "image/webp",
        "Content-Disposition": f'inline; filename="{name}"',
        "Cache-Control": f"public, max-age={YEAR}, immutable",
        "Cross-Origin-Resource-Policy": "cross-origin",
    }
