"""Make the judge's model again from labelled folders.

    python -m training.train ../shared/residue ../shared/residue-extra -o src/newsclean/data/judge/judge.model

Writes the model and `training/MODEL_CARD.md`, and with `--folds DIR` the models that have not seen one fold of the
domains (`fold-0.model` …): they score the pages that the model was trained on. `training.languages` makes those that
have not seen a language.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from newsclean.judge import characters
from newsclean.judge.model import Model, write
from training import card, fit
from training.corpus import Corpus
from training.dataset import load


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path, help="labelled folders; thresholds come from the first")
    parser.add_argument("-o", "--output", type=Path, required=True, help="the model file to write")
    parser.add_argument("--folds", type=Path, help="a folder for the models that have not seen a fold")
    options = parser.parse_args(arguments)
    begun = time.time()

    def say(text: str) -> None:
        print(f"{time.time() - begun:6.0f} s  {text}", file=sys.stderr, flush=True)

    table = characters.build()
    corpus = Corpus.of(load(options.folders), table)
    say(f"{len(corpus.records)} records, {len(corpus.junk)} distinct lines")
    folds = fit.folds_of(corpus)
    linear = fit.Linear(corpus, folds)
    clean = np.array([record.learned for record in corpus.records])
    header = {
        "command": "python -m training.train " + " ".join(map(str, [*options.folders, "-o", options.output])),
        "records": len(corpus.records),
    }

    def finished(use: NDArray[np.bool_]) -> Model:
        return dataclasses.replace(fit.train(corpus, linear, use, header), table=table)

    parts: list[Model] = []
    scored: dict[int, fit.Scored] = {}
    for fold in range(fit.FOLDS):
        parts.append(finished(clean & (folds != fold)))
        scored |= fit.out_of_fold(corpus, lambda _: parts[-1], np.flatnonzero(folds == fold).tolist())
        say(f"fold {fold}")
    thresholds = fit.thresholds(corpus, scored)
    figures = card.figures(corpus, scored, thresholds)
    say(json.dumps(figures))
    whole = finished(clean)
    header |= {"figures": figures}
    write(dataclasses.replace(whole, thresholds=thresholds, header=header), options.output)
    say(f"{options.output}: {options.output.stat().st_size} bytes")
    card.write(corpus, options.output, figures, Path(__file__).with_name("MODEL_CARD.md"))
    if options.folds:
        for fold, model in enumerate(parts):
            write(dataclasses.replace(model, thresholds=thresholds), options.folds / f"fold-{fold}.model")


if __name__ == "__main__":
    main()
