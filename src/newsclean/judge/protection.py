"""What stays although the model doubts it: the places where articles and residue look alike, and the article is right.

The rules know no language. They are `cases/TAXONOMY.md`'s: the word recurs in the next sentence, the line ends like a
sentence among sentences, a list hangs on the sentence before it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from newsclean.document import Certainty
from newsclean.judge import characters as kind
from newsclean.judge import features
from newsclean.judge.lines import Ints

_INDEX = {name: number for number, name in enumerate(features.NAMES)}
_SENTENCE_WORDS = 5
_PROSE_MASS = 80
_LABEL_WORDS = 4
_TITLE_WORDS = 4
_TEXT_WORDS = 8
_GAP = 1  # lines of residue that may stand between two sentences of an article
_LIST = 12  # lines of a list that one sentence with a colon vouches for
_LAST = 2  # paragraphs that stand among residue at the end of an article
_NAMED_BEFORE = 2  # lines before the end of an article in which a phrase may stand that speaks of what follows

LONGEST = 250
"""A paragraph of this many letters or more never goes on the judge's word alone."""

SMALLEST = 300
"""Where less than this mass of text would stay, the judge does not know this kind of text and says nothing."""

Thresholds = tuple[int, int, int, int]
"""Margins from which a line goes, in a text and on a whole page; and from which an article has ended, in these."""

PAGE_LINES = 40
PAGE_SHARE = 0.5
SURE_SHARE = 0.2
"""A text of so many lines of which these shares would go, and would go from any text, is a whole page."""


def is_page(gone: NDArray[np.bool_], surely: NDArray[np.bool_]) -> bool:
    """Whether a text is a whole page, by the lines of it that would go, and those that would go from any text."""
    return (
        len(gone) >= PAGE_LINES
        and int(np.count_nonzero(gone)) > PAGE_SHARE * len(gone)
        and int(np.count_nonzero(surely)) > SURE_SHARE * len(gone)
    )


def settled(rows: NDArray[np.float32], margins: Ints, endings: Ints, thresholds: Thresholds) -> NDArray[np.bool_]:
    """Which lines go: those above a page's threshold, or those above a text's that nothing spares; and after the end.

    Args:
        rows: What the judge knows of each line.
        margins: What it thinks of each.
        endings: What it thinks of each as the first after the article.
        thresholds: From which of these a line goes.
    """
    text, page, end, page_end = thresholds
    short = rows[:, _INDEX["letters"]] < LONGEST
    gone = short & (margins > page)
    surely = short & (margins > text)
    if is_page(gone, surely):
        end = page_end
    else:
        gone = spared(rows, surely)
    for found in (gone | after_the_end(rows, endings, end), gone):
        if rows[~found, _INDEX["mass"]].sum() >= SMALLEST:
            return found
    return np.zeros(len(gone), bool)


def after_the_end(rows: NDArray[np.float32], endings: Ints, threshold: int) -> NDArray[np.bool_]:
    """The lines from the first on at which the article has ended; text among them only where a phrase speaks for it.

    An article's last paragraph often stands among residue. So sentences, and all that is long, go only after a heading
    that a phrase knows for one of residue, or a sign of readers' comments; or, where they are more than a paragraph or
    two, after anything that a phrase has named. That phrase stands in the line itself, between it and the end, or right
    before.
    """
    after = np.zeros(len(rows), bool)
    ends = np.flatnonzero(endings > threshold)
    if not len(ends):
        return after
    after[ends[0] :] = True
    gone, heading, long = rows[:, _INDEX["gone"]], rows[:, _INDEX["heading"]], rows[:, _INDEX["letters"]] >= LONGEST
    sentences = (rows[:, _INDEX["stops"]] > 0) & (rows[:, _INDEX["words"]] >= _SENTENCE_WORDS)
    sentences &= rows[:, _INDEX["first_kind"]] != kind.DIGIT  # "9.41 Ferry runs late again" is an item of a list
    text = (long | sentences) & (gone < Certainty.LIKELY)
    told = (heading >= Certainty.LIKELY) | (rows[:, _INDEX["since_readers"]] == 0)
    if np.count_nonzero(text & after) > _LAST:
        told |= (gone > 0) | (rows[:, _INDEX["hint"]] > 0) | (heading > 0)
    told[: max(0, int(ends[0]) - _NAMED_BEFORE)] = False
    return after & (np.logical_or.accumulate(told) | ~text)


def spared(rows: NDArray[np.float32], gone: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Take back what is spared: which of the lines of `gone` really go.

    - Sentences next to sentences that stay: an article's last paragraph, its lead, a run of short ones.
    - Sentences of some length anywhere: on a text that is no whole page, residue of that shape is the phrases' to know.
    - A label whose word recurs in the sentence after it: the article is about it.
    - A first line of some words, and the line right before the first sentence: a title.
    - The lines of a list after a sentence that ends in a colon.
    - Lines of words and numbers whose words the article knows: scores, tables, chronologies.
    """
    if not gone.any():
        return gone
    words, final = rows[:, _INDEX["words"]], rows[:, _INDEX["final_kind"]]
    sentence = ((final == kind.STOP) | (final == kind.ELLIPSIS)) & (words >= _SENTENCE_WORDS)
    out = gone & ~(
        (rows[:, _INDEX["digits"]] > 0) & (rows[:, _INDEX["shared_prose"]] >= 0.5) & (rows[:, _INDEX["copies"]] < 3)
    )
    out &= ~(sentence & (rows[:, _INDEX["mass"]] >= _PROSE_MASS))
    if words[0] >= _TITLE_WORDS and not rows[0, _INDEX["digits"]]:
        out[0] = False
    opening = int(np.argmax(sentence & ~out))
    if opening and words[opening - 1] >= _TITLE_WORDS:
        out[opening - 1] = False
    follows = np.append(words[1:] > _TEXT_WORDS, False)
    recurs = np.flatnonzero((words <= _LABEL_WORDS) & (rows[:, _INDEX["shared_next"]] > 0) & follows)
    out[recurs] = out[recurs + 1] = False
    numbers = (rows[:, _INDEX["digits"]] > 0) & ~sentence & (words >= 2)
    at = np.flatnonzero(out).tolist()
    listed, vouched = _listed(out, final, words), sentence & ~out
    for index in at:
        before = max(0, index - 1 - _GAP)
        if (sentence[index] and vouched[before:index].any()) or listed[index]:
            out[index], vouched[index] = False, sentence[index]
        elif numbers[index] and index and numbers[index - 1] and not out[index - 1]:
            out[index] = False
    for index in reversed(at):
        if out[index] and index + 1 < len(out) and not out[index + 1]:
            heads = words[index] <= _LABEL_WORDS and numbers[index + 1]
            out[index] = not (
                heads or (sentence[index] and sentence[index + 1]) or (numbers[index] and numbers[index + 1])
            )
    return out


def _listed(gone: NDArray[np.bool_], final: NDArray[np.float32], words: NDArray[np.float32]) -> NDArray[np.bool_]:
    """The lines that follow, without a gap, a sentence that stays and ends in a colon."""
    listed = np.zeros(len(gone), bool)
    for index in np.flatnonzero(~gone & (final == kind.COLON) & (words >= _SENTENCE_WORDS)).tolist():
        listed[index + 1 : index + 1 + _LIST] = True
    return listed
