"""Counting the lines of sites: document by document, in bounded memory, in parts that add up to the whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from typing import NamedTuple, cast

import numpy as np

from newsclean.sites.folded_lines import Kind, folded_lines, fragment_lines, fragments, is_prose, places
from newsclean.sites.identities import Identities
from newsclean.sites.runs import ROW, Block, Runs, keys_of, summed

_HELD = 1 << 24  # bytes of text that are held before they go to the disk
_CLASSES = 64  # of documents, by what their middle is; as many as a row has bits
_LONGEST_TITLE = 400  # characters


class Counted(NamedTuple):
    """A line of a site, or a fragment or title, and what was counted.

    Attributes:
        site: The registered domain.
        kind: "line", "start" or "end" of a line, "title".
        text: The line, folded; a title as it is.
        head: Documents in which it first stands before the prose.
        middle: Documents in which it first stands between the prose.
        tail: Documents in which it first stands after the prose.
        surroundings: At least so many of these documents are different articles; of many, up to 64 are told apart.
        example: Number of a document, for `Counts.identity`.
    """

    site: str
    kind: Kind
    text: str
    head: int
    middle: int
    tail: int
    surroundings: int
    example: int

    @property
    def documents(self) -> int:
        """In how many documents it is."""
        return self.head + self.middle + self.tail


class Counts:
    """How many documents of each site have which line, and where.

    The counts of the parts of a dump, merged in any order, are those of the dump. Memory does not grow with the lines;
    the texts are in temporary files, which need about as much room as the texts of the dump.

    Args:
        titles: Whether to count titles too.

    >>> with Counts() as counts:
    ...     for number in range(5):
    ...         counts.add(f"Story {number}.\\nThe Harbour Post says ahoy", site="example.org", id=str(number))
    ...     [(line.text, line.tail) for line in counts.lines(5)]
    [('the harbour post says ahoy', 5)]
    """

    def __init__(self, *, titles: bool = False) -> None:
        self.titles = titles
        self.documents: Counter[str] = Counter()
        """How many documents each site has."""
        self._identities = Identities()
        self._runs = Runs()
        self._texts: list[bytes] = []
        self._places = bytearray()
        self._per_document: list[tuple[int, int, int]] = []  # number of texts, class, number for the identity
        self._held = 0

    def add(self, text: str, *, site: str, id: str, url: str | None = None, title: str | None = None) -> None:
        """Count a document.

        Args:
            text: Its text; lines are paragraphs.
            site: Its registered domain, see `newsclean.sites.site_of`.
            id: What an example is called by.
            url: Its address; with a title, it tells whose title that is.
            title: Its title.
        """
        self.documents[site] += 1
        title = " ".join((title or "").split())
        lines = folded_lines(f"{text}\n{title}")
        own = lines.pop() if title and lines else ""
        found, middle = _texts(lines, f"{site}\tline\t")
        found.pop(f"{site}\tline\t{own}".encode("utf-8", "replace"), None)  # a rubric's headline is the article's
        if self.titles and title:
            found[f"{site}\ttitle\t{title[:_LONGEST_TITLE]}".encode("utf-8", "replace")] = 0
        if not found:
            return
        self._texts += found
        self._places += bytes(found.values())
        self._per_document.append((len(found), middle % _CLASSES, self._identities.add(id, url)))
        self._held += sum(map(len, found))
        if self._held >= _HELD:
            self._flush()

    def merge(self, other: Counts) -> None:
        """Add what was counted elsewhere; `other` stays as it is."""
        self.titles = self.titles or other.titles
        self.add_counted(other.documents, other.identities(), other.blocks())

    def add_counted(
        self, documents: dict[str, int], identities: Iterable[tuple[str, str | None]], blocks: Iterable[Block]
    ) -> None:
        """Add what `documents`, `identities` and `blocks` of other counts gave."""
        self.documents.update(documents)
        for identity in identities:
            self._identities.add(*identity)
        for block in blocks:
            self._runs.add(block)

    def identities(self) -> Iterator[tuple[str, str | None]]:
        """Id and address of every document that has a line."""
        yield from self._identities

    def blocks(self) -> Iterator[Block]:
        """Everything counted, summed, in the order of the keys."""
        self._flush()
        return self._runs.blocks()

    def lines(self, least: int, kinds: frozenset[str] = frozenset(("line", "start", "end"))) -> Iterator[Counted]:
        """The lines that at least `least` documents have, in no order that means anything.

        Args:
            least: Documents.
            kinds: Which kinds; "title" is one, too.
        """
        self._flush()
        for rows in self._runs.merged():
            if least > 1:
                total = rows["head"].astype(np.uint64) + rows["middle"] + rows["tail"]
                rows = rows[total >= least]
            for _, head, middle, tail, around, example, start, size in rows.tolist():
                site, kind, text = self._runs.text(start, size).decode("utf-8").split("\t", 2)
                if kind in kinds:
                    yield Counted(site, cast("Kind", kind), text, head, middle, tail, around.bit_count(), example)

    def identity(self, numbers: Iterable[int]) -> dict[int, tuple[str, str | None]]:
        """Id and address of the documents with these numbers (`Counted.example`)."""
        return self._identities.of(set(numbers))

    def __enter__(self) -> Counts:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Give the temporary files back."""
        self._runs.close()
        self._identities.close()

    def _flush(self) -> None:
        """Bring what is held to the disk, as a run."""
        if not self._texts:
            return
        texts = self._texts
        rows = np.zeros(len(texts), ROW)
        rows["key"] = keys_of(texts)
        rows["size"] = np.fromiter(map(len, texts), np.uint32, len(texts))
        rows["text"] = np.arange(len(texts))
        place = np.frombuffer(bytes(self._places), np.uint8)
        for code, name in enumerate(("head", "middle", "tail")):
            rows[name] = place == code
        per_document = np.array(self._per_document, np.uint64)
        times = per_document[:, 0].astype(np.int64)
        rows["around"] = np.repeat(np.uint64(1) << per_document[:, 1], times)
        rows["example"] = np.repeat(per_document[:, 2], times)
        rows = summed(rows)
        kept = b"".join(map(texts.__getitem__, rows["text"].tolist()))
        rows["text"] = np.cumsum(rows["size"], dtype=np.uint64) - rows["size"]
        self._runs.add(Block(rows, kept))
        self._texts, self._places, self._per_document, self._held = [], bytearray(), [], 0


