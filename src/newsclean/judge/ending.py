"""Where the article ends: what tells, at a line that may be the first after it, that all which follows is residue.

A reader's comment, a summary of another story, a paragraph about cookies read like an article one by one. What gives
them away is what they stand among: lines that are residue for certain, few words that the article has used, and no
prose to come of which the trees are as sure as of the prose before.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from newsclean.document import Certainty
from newsclean.judge import characters as kind
from newsclean.judge import features, named
from newsclean.judge.forest import SCALE
from newsclean.judge.lines import Ints, Lines

_SIDE = (
    "margin", "margin_mean", "residue_mass", "long_margin", "long", "long_share_like_article", "like_article",
    "like_residue", "short_like_article",
)  # fmt: skip
NAMES: tuple[str, ...] = (
    *named.NAMES,
    *(f"{name}_after" for name in _SIDE),
    *(f"{name}_before" for name in _SIDE),
    "margin", "lowest_after", "lowest_long_after", "lowest_short_after", "gain_after", "gain_before",
    "margin_1", "margin1", "margin_2", "margin2", "margin_3", "margin3",
    "known", "known_kinds", "words_after", "words_known", "known_here", "known_names", "names_after", "mass_share",
)  # fmt: skip
"""The columns, in order; "after" takes the line itself in."""

_CLIP, _GONE = 6 * SCALE, 4 * SCALE
_LIKE_ARTICLE = -SCALE
_LONG = 200
_SPAN = 400  # letters; a longer line weighs no more


def candidates(rows: NDArray[np.float32], margins: Ints) -> Ints:
    """The lines at which what follows the article may begin: all but those that are surely the article's."""
    gone = rows[:, _GONE_COLUMN] >= Certainty.LIKELY
    return np.flatnonzero(gone | (margins > 2 * _LIKE_ARTICLE))


def matrix(lines: Lines, rows: NDArray[np.float32], margins: Ints) -> NDArray[np.float32]:
    """One row per line, one column per name in `NAMES`.

    Args:
        lines: The document (the last one is the title).
        rows: What the judge knows of each line (`features.matrix`).
        margins: What it thinks of each, in `SCALE`ths of log odds, long lines included.
    """
    n = len(rows)
    gone = rows[:, _GONE_COLUMN] >= Certainty.LIKELY
    mass = rows[:, _MASS_COLUMN].astype(np.int64)
    weight = np.minimum(mass, _SPAN) + 6
    margin = np.where(gone, _GONE, np.clip(margins, -_CLIP, _CLIP))
    long, article, residue = mass >= _LONG, margin < _LIKE_ARTICLE, margin > 0

    steps = np.array((
        weight, weight * margin, np.ones(n, np.int64), margin, weight * residue, long, long * margin, long & article,
        article, residue, (margin < 0) & ~long,
    ))  # fmt: skip
    sums = np.zeros((len(steps), n + 1), np.int64)
    np.cumsum(steps, axis=1, out=sums[:, 1:])
    whole = sums[:, -1:]
    after, before = _side(whole - sums[:, :-1]), _side(sums[:, :-1])

    nothing = np.full(n, _CLIP)
    gains = np.zeros(n + 1, np.int64)
    np.cumsum(-margin * np.minimum(mass, _SPAN) // _SPAN, out=gains[1:])
    best_after = np.maximum.accumulate(gains[::-1])[::-1]
    best_before = np.minimum.accumulate(gains)
    padded = np.zeros(n + 6, np.int64)
    padded[3 : n + 3] = margin
    out = (
        *rows[:, _NAMED_COLUMNS].T, *after, *before,
        margin, _lowest(margin), _lowest(np.where(long, margin, nothing)), _lowest(np.where(long, nothing, margin)),
        (best_after - gains)[:-1], (gains - best_before)[:-1],
        padded[2 : n + 2], padded[4 : n + 4], padded[1 : n + 1], padded[5 : n + 5], padded[:n], padded[6:],
        *_known(lines, n), (whole[0] - sums[0, :-1]) / max(1, int(whole[0, 0])),
    )  # fmt: skip
    table: NDArray[np.float32] = np.array(out, np.float32).T
    return table


def _side(sums: Ints) -> tuple[NDArray[np.float64], ...]:
    weight, count, long = (np.maximum(sums[row], 1) for row in (0, 2, 5))
    return (
        sums[1] / weight, sums[3] / count, sums[4] / weight, sums[6] / long, sums[5] / 1, sums[7] / long,
        sums[8] / count, sums[9] / count, sums[10] / 1,
    )  # fmt: skip


def _lowest(values: Ints) -> Ints:
    """The lowest value from each line on."""
    return np.minimum.accumulate(values[::-1])[::-1]


def _known(lines: Lines, n: int) -> tuple[NDArray[np.float64], ...]:
    """How many of the longer words from each line on stand before it too: words, different words, names."""
    first_kind = lines.kinds.take(lines.word_starts)
    content = ((first_kind != kind.DIGIT) & (lines.word_lengths >= 4)) | (first_kind >= kind.IDEOGRAPH)
    which = np.flatnonzero(content & (lines.word_owners < n))
    owner = lines.word_owners.take(which)
    size = 1 << max(10, (len(which) * 16).bit_length())
    slot = (lines.stems.take(which) >> np.uint64(20)).astype(np.int64) & (size - 1)
    first, last = np.zeros(size, np.int64), np.full(size, -1, np.int64)
    first[slot[::-1]] = owner[::-1]
    last[slot] = owner
    since = first.take(slot)
    used = np.flatnonzero(last >= 0)
    capital = first_kind.take(which) == kind.UPPER
    known, words = _crossing(since, owner, n)
    known_kinds, kinds = _crossing(first[used], last[used], n)
    known_names, names = _crossing(since[capital], owner[capital], n)
    here = np.bincount(owner, minlength=n)
    return (
        known / np.maximum(words, 1), known_kinds / np.maximum(kinds, 1), words / 1, known / 1,
        np.bincount(owner[since < owner], minlength=n) / np.maximum(here, 1),
        known_names / np.maximum(names, 1), names / 1,
    )  # fmt: skip


def _crossing(first: Ints, here: Ints, n: int) -> tuple[Ints, Ints]:
    """Per line: words from it on (by where they stand) that first stand before it; and all words from it on."""
    begun = np.bincount(first + 1, minlength=n + 2) - np.bincount(here + 1, minlength=n + 2)
    from_here = np.bincount(here, minlength=n)[::-1].cumsum()[::-1]
    return np.cumsum(begun)[:n], from_here[:n]


_MASS_COLUMN = features.NAMES.index("mass")
_GONE_COLUMN = features.NAMES.index("gone")
_NAMED_COLUMNS = [features.NAMES.index(name) for name in named.NAMES]
