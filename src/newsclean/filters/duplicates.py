"""What a page prints twice: the title, the lead, a caption, a paragraph. One of them stays."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from newsclean.document import Certainty, Document, Mark
from newsclean.outline import Line, Outline, outline

_MARKS = re.compile(r"[\W_]+")
_TITLE_LETTERS = 20  # a shorter line may be a name, a score, a refrain
_LONG_LETTERS = 120  # prose of such a length is not written twice
_ANYWHERE = "the same paragraph again, elsewhere"  # reports repeat themselves; whole pages of them are kept so
_OFTEN = 3  # times; nobody writes a long paragraph so often, a page prints the notice over each of its videos
_HEAD = 6  # lines before the prose in which a title may be


@dataclass(frozen=True)
class Duplicates:
    """Marks the later of two equal lines: neighbours, the title again, long prose three times or more.

    Long prose that comes a second time elsewhere is only possible.

    Capitals, punctuation and a list mark do not count. Refrains and scores stay: short, and not neighbours.
    """

    name: ClassVar[str] = "duplicates"

    def __call__(self, document: Document, /) -> Iterator[Mark]:
        """Yield a mark for each line that stands again."""
        found = outline(document)
        title = _title(found, document.title)
        seen: dict[str, int] = {}
        alike = Counter(line.letters for line in found.lines)
        keys = {
            i: _MARKS.sub("", line.paragraph.folded) for i, line in enumerate(found.lines) if alike[line.letters] > 1
        }
        times = Counter(keys.values())
        for i, key in keys.items():
            line = found.lines[i]
            if not key:
                continue
            earlier = seen.setdefault(key, i)
            if earlier == i:
                continue
            why = _why(found, earlier, i, title == earlier, bool(document.title))
            if why:
                sure = Certainty.POSSIBLE if why == _ANYWHERE and times[key] < _OFTEN else Certainty.LIKELY
                yield Mark(line.paragraph.span, "duplicate", self.name, why, certainty=sure)


def _why(found: Outline, earlier: int, i: int, title: bool, given: bool) -> str | None:
    line = found.lines[i]
    letters = line.letters
    digits = sum(map(str.isdigit, line.paragraph.text))
    if (
        title
        and (given or not _heads_prose(found, i))
        and _TITLE_LETTERS <= letters <= _LONG_LETTERS
        and letters > 4 * digits
    ):
        return "the title again"
    if letters < _TITLE_LETTERS or letters <= 4 * digits or _verse(found, i):
        return None
    between = found.lines[earlier + 1 : i]
    if all(other.gone is not None for other in between):
        return "the line before it again"
    if i <= found.first and not line.ends:
        return "the same line again, before the article"
    return _ANYWHERE if letters >= _LONG_LETTERS else None


def _heads_prose(found: Outline, i: int) -> bool:
    """Whether a line stands over a paragraph inside the article: what a table of contents names comes again there."""
    return found.first < i < found.last and found.lines[i + 1].prose


def _verse(found: Outline, i: int) -> bool:
    """Whether a line stands among lines like it, none of which is prose."""
    around: list[Line] = [*found.lines[max(0, i - 2) : i], *found.lines[i + 1 : i + 3]]
    like = [line for line in around if line.gone is None and not line.prose and 10 <= line.letters < _LONG_LETTERS]
    return len(like) >= 3 and any(line.paragraph.text[-1] in ",;!…" for line in like)


def _title(found: Outline, title: str | None) -> int | None:
    """Index of the line that is the title: the one that the caller gave, else the longest label before the prose."""
    head = range(min(found.first, len(found.lines)))[: 4 * _HEAD]
    if title:
        key = _MARKS.sub("", title.casefold())
        for i in head:
            if _MARKS.sub("", found.lines[i].paragraph.folded) == key:
                return i
    labels = [i for i in head if found.lines[i].gone is None and not found.lines[i].hints]
    return max(labels[:_HEAD], key=lambda i: found.lines[i].letters, default=None)
