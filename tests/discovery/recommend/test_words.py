"""Every part of a score has a name that people can read, in both languages."""

import pytest
from django.utils.translation import override

from regulars.discovery.ranking.queries.words import part_word
from regulars.discovery.recommend.queries.explored import EXPLORE
from regulars.discovery.recommend.rules.blends import BLENDS, DISCOVER

PARTS = sorted({EXPLORE, "lot", "turn", *DISCOVER, *(part for blend in BLENDS.values() for part in blend)})


@pytest.mark.parametrize("part", PARTS)
def test_a_part_of_the_score_is_told_in_words(part):
    assert " " in part_word(part)
    with override("zh-hans"):
        assert not part_word(part).isascii()
