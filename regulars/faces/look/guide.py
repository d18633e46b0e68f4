"""Shows every component with sample data: at /look/ while developing, or as files.

`python -m regulars.faces.look.guide out.html` writes the shop's view of the guide and, beside it, the
same with a buy bar (`out-buy.html`) and the workbench's (`out-desk.html`).
"""

import datetime
import sys
from pathlib import Path
from types import SimpleNamespace

import jinja2
from markupsafe import Markup

from regulars.faces.look.axes import nice_top, short_number
from regulars.faces.look.naming import name_fields
from regulars.faces.look.samples import NOON, desk_nav, image, orders, products, receipt, shop_nav, stores

HERE = Path(__file__).parent


def sample() -> dict[str, object]:
    """Return everything the guide shows, without touching a database."""
    return {
        "products": products(),
        "stores_shown": stores(),
        "receipt": receipt(),
        "orders": orders(),
        "ends_at": NOON + datetime.timedelta(days=1, hours=2),
        "moments": [NOON - datetime.timedelta(hours=hours) for hours in (50, 44, 20)],
        "basket_count": 3,
        "nav": shop_nav(),
        "active": "home",
        "picture": image("Teapot"),
        "viewer": SimpleNamespace(is_authenticated=True, name="Mei"),
    }


def desk_sample() -> dict[str, object]:
    """Return the same for the workbench."""
    mine = [
        {"name": "Purple Clay House", "href": "#", "current": True},
        {"name": "Tea by the River", "href": "#", "current": False},
    ]
    search = {"action": "#", "label": "Search orders, products, customers"}
    menu = [{"label": "My account", "href": "#"}]
    return {
        **sample(),
        "nav": desk_nav(),
        "active": "today",
        "stores": mine,
        "search": search,
        "user_menu": menu,
        "desk_name": "Workbench",
        "desk": True,
        "links": {"log_out": "#"},
    }


def environment(static: str) -> jinja2.Environment:
    """Return an environment with stand-ins for what the real one provides; `static` is an address."""
    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE / "jinja2"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    env.filters["name_fields"] = name_fields
    env.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    env.globals.update(
        static=lambda path: f"{static}/{path}",
        url=lambda name, *args, **kwargs: "#",
        now=lambda: NOON,
        form_key=lambda: "a-key",
        card_of=lambda draw, product, eager: draw(product, eager),
        once=lambda draw, *given: draw(*given),
        money=lambda minor, currency: (
            f"{'−' if minor < 0 else ''}¥{abs(minor) // 100:,}.{abs(minor) % 100:02d}"
        ),
        local_date=lambda moment: f"{moment:%b %d, %Y}",
        local_datetime=lambda moment: f"{moment:%b %d, %Y, %I:%M %p}",
        nice_top=nice_top,
        short_number=short_number,
    )
    return env


def write(out: Path) -> list[Path]:
    """Write all views of the guide beside each other and return their paths."""
    env = environment((HERE / "static").as_uri())
    csrf = Markup('<input type="hidden" name="csrfmiddlewaretoken" value="x">')
    views = {
        out: ("look/guide.html", sample()),
        out.with_name(f"{out.stem}-buy{out.suffix}"): ("look/guide.html", {**sample(), "buying": True}),
        out.with_name(f"{out.stem}-desk{out.suffix}"): ("look/guide_desk.html", desk_sample()),
    }
    for path, (name, data) in views.items():
        path.write_text(env.get_template(name).render(csrf_input=csrf, **data), encoding="utf-8")
    return list(views)


if __name__ == "__main__":
    for written in write(Path(sys.argv[1] if len(sys.argv) > 1 else "guide.html")):
        print(written)
