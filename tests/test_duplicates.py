import pytest

import newsclean
from newsclean.filters.duplicates import Duplicates

PARAGRAPHS = [
    "The weir above Tarrow held through the night, although the river rose by almost two metres in nine hours.",
    "Firefighters from four villages carried sand until the morning, said Maud Ellery, who led them.",
    "On the left bank the water reached the first houses; nobody was hurt, and the school opens again on Thursday.",
    "The county wants to raise the wall by forty centimetres before the next winter, and has asked for the money.",
]
NOTICE = (
    "To show you this video we would have to load content of another company, which may store what you look at; "
    "you can allow that here or change your mind at any time in the settings"
)


@pytest.mark.parametrize(("times", "stays"), [(2, 2), (3, 1), (4, 1)])
def test_a_long_notice_that_stands_three_times_is_kept_once(times: int, stays: int) -> None:
    lines = [line for i, text in enumerate(PARAGRAPHS) for line in (text, *([f"{NOTICE}."] if i < times else []))]
    cleaned = newsclean.Cleaner(filters=(Duplicates(),)).clean("\n\n".join(lines))
    kept = [paragraph.text for paragraph in cleaned.paragraphs]
    assert sum(NOTICE in text for text in kept) == stays
    assert [text for text in kept if NOTICE not in text] == PARAGRAPHS


def test_a_refrain_that_stands_three_times_stays() -> None:
    refrain = "And the river took the willow, and the willow took the light"
    lines = [line for text in PARAGRAPHS for line in (text, refrain)]
    cleaned = newsclean.Cleaner(filters=(Duplicates(),)).clean("\n\n".join(lines))
    assert [paragraph.text for paragraph in cleaned.paragraphs] == lines
