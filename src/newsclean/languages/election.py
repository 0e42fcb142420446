"""Which language a document is in: a vote of passages spaced evenly over it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache

from newsclean.document import Paragraph
from newsclean.folding import fold
from newsclean.languages.detectors import Detector
from newsclean.languages.function_words import function_words, language_of
from newsclean.languages.scripts import CJK, CJK_LETTERS, LETTERS, dominant
from newsclean.languages.tags import kin_of, possible

_VOTERS = 9  # passages that vote; more change nothing
_BALLOT = 150  # characters of a passage
_RIVAL = 1.3  # kin with so much fewer function words are not meant

Votes = dict[str, Mapping[str, float]]
"""Ballot to the languages it may be in, each with its share."""


def ballots(paragraphs: tuple[Paragraph, ...]) -> list[str]:
    """Passages that stand evenly spaced over the document's longer paragraphs."""
    voters = [p.text for p in paragraphs if len(p.text) >= LETTERS] or [p.text for p in paragraphs]
    passages = [text[start : start + _BALLOT] for text in voters for start in range(0, len(text), _BALLOT)]
    step = max(1, len(passages) / _VOTERS)
    return [passages[int(step * (i + 0.5))] for i in range(min(_VOTERS, len(passages)))]


def elect(
    passages: list[str], allowed: frozenset[str], judge: Detector, cast_before: Votes | None = None
) -> str | None:
    """The language that most letters of the ballots are in; None where too few of them tell.

    Args:
        passages: The ballots.
        allowed: Languages that may occur.
        judge: Says what each ballot is in.
        cast_before: What the judge has said of ballots, with the same languages; it is added to.
    """
    known: Votes = {} if cast_before is None else cast_before
    by_script: dict[str, list[tuple[str, float]]] = {}
    for ballot in passages:
        script, letters = dominant(ballot)
        if script is not None:
            weight = letters * (LETTERS / CJK_LETTERS if script in CJK else 1.0)
            by_script.setdefault("CJK" if script in CJK else script, []).append((ballot, weight))
    if not by_script:
        return None
    # Names, code and residue are Latin in every article, so twice as many Latin letters prove nothing.
    heard = by_script[max(by_script, key=lambda s: sum(w for _, w in by_script[s]) * (1.0 if s == "Latin" else 2.0))]
    spoken = fold("\n".join(ballot for ballot, _ in heard)).replace("'", " ").split()
    found = set(spoken)
    settled = language_of(spoken)
    if settled is not None and settled in allowed:
        return _among_kin(settled, found, heard, allowed, judge)
    votes: dict[str, float] = {}
    for ballot, weight in heard:
        if ballot not in known:
            left = _alike(dominant(ballot)[0] or "", allowed)
            known[ballot] = judge.probabilities(ballot, left) if len(left) > 1 else dict.fromkeys(left, 1.0)
        for language, share in known[ballot].items():
            votes[language] = votes.get(language, 0.0) + weight * share
    if not votes:
        return None
    cast = sum(weight for _, weight in heard)
    winner = max(sorted(votes), key=votes.__getitem__)
    if 2 * votes[winner] < cast:
        kin = kin_of(winner)
        if 2 * sum(share for language, share in votes.items() if language in kin) < cast and cast < LETTERS:
            return None
    return _among_kin(winner, found, heard, allowed, judge)


@lru_cache(64)
def _alike(script: str, allowed: frozenset[str]) -> Mapping[str, float]:
    """The languages that a script leaves possible, each as likely: one object, by which a detector knows it."""
    return possible(script, dict.fromkeys(allowed, 1.0))


def _among_kin(
    language: str, found: set[str], heard: list[tuple[str, float]], allowed: frozenset[str], judge: Detector
) -> str:
    """The language itself or the close kin that it was taken for, by function words and the detector together."""
    counts = {kin: len(found & function_words(kin)) for kin in kin_of(language) & allowed & judge.languages}
    most = max(counts.values(), default=0)
    rivals = {kin: 1.0 for kin, count in counts.items() if count * _RIVAL >= most}
    if len(rivals) < 2:
        return next(iter(rivals), language)
    text = " ".join(ballot for ballot, _ in heard)
    shares = judge.probabilities(text, rivals)
    return max(sorted(rivals), key=lambda kin: math.log(max(shares.get(kin, 0.0), 1e-30)) + counts[kin])
