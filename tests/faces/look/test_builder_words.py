"""The list of blocks says the words of a block, not the marks in them."""

import pytest

from regulars.faces.look.pages.wording import unmarked


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("## 你好\n\n欢迎", "你好 欢迎"),
        ("- **Firm** clay\n1. [Stores](/stores/) near you", "Firm clay Stores near you"),
        ("From 5 - 10 cups", "From 5 - 10 cups"),
    ],
)
def test_the_marks_of_a_text_are_not_told(written, told):
    assert unmarked(written) == told
