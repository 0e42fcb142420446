"""What is taken for mojibake without asking ftfy is what ftfy could repair."""

import ftfy
from ftfy.chardata import CHARMAP_ENCODINGS
from hypothesis import example, given
from hypothesis import strategies as st

from newsclean.repair.mojibake import ENCODINGS, looks_mangled, mojibake_pairs


def test_the_encodings_are_those_that_ftfy_tries() -> None:
    assert [name.removeprefix("sloppy-") for name in CHARMAP_ENCODINGS] == list(ENCODINGS)


def test_every_character_read_in_them_makes_a_pair() -> None:
    for encoding in CHARMAP_ENCODINGS:
        for lead in range(0xC2, 0xF5):
            for tail in range(0x80, 0xC0):
                shown = bytes((lead, tail)).decode(encoding)
                assert mojibake_pairs().search(shown), (encoding, shown)


@given(st.text(), st.sampled_from(CHARMAP_ENCODINGS))
@example("déjà", "sloppy-windows-1252")
def test_what_ftfy_repairs_looks_mangled(text: str, encoding: str) -> None:
    mangled = text.encode("utf-8", "replace").decode(encoding)
    if ftfy.fix_encoding(mangled) != mangled:
        assert looks_mangled(mangled)
