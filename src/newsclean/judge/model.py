"""The model file: weights, trees, thresholds, the table of characters, and a header that says how it was made.

The first line is JSON (what made it, from what, its figures, the SHA-256 of the rest); the rest is a NumPy archive.
"""

from __future__ import annotations

import functools
import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from newsclean.data import FOLDER
from newsclean.errors import DataFileError
from newsclean.judge import characters, ending, evidence, features
from newsclean.judge.forest import SCALE, Forest
from newsclean.judge.lines import Ints, Lines
from newsclean.judge.protection import Thresholds

NAME = "judge.model"
FORMAT = 2
NEVER = -20 * SCALE
"""The margin of a line that cannot be what is asked."""
LONG_LIST = 30
"""Up to this many lines the length of a document does not matter; each doubling asks for more certainty."""


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """What the training learned.

    Attributes:
        table: The kind of every code point.
        words, shapes: Weights of the hashed signs, with their scales.
        forest: The trees that tell residue.
        ending: The trees that tell where the article ends.
        length_price: How many `forest.SCALE`ths of log odds a line loses each time the document doubles.
        thresholds: `newsclean.judge.protection.Thresholds` for what is possibly, likely and certainly residue.
        header: What the file says of itself.
    """

    table: NDArray[np.uint8]
    words: NDArray[np.int8]
    words_scale: float
    shapes: NDArray[np.int8]
    shapes_scale: float
    forest: Forest
    ending: Forest
    length_price: int
    thresholds: tuple[Thresholds, ...]
    header: Mapping[str, Any]

    def rows(self, lines: Lines, marks: Ints) -> NDArray[np.float32]:
        """The features of each line; the last of `lines` is the title and has none. `marks`: see `named.read`."""
        count = len(lines.starts)
        word_scores = evidence.score(evidence.words(lines), self.words, self.words_scale, count)
        shape_scores = evidence.score(evidence.shapes(lines), self.shapes, self.shapes_scale, count)
        return features.matrix(lines, word_scores, shape_scores, marks)

    def margins(self, rows: NDArray[np.float32]) -> Ints:
        """The log odds of being residue of each row."""
        return self.forest.margins(rows) - self.length_price * length_excess(len(rows)) // 64

    def endings(self, lines: Lines, rows: NDArray[np.float32], margins: Ints) -> Ints:
        """The log odds that all from a line on is residue; `NEVER` for lines that are surely the article's."""
        out = np.full(len(rows), NEVER, np.int64)
        where = ending.candidates(rows, margins)
        if len(where):
            out[where] = self.ending.margins(ending.matrix(lines, rows, margins)[where])
        return out


def length_excess(lines: int) -> int:
    """How often `LONG_LIST` lines must double to make `lines`, in 64ths (between two powers along a straight line).

    >>> length_excess(10), length_excess(60), length_excess(90), length_excess(120)
    (0, 64, 96, 128)
    """
    times, rest = 0, lines / LONG_LIST
    while rest >= 2:
        times, rest = times + 1, rest / 2
    return int(64 * (times + max(0.0, rest - 1)))


def shipped() -> Path:
    """The model file that newsclean comes with."""
    return FOLDER / "judge" / NAME


@functools.cache
def load(path: Path | None = None) -> Model:
    """Read a model file once.

    Raises:
        DataFileError: The file is damaged or of another format.
    """
    path = path or shipped()
    head, _, body = path.read_bytes().partition(b"\n")
    try:
        header = json.loads(head)
    except ValueError:
        header = {}
    if header.get("format") != FORMAT or header.get("sha256") != hashlib.sha256(body).hexdigest():
        raise DataFileError(
            f"{path} is damaged or of another version: install newsclean again, or make the model with "
            f"'python -m training.train'."
        )
    with np.load(io.BytesIO(body), allow_pickle=False) as arrays:
        return Model(
            table=characters.unpack(arrays["character_starts"], arrays["character_kinds"]),
            words=arrays["words"],
            words_scale=header["words_scale"],
            shapes=arrays["shapes"],
            shapes_scale=header["shapes_scale"],
            forest=_forest("forest", header, arrays),
            ending=_forest("ending", header, arrays),
            length_price=header["length_price"],
            thresholds=tuple((text, page, end, page_end) for text, page, end, page_end in header["thresholds"]),
            header=header,
        )


def _forest(name: str, header: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> Forest:
    levels = range(header[f"{name}_depth"])
    return Forest(
        columns=tuple(arrays[f"{name}_columns_{level}"] for level in levels),
        limits=tuple(arrays[f"{name}_limits_{level}"] for level in levels),
        leaves=arrays[f"{name}_leaves"],
        base=header[f"{name}_base"],
    )


def write(model: Model, path: Path) -> None:
    """Write a model file: the same model gives the same bytes."""
    starts, kinds = characters.pack(model.table)
    arrays: dict[str, NDArray[Any]] = {
        "character_starts": starts,
        "character_kinds": kinds,
        "words": model.words,
        "shapes": model.shapes,
    }
    shape: dict[str, int] = {}
    for name, forest in (("forest", model.forest), ("ending", model.ending)):
        shape |= {f"{name}_depth": len(forest.columns), f"{name}_base": forest.base}
        arrays[f"{name}_leaves"] = forest.leaves
        for level, (columns, limits) in enumerate(zip(forest.columns, forest.limits, strict=True)):
            arrays[f"{name}_columns_{level}"], arrays[f"{name}_limits_{level}"] = columns, limits
    body = io.BytesIO()
    np.savez_compressed(body, **arrays)  # type: ignore[arg-type]  # of the names that may follow the file
    header = {
        **model.header,
        "format": FORMAT,
        **shape,
        "words_scale": model.words_scale,
        "shapes_scale": model.shapes_scale,
        "length_price": model.length_price,
        "thresholds": model.thresholds,
        "sha256": hashlib.sha256(body.getvalue()).hexdigest(),
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(json.dumps(header, ensure_ascii=False, sort_keys=True).encode() + b"\n" + body.getvalue())
