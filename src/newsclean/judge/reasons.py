"""What the judge's decision looks like in words: the strongest signs of a line, and the kind of residue it may be."""

from __future__ import annotations

from collections.abc import Mapping

from newsclean.judge import characters as kind
from newsclean.judge.evidence import SCALE
from newsclean.judge.features import PROSE

_STRONG = 1.5 * SCALE
_LATELY = 60  # lines since the first look knew something of readers' comments


def reasons(row: Mapping[str, float]) -> list[str]:
    """The strongest signs of a line, three at most, strongest first. `row` is by the names of the features."""
    words, ended = row["words"], row["final_kind"] in (kind.STOP, kind.ELLIPSIS)
    signs = (
        (3.0 if row["copies"] > 1 else 0.0, "stands more than once"),
        (row["word_score"] / _STRONG, "words of residue"),
        (row["shape_score"] / _STRONG, "written like residue"),
        (1.5 if row["gone_near"] else 0.0, "beside residue that a phrase names"),
        (1.4 if not row["letters"] else 0.0, "no letters"),
        (1.2 if row["letters"] and words <= 3 and not ended else 0.0, "short label"),
        (1.0 if words > 3 and not ended else 0.0, "no end mark"),
        (1.5 if row["long_words"] >= 2 and row["long_shared"] == 0 else 0.0, "no word shared with the article"),
        (1.6 if not row["prose_after"] and row["prose_before"] else 0.0, "after the end"),
        (1.6 if not row["prose_before"] and row["prose_after"] else 0.0, "before the start"),
        (row["shapes_around_wide"] / _STRONG, "among lines of residue"),
        (row["words_around_wide"] / _STRONG, "among words of residue"),
        (0.1, "the signs together"),
    )
    return [text for strength, text in sorted(signs, key=lambda sign: -sign[0])[:3] if strength >= 0.6] or [
        signs[-1][1]
    ]


def category(row: Mapping[str, float], after_the_end: bool) -> str:
    """The likeliest of `newsclean.document.CATEGORIES`, by place, shape and neighbours, after its end or before."""
    words, ended = row["words"], row["final_kind"] in (kind.STOP, kind.ELLIPSIS)
    behind, ahead = row["prose_before"] > 0, row["prose_after"] > 0 and not after_the_end
    if row["copies"] > 1 and words > 3:
        return "duplicate"
    if not row["letters"]:
        return "counter" if row["digits"] else "navigation"
    if row["digits"] >= 3 and row["digits"] * 2 >= row["letters"] and not ended:
        return "date"
    if words <= 3 and row["mass"] < 40:
        return "navigation" if not (behind and ahead) else "section-label"
    if behind and ahead:
        return "caption" if row["long_shared"] > 0.3 else "related-inline"
    if behind and (row["since_readers"] < _LATELY or _is_like_its_neighbours(row, ended)):
        return "comments"
    if behind:
        return "other-article" if row["mass"] >= PROSE else "related-list"
    return "other-article" if row["mass"] > 60 else "navigation"


def _is_like_its_neighbours(row: Mapping[str, float], ended: bool) -> bool:
    return ended and row["run_same_final"] > 0.5 and row["long_shared"] > 0