def _texts(lines: list[str], prefix: str) -> tuple[dict[bytes, int], int]:
    """What a document has, each once, with its first place (0 head, 1 middle, 2 tail); and a hash of its middle.

    Prose between head and tail is what articles are made of: it is not counted. The longest two lines of the middle
    tell articles apart: copies of one, and its later versions, share them.
    """
    if not lines:
        return {}, 0
    head, tail = where = places(lines)
    middle = lines[head:tail]
    labels = [line for line in middle if not is_prose(line)]
    counted = lines[:head] + labels + lines[tail:]
    texts = (prefix + ("\n" + prefix).join(counted)).encode("utf-8", "replace").split(b"\n") if counted else []
    between = head + len(labels)
    found = dict.fromkeys(texts[between:], 2)
    found.update(dict.fromkeys(texts[head:between], 1))
    found.update(dict.fromkeys(texts[:head], 0))
    site = prefix.partition("\t")[0]
    for i in fragment_lines(lines, where):
        code = 0 if i < head else 1 if i < tail else 2
        starts, ends = fragments(lines[i])
        for fragment in starts:
            found.setdefault(f"{site}\tstart\t{fragment}".encode("utf-8", "replace"), code)
        for fragment in ends:
            found.setdefault(f"{site}\tend\t{fragment}".encode("utf-8", "replace"), code)
    longest = "\n".join(sorted(middle or lines, key=len)[-2:])
    return found, blake2b(longest.encode("utf-8", "replace"), digest_size=1).digest()[0]
