"""The learned line judge: looks at a whole document's lines at once and marks those that are probably residue."""

from newsclean.judge.judge import Judge, Opinion, opinion, probabilities

__all__ = ["Judge", "Opinion", "opinion", "probabilities"]
