"""What the judge knows of a line: one row of numbers, from the line, its words elsewhere, its place, the whole.

Only sums of whole numbers and single divisions are used, so the rows are the same on every machine.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from newsclean.judge import characters as kind
from newsclean.judge import named
from newsclean.judge.lines import Ints, Lines

Flags = NDArray[np.bool_]

PROSE = 90
"""A line of this mass that ends as a sentence does, or of twice the mass, is prose."""

_STEP = 40503
_UNKNOWN = 5  # the last shares are -1 where there is nothing to share

ALONE = (
    "mass", "letters", "words", "capitalised", "stops", "commas", "colons", "digits", "brackets",
    "first_kind", "final_kind", "word_score", "shape_score",
)  # fmt: skip
ELSEWHERE = (
    "shared", "shared_prose", "shared_next", "long_words", "long_shared", "names_unshared", "title_shared", "copies",
)  # fmt: skip
PLACE = (
    "index", "place", "mass_before", "prose_before", "prose_after", "prose_share_after", "to_previous_prose",
    "to_next_prose", "previous_prose_mass", "next_prose_mass", "gain_before", "gain_after", "gain_before_shape",
    "gain_after_shape",
)  # fmt: skip
NEIGHBOURS = (
    "mass_1", "mass_2", "mass1", "mass2", "final_1", "final1", "word_score_1", "word_score1",
    "words_around", "shapes_around", "words_around_wide", "shapes_around_wide", "shared_around",
    "run", "run_place", "run_mass", "run_score", "run_shape", "run_shared", "run_same_final", "run_spread",
    "joined",
)  # fmt: skip
DOCUMENT = (
    "lines", "prose_lines", "prose_share", "short_share", "doc_word_score", "doc_shape_score", "doc_shared",
    "ended_share", "ideographs", "median_mass", "digit_lines", "short_mass_share", "joined_share",
    "bracket_share",
)  # fmt: skip
NAMES: tuple[str, ...] = ALONE + ELSEWHERE + PLACE + NEIGHBOURS + DOCUMENT + named.NAMES
"""The columns, in order."""


def matrix(lines: Lines, word_scores: Ints, shape_scores: Ints, marks: Ints) -> NDArray[np.float32]:
    """One row per line (without the title, which is the last of `lines`), one column per name in `NAMES`.

    `marks` is what `named.read` gives.
    """
    n = len(lines.starts) - 1
    counts = lines.counts[:n].T
    word_scores, shape_scores = word_scores[:n], shape_scores[:n]
    letters, weight = _letters(counts), mass(lines.counts[:n])
    first, final, ended = _edges(lines, n)
    # a line that begins small after one that has not ended: text that was broken at the edge of a page
    broken = np.zeros(n + 1, bool)
    np.logical_and(first[1:] == kind.LOWER, ~ended[:-1] & (weight[:-1] >= 12), out=broken[1:n])
    joined = broken[:-1] * 1 + broken[1:] * 2
    prose = ((weight >= PROSE) & ended) | (weight >= 2 * PROSE) | ((joined > 0) & (weight >= PROSE // 3))
    brackets = counts[kind.BRACKET] + counts[kind.SYMBOL]
    words, contents, shared, shared_prose, shared_next, long, long_shared, strangers, titled, capitals = _words(
        lines, prose
    )

    every = np.arange(n)
    steps = np.zeros((9, n), np.int64)
    steps[:7] = word_scores, shape_scores, shared_prose, contents, weight, prose, prose * weight
    np.equal(final[1:], final[:-1], out=steps[7, 1:])
    np.abs(weight[1:] - weight[:-1], out=steps[8, 1:])
    sums = np.zeros((9, n + 1), np.int64)
    np.cumsum(steps, axis=1, out=sums[:, 1:])
    mass_sums, prose_sums, prose_mass_sums = sums[4:7]
    word_total, shape_total, shared_total, content_total, mass_total, prose_total, prose_mass_total = sums[
        :7, n
    ].tolist()

    # the prose before and after, and the run of other lines between them
    previous, following = np.full(n + 1, -1), np.full(n + 1, n)
    np.maximum.accumulate(np.where(prose, every, -1), out=previous[1:])
    np.minimum.accumulate(np.where(prose, every, n)[::-1], out=following[n - 1 :: -1] if n else following[:0])
    previous, following = previous[:-1], following[1:]
    padded = np.zeros(n + 1, np.int64)
    padded[:n] = weight
    run = following - previous - 1
    in_run = sums.take(following, 1) - sums.take(previous + 1, 1)

    near, near_size = _around(sums[:4], every, 2, n)
    far, far_size = _around(sums[:2], every, 6, n)
    # what the article would gain by going on over this line: the best sum of (mass x belief in article)
    span = np.minimum(weight, 400) + 6
    gain_before, gain_after = _gains(np.array((-span * (word_scores + shape_scores) // 64, -span * shape_scores // 32)))

    beside = np.full((3, n + 4), -1)
    beside[:, 2 : n + 2] = weight, final, word_scores
    beside[2, :2] = beside[2, n + 2 :] = 0
    back, ahead = slice(1, n + 1), slice(3, n + 3)

    whole = {
        "mass": weight, "letters": letters, "words": words, "stops": counts[kind.STOP], "commas": counts[kind.COMMA],
        "colons": counts[kind.COLON], "digits": counts[kind.DIGIT], "brackets": brackets, "joined": joined,
        "first_kind": first, "final_kind": final,
        "word_score": word_scores, "shape_score": shape_scores, "long_words": long, "names_unshared": strangers,
        "copies": _copies(lines.hashes[:n]), "index": every, "mass_before": mass_sums[:-1],
        "prose_before": prose_sums[:-1], "prose_after": prose_total - prose_sums[1:],
        "to_previous_prose": np.where(previous < 0, -1, mass_sums[:-1] - mass_sums.take(previous + 1)),
        "to_next_prose": np.where(following >= n, -1, mass_sums.take(following) - mass_sums[1:]),
        "previous_prose_mass": padded.take(previous), "next_prose_mass": padded.take(following),
        "gain_before": gain_before[0], "gain_after": gain_after[0],
        "gain_before_shape": gain_before[1], "gain_after_shape": gain_after[1],
        "mass_1": beside[0, back], "mass_2": beside[0, :n], "mass1": beside[0, ahead], "mass2": beside[0, 4:],
        "final_1": beside[1, back], "final1": beside[1, ahead],
        "word_score_1": beside[2, back], "word_score1": beside[2, ahead],
        "run": run, "run_place": every - previous - 1, "run_mass": in_run[4],
    }  # fmt: skip
    shares = {
        "capitalised": (capitals, words), "place": (every, n + every * 0),
        "prose_share_after": (prose_mass_total - prose_mass_sums[1:], prose_mass_total + every * 0),
        "words_around": (near[0], near_size), "shapes_around": (near[1], near_size),
        "words_around_wide": (far[0], far_size), "shapes_around_wide": (far[1], far_size),
        "shared_around": (near[2], near[3]), "run_score": (in_run[0], run), "run_shape": (in_run[1], run),
        "run_shared": (in_run[2], in_run[3]), "run_same_final": (in_run[7], run), "run_spread": (in_run[8], in_run[4]),
        "shared": (shared, contents), "shared_next": (shared_next, contents), "shared_prose": (shared_prose, contents),
        "title_shared": (titled, contents), "long_shared": (long_shared, long),
    }  # fmt: skip
    document = (
        n, prose_total, prose_mass_total / max(1, mass_total), np.count_nonzero(weight < 60) / n, word_total / n,
        shape_total / n, shared_total / max(1, content_total), np.count_nonzero(ended) / n,
        int(counts[kind.IDEOGRAPH].sum()) / max(1, int(letters.sum())), np.sort(weight)[n // 2],
        np.count_nonzero(first == kind.DIGIT) / n, int(weight.dot(weight < 60)) / max(1, mass_total),
        np.count_nonzero(joined) / n, int(brackets.sum()) / max(1, mass_total),
    )  # fmt: skip
    out = np.empty((len(NAMES), n), np.float32)
    out[_places(whole)] = list(whole.values())
    parts = np.array(list(shares.values()))
    quotients = parts[:, 0] / np.maximum(parts[:, 1], 1)
    quotients[-_UNKNOWN:][parts[-_UNKNOWN:, 1] == 0] = -1
    out[_places(shares)] = quotients
    after = len(NAMES) - len(named.NAMES)
    out[after - len(DOCUMENT) : after] = np.array(document)[:, None]
    out[after:] = named.columns(marks).T
    return np.ascontiguousarray(out.T)


@functools.cache
def _order(names: tuple[str, ...]) -> NDArray[np.int64]:
    return np.array([NAMES.index(name) for name in names])


def _places(names: Iterable[str]) -> NDArray[np.int64]:
    return _order(tuple(names))


def mass(counts: Ints) -> Ints:
    """Letters per line, where an ideograph says as much as two and a half."""
    each = counts.T
    spaced = each[kind.LOWER] + each[kind.UPPER] + each[kind.CASELESS] + each[kind.SPACELESS]
    weight: Ints = spaced + each[kind.IDEOGRAPH] * 5 // 2
    return weight


def _letters(counts: Ints) -> Ints:
    letters: Ints = counts[[kind.LOWER, kind.UPPER, kind.CASELESS, kind.IDEOGRAPH, kind.SPACELESS]].sum(axis=0)
    return letters


def _edges(lines: Lines, n: int) -> tuple[Ints, Ints, Flags]:
    """The kind of each line's first and last character (looking through closing quotes), and whether it has ended."""
    starts, last = lines.starts[:n], np.maximum(lines.ends[:n] - 1, lines.starts[:n])
    first, final = lines.kinds.take(starts), lines.kinds.take(last)
    within = lines.kinds.take(np.maximum(last - 1, starts))
    closing = (final == kind.QUOTE) | (final == kind.BRACKET)
    sealed = closing & ((within == kind.STOP) | (within == kind.ELLIPSIS))
    ended = (final == kind.STOP) | (final == kind.ELLIPSIS) | sealed
    return first.astype(np.int64), np.where(sealed, kind.STOP, final).astype(np.int64), ended


