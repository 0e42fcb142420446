"""Learn from a dump what its sites print: the readers of dumps in, profiles or counts out."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from newsclean import extraction
from newsclean.dumps.chunks import Fields
from newsclean.dumps.entries import Entry, entries
from newsclean.dumps.json_records import Record, RecordError, string_of, text_of, value_at
from newsclean.dumps.problems import DumpError
from newsclean.dumps.readers import Limits, read
from newsclean.dumps.sources import Format, Source, find, total_size
from newsclean.dumps.summary import Progress
from newsclean.repair import repair
from newsclean.sites import site_of
from newsclean.sites.counts import Counts
from newsclean.sites.counts_file import SUFFIX, add_counts, write_counts
from newsclean.sites.selection import profiles_of


@dataclass
class Learned:
    """What became of the records: `records == documents + blank + homeless + failed`.

    Attributes:
        records: Records read, blank lines included.
        documents: Records counted.
        blank: Blank lines, and WARC records that are no page.
        homeless: Records without an address that tells their site.
        failed: Records that could not be read.
        damaged: Inputs that are cut or damaged, and why.
        left_out: Files in the folders whose names tell no format.
        sites: Sites seen.
        profiled: Sites of which something was learned; None where only counts were written.
    """

    records: int = 0
    documents: int = 0
    blank: int = 0
    homeless: int = 0
    failed: int = 0
    damaged: dict[str, str] = field(default_factory=dict)
    left_out: int = 0
    sites: int = 0
    profiled: int | None = None


def learn(
    inputs: Iterable[str | os.PathLike[str]],
    output: str | os.PathLike[str],
    *,
    titles: bool = False,
    site: str | None = None,
    format: Format | None = None,
    fields: Fields = Fields(),  # noqa: B008 - frozen
    limits: Limits = Limits(),  # noqa: B008 - frozen
    progress: Callable[[Progress], None] | None = None,
    notice: Callable[[str], None] | None = None,
) -> Learned:
    """Learn what the sites of a dump print on their pages, in one pass and bounded memory.

    Args:
        inputs: Files, folders, globs, URLs, `-`, as for `run`; and `.counts` files, which are added up.
        output: The profiles, as JSON; or a name that ends in `.counts`, for the counts of a part of a dump.
        titles: Also learn the titles of the documents.
        site: The site of all documents, where their addresses do not tell.
        format: What the inputs hold, where their names do not tell.
        fields: Where the records keep text, id, address and title.
        limits: The size of chunks, and of the largest record, in bytes.
        progress: Called after each chunk.
        notice: Called with a line of text for each damaged input and each record that cannot be read.

    Returns:
        What became of the records.

    Raises:
        DumpError: There is nothing to learn from, or it cannot be read or written; the message says what to do.
        DataFileError: A `.counts` file is damaged.

    >>> import tempfile
    >>> from pathlib import Path
    >>> folder = Path(tempfile.mkdtemp())
    >>> line = '{"url": "https://example.org/%d", "text": "Goat number %d swims.\\\\nThe harbour post says ahoy"}\\n'
    >>> _ = (folder / "dump.jsonl").write_text("".join(line % (n, n) for n in range(9)))
    >>> learn([folder / "dump.jsonl"], folder / "sites.json").profiled
    1
    >>> from newsclean.sites import Profiles
    >>> Profiles.read(folder / "sites.json").sites["example.org"].lines[0].line
    'the harbour post says ahoy'
    """
    given = [os.fspath(path) for path in inputs]
    target = os.fspath(output)
    if not target.endswith((SUFFIX, ".json")):
        raise DumpError(f"{target}: the name does not tell what to write; end it in .json, or in {SUFFIX} for a part")
    if os.path.realpath(target) in {os.path.realpath(path) for path in given}:
        raise DumpError(f"{target} is an input: writing there would destroy it; name another output")
    domain = site_of(site)
    if site is not None and domain is None:
        raise DumpError(f"{site}: that is no site; give a domain, such as example.org")
    learner = _Learner(Counts(titles=titles), fields, domain, notice or (lambda line: None))
    try:
        for path in given:
            if path.endswith(SUFFIX):
                add_counts(learner.counts, path)
        dumps = [path for path in given if not path.endswith(SUFFIX)]
        if dumps:
            sources, learner.learned.left_out = find(dumps, format, [target])
            learner.read(sources, limits, progress or (lambda done: None))
        return learner.write(target)
    except OSError as error:
        raise DumpError(f"{error.filename or target}: {error.strerror or error}") from error
    finally:
        learner.counts.close()


class _Learner:
    """Counts the records of chunks."""

    def __init__(self, counts: Counts, fields: Fields, site: str | None, notice: Callable[[str], None]) -> None:
        self.counts = counts
        self.learned = Learned()
        self._fields = fields
        self._site = site
        self._notice = notice

    def read(self, sources: list[Source], limits: Limits, progress: Callable[[Progress], None]) -> None:
        """Count every record of the sources."""
        learned, size = self.learned, 0
        total = total_size(sources)
        for chunk in read(sources, limits):
            # Pages and texts have the fields that the readers gave them.
            fields = Fields() if chunk.kind in ("documents", "pages") else self._fields
            for place, entry in enumerate(entries(chunk, fields)):
                learned.records += 1
                self._count(entry, chunk.problems.get(place) or entry.problem, fields)
            if chunk.damage:
                learned.damaged[chunk.source] = chunk.damage
                self._notice(f"{chunk.source}: damaged: {chunk.damage}")
            size += len(chunk.payload)
            progress(Progress(learned.records, size, learned.failed, chunk.progress, total, 0))

    def _count(self, entry: Entry, problem: str | None, fields: Fields) -> None:
        learned = self.learned
        if not problem and entry.record is None:
            learned.blank += 1
            return
        try:
            if problem or entry.record is None:
                raise RecordError(problem)
            self._add(entry, entry.record, fields)
        except RecordError as error:
            learned.failed += 1
            self._notice(f"{entry.file}:{entry.line}: {error}; left out")

    def _add(self, entry: Entry, record: Record, fields: Fields) -> None:
        text, url, title = text_of(record, fields), string_of(record, fields.url), string_of(record, fields.title)
        if isinstance(text, bytes):
            text = extraction.decode(text)
        if entry.html or (entry.html is None and extraction.looks_like_html(text)):
            extracted = extraction.extract(text, url=url)
            text, title, url = extracted.text, title or extracted.title, url or extracted.metadata.url
        site = self._site or site_of(url)
        if site is None:
            self.learned.homeless += 1
            return
        try:
            id = value_at(record, fields.id)
        except KeyError:
            id = None
        name = f"{entry.file}:{entry.line}" if id is None else str(id)
        self.counts.add(text, site=site, id=name, url=url, title=title)
        self.learned.documents += 1

    def write(self, target: str) -> Learned:
        """Write what was counted."""
        learned, counts = self.learned, self.counts
        if not counts.documents:
            if learned.homeless:
                raise DumpError(
                    f"none of {learned.homeless:,} records has an address in the field {self._fields.url!r}: "
                    "name the field that has it with --url-field, or the site of all with --site"
                )
            raise DumpError("there is no document to learn from")
        learned.sites = len(counts.documents)
        if target.endswith(SUFFIX):
            write_counts(counts, target)
        else:
            profiles = profiles_of(counts, _repaired)
            learned.profiled = len(profiles.sites)
            profiles.write(target)
        return learned


def _repaired(line: str) -> str:
    return repair(line)[0]
