"""Make the models that have not seen a language, to measure what the judge does in languages that it never met.

    python -m training.languages ../shared/residue ../shared/residue-extra --model MODEL -o DIR

A model for each group of languages (`language-zh.model` …), trained without the group and without the domains of its
pages; the thresholds are those of MODEL.
"""

from __future__ import annotations

import argparse
import dataclasses
from pathlib import Path

import numpy as np

from newsclean.judge import characters
from newsclean.judge.model import load as load_model
from newsclean.judge.model import write
from training import fit
from training.corpus import Corpus
from training.dataset import load

LANGUAGES = (
    ("zh",), ("ru", "uk", "bg"), ("pl", "cs", "hr"), ("el", "hy"), ("en",), ("fr", "ca", "it"), ("es", "pt"),
    ("ja", "ko"), ("de", "nl", "sv", "da", "hu"), ("ar", "fa"), ("hi", "gu", "vi", "id", "tl", "sq", "lt", "tr"),
)  # fmt: skip
"""Left out of training together: stricter than one by one, and a third of the time."""


HALVES = 2
"""Parts that score each other's lines: fewer than the folds of `training.train`, since there are many models."""


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path, help="labelled folders")
    parser.add_argument("--model", type=Path, required=True, help="the model whose thresholds hold")
    parser.add_argument("-o", "--output", type=Path, required=True, help="the folder to write to")
    parser.add_argument("--only", nargs="*", help="only the groups that hold one of these languages")
    options = parser.parse_args(arguments)
    table = characters.build()
    corpus = Corpus.of([record for record in load(options.folders) if record.learned], table)
    linear = fit.Linear(corpus, fit.folds_of(corpus) % HALVES)
    languages = np.array([record.language for record in corpus.records])
    domains = np.array([record.domain for record in corpus.records])
    for group in LANGUAGES:
        if options.only and not set(group) & set(options.only):
            continue
        out = np.isin(languages, group)
        use = ~out & ~np.isin(domains, domains[out])
        model = fit.train(corpus, linear, use, {"without": group})
        model = dataclasses.replace(model, table=table, thresholds=load_model(options.model).thresholds)
        for language in group:
            write(model, options.output / f"language-{language}.model")
        print(f"without {', '.join(group)}: {int(use.sum())} records", flush=True)


if __name__ == "__main__":
    main()