def _words(lines: Lines, prose: Flags) -> tuple[Ints, ...]:
    """Per line: words, content words, those elsewhere, in prose elsewhere, in the next two lines; long words, in prose;
    names that no prose knows, words of the title, capitalised words.
    """
    n, owners = len(prose), lines.word_owners
    first_kind = lines.kinds.take(lines.word_starts)
    dense = first_kind >= kind.IDEOGRAPH
    content = ((first_kind != kind.DIGIT) & (lines.word_lengths >= 4)) | dense
    size = 1 << max(10, (len(owners) * 16).bit_length())
    which = np.flatnonzero(content)
    slot, owner = (lines.stems.take(which) >> np.uint64(20)).astype(np.int64) & (size - 1), owners.take(which)
    body = int(np.searchsorted(owner, n))
    titled = np.zeros(size, bool)
    titled[slot[body:]] = True
    prosaic = np.flatnonzero(prose.take(owner[:body]))
    in_prose = np.zeros(len(owners), bool)
    in_prose[which] = _elsewhere(slot, owner, slot.take(prosaic), owner.take(prosaic), size)
    flags = np.zeros((9, len(owners) + 1), np.int64)
    steps = flags[:, 1:]
    steps[0] = content
    steps[1][which] = _elsewhere(slot, owner, slot[:body], owner[:body], size)
    steps[2] = in_prose
    steps[3][which] = _soon(slot, owner, body, size)
    long = ((first_kind != kind.DIGIT) & (lines.word_lengths >= 6)) | dense
    steps[4] = long
    np.logical_and(long, in_prose, out=steps[5])
    capital = first_kind == kind.UPPER
    strange = capital & content & ~in_prose
    steps[6, 1:] = strange[1:] & (owners[1:] == owners[:-1])
    steps[7][which] = titled.take(slot)
    steps[8] = capital
    np.cumsum(steps, axis=1, out=steps)
    bounds = np.searchsorted(owners, np.arange(n + 1, dtype=np.int64))
    at = flags.take(bounds, 1)
    return (bounds[1:] - bounds[:-1], *(at[:, 1:] - at[:, :-1]))


