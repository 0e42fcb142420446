"""Make src/newsclean/data/languages/py3langid/ from the model that py3langid ships.

py3langid's file is an archive of 4.6 MB that takes 0.4 s and 110 MB to read, in every process. Here the same numbers
are laid out to be used as they lie on the disk: the columns of the languages that we tell apart, and, in place of the
automaton that finds n-grams, the table of `newsclean.languages.ngrams`. BSD-3-Clause; (c) 2011 Marco Lui, (c) 2021
Adrien Barbaresi: their licence is kept beside the files.

usage: python -m training.language_model
"""

from __future__ import annotations

import hashlib
import json
from importlib.metadata import distribution
from pathlib import Path

import numpy as np
import py3langid.langid
from py3langid.langid import LanguageIdentifier

from newsclean.languages.naive_bayes import shipped
from newsclean.languages.ngrams import stretches
from newsclean.languages.tags import LANGUAGES

SOURCE = Path(py3langid.langid.MODEL_DIR, py3langid.langid.MODEL_FILE)


def ngrams_of(model: LanguageIdentifier) -> list[bytes]:
    """The n-grams of the model, in the order of its rows.

    Its automaton is in one state for each beginning of an n-gram. A state's output is the row of the longest n-gram
    that ends there, so a row's own n-gram is the shortest text that leads to it.
    """
    moves = np.asarray(model.tk_nextmove).reshape(-1, 256)
    texts: dict[int, bytes] = {0: b""}
    waiting = [0]
    for state in waiting:  # it grows: breadth first, so the first text that leads somewhere is the shortest
        following = moves[model.tk_row[state]]
        for byte in np.flatnonzero(following).tolist():
            after = int(following[byte])
            if after not in texts:
                texts[after] = texts[state] + bytes([byte])
                waiting.append(after)
    rows: dict[int, bytes] = {}
    for state, text in texts.items():
        rows.setdefault(model.tk_output[state], text)
    rows.pop(-1)
    return [rows[row] for row in range(len(rows))]


def main() -> None:
    """Write the files."""
    model = LanguageIdentifier.from_model_file(SOURCE)
    labels = ["nb" if label == "no" else label for label in model.nb_classes]
    columns = [i for i, label in enumerate(labels) if label in LANGUAGES]
    starts, longest = stretches(ngrams_of(model))
    folder = shipped()
    folder.mkdir(parents=True, exist_ok=True)
    np.save(folder / "starts.npy", starts)
    np.save(folder / "longest.npy", longest)
    np.save(folder / "table.npy", np.ascontiguousarray(model.nb_ptc[:, columns]))
    package = distribution("py3langid")
    header = {
        "made": "by training/language_model.py; BSD-3-Clause, see LICENSE",
        "source": f"py3langid {package.version}",
        "sha256": hashlib.sha256(SOURCE.read_bytes()).hexdigest(),
        "table": "logarithm of the share of each n-gram (row) among those of each language (column)",
        "starts": "where the stretches of endings begin, see newsclean.languages.ngrams",
        "longest": "the row of each stretch's longest n-gram, -1 for none",
        "labels": [labels[i] for i in columns],
        "base": model.nb_pc[columns].astype(float).tolist(),
    }
    (folder / "model.json").write_text(json.dumps(header, indent=1) + "\n", encoding="utf-8")
    licence = next(path for path in package.files or () if path.name == "LICENSE")
    (folder / "LICENSE").write_text(licence.read_text("utf-8").rstrip() + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
