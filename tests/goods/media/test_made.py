"""Drawn pictures: the same seed draws the same, every other seed something else."""

import hashlib

import pytest
from PIL import Image, ImageStat

from regulars.goods.media import made
from regulars.goods.media.made import lettering, press
from regulars.goods.media.made.color import brightness, distance, hex_color, palette

SMALL = 120


def digest(image: Image.Image) -> str:
    return hashlib.sha256(image.tobytes()).hexdigest()


@pytest.mark.parametrize("kind", made.KINDS)
@pytest.mark.nightly
def test_each_kind_is_drawn_sharp_and_repeatable(kind: str) -> None:
    one, again = made.draw(kind, 1, SMALL), made.draw(kind, 1, SMALL)
    assert one.size == (SMALL, SMALL)
    assert one.mode == "RGB"
    assert digest(one) == digest(again)
    assert max(ImageStat.Stat(one).stddev) > 8


@pytest.mark.parametrize("kind", made.KINDS)
@pytest.mark.nightly
def test_twenty_of_a_kind_are_twenty_pictures(kind: str) -> None:
    assert len({digest(made.draw(kind, seed, 60)) for seed in range(20)}) == 20


@pytest.mark.parametrize("color", ["#000000", "#ffffff", "#f5f5f0", "#b3202c", "#1d3557"])
def test_a_leading_colour_leads(color: str) -> None:
    views = {digest(made.draw("teapot", 1, SMALL, color=color, view=view)) for view in range(3)}
    assert len(views) == 3


@pytest.mark.parametrize("color", ["#000000", "#808080", "#ffffff", "#e0b04a", "#7a3b2e", "#6cb4ee"])
def test_things_stand_out_from_their_backdrop(color: str) -> None:
    from random import Random

    for seed in range(30):
        colors = palette(Random(seed), hex_color(color))
        assert distance(colors.main, colors.wall) > 25
        assert brightness(colors.dark) <= max(30, brightness(colors.main))


def test_an_unknown_kind_is_an_error() -> None:
    with pytest.raises(KeyError):
        made.draw("spaceship", 1)


def test_banners_have_the_size_asked_for() -> None:
    plain, titled = (made.banner("cup", 3, text, size=(300, 120)) for text in ("", "Tea"))
    assert plain.size == (300, 120)
    assert digest(plain) != digest(titled)


def test_things_lie_flat_on_banners_too() -> None:
    assert made.banner("scarf", 3, size=(300, 120)).size == (300, 120)


@pytest.mark.parametrize("name", ["Purple Clay", "紫砂", "", "  ", "🫖"])
def test_every_name_has_a_logo(name: str) -> None:
    assert made.logo(name, 1, 96).size == (96, 96)


def test_a_machine_without_fonts_draws_a_mark(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    with_font = made.logo("Kiln", 1, 96)
    monkeypatch.setattr(lettering, "FONTS", tmp_path)
    lettering.font_for.cache_clear()
    assert lettering.font_for("紫", 20) is None
    assert lettering.font_for("K", 20) is not None
    assert digest(made.logo("紫", 1, 96)) != digest(with_font)
    lettering.font_for.cache_clear()


def test_the_press_keeps_the_order_and_makes_renditions() -> None:
    recipes = [
        press.Recipe("teapot", 1, "#7a3b2e", size=200),
        press.Recipe("logo", 2, size=170, text="Kiln"),
        press.Recipe("banner:cup", 3),
    ]
    rebuilt = list(press.press(recipes, processes=1))
    assert [list(one.files) for one in rebuilt] == [[160, 200], [160, 170], [160, 320, 640, 1200]]
    assert rebuilt[0] == press.pressed(recipes[0])
    assert len({one.sha256 for one in rebuilt}) == 3