def _elsewhere(slot: Ints, owner: Ints, slots: Ints, owners: Ints, size: int) -> Flags:
    """Whether each word (by its slot) also stands in another line, among the words of `slots`."""
    first, last = np.full(size, -1, np.int32), np.empty(size, np.int32)
    first[slots[::-1]] = owners[::-1]
    last[slots] = owners
    low = first.take(slot)
    found: Flags = (low >= 0) & ((low != owner) | (last.take(slot) != owner))
    return found


def _soon(slot: Ints, owner: Ints, body: int, size: int) -> Flags:
    """Whether each word stands again in one of the next two lines; the first `body` words are not the title's.

    Words are remembered by slot and line in one table, so one in fifty is seen where it is not.
    """
    size *= 4
    seen, place = np.zeros(size, bool), slot + owner * _STEP
    seen[place[:body] & (size - 1)] = True
    found: Flags = seen.take((place + _STEP) & (size - 1)) | seen.take((place + 2 * _STEP) & (size - 1))
    return found


def _copies(hashes: NDArray[np.uint64]) -> Ints:
    table = 1 << max(8, (len(hashes) * 16).bit_length())
    slot = (hashes >> np.uint64(20)).astype(np.int64) & (table - 1)
    copies: Ints = np.bincount(slot, minlength=table).take(slot)
    return copies


def _around(sums: Ints, every: Ints, radius: int, n: int) -> tuple[Ints, Ints]:
    low, high = np.maximum(every - radius, 0), np.minimum(every + radius + 1, n)
    return sums.take(high, 1) - sums.take(low, 1), high - low


def _gains(values: Ints) -> tuple[Ints, Ints]:
    """The best sum of values that ends just before each line, and that begins just after it; nothing is 0."""
    sums = np.zeros((len(values), values.shape[1] + 1), np.int64)
    np.cumsum(values, axis=1, out=sums[:, 1:])
    behind = sums[:, :-1] - np.minimum.accumulate(sums, axis=1)[:, :-1]
    ahead = np.maximum.accumulate(sums[:, ::-1], axis=1)[:, ::-1][:, 1:] - sums[:, 1:]
    return behind, ahead
