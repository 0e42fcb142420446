"""Dumps: many records, in files. `run` cleans them, and loses none; `learn` learns what their sites print."""

from newsclean.dumps.chunks import Fields
from newsclean.dumps.learning import Learned, learn
from newsclean.dumps.problems import DumpError, MissingExtraError, StoppedError
from newsclean.dumps.readers import Limits
from newsclean.dumps.runner import run
from newsclean.dumps.statistics import Statistics, Tally
from newsclean.dumps.summary import Progress, Summary

__all__ = [
    "DumpError",
    "Fields",
    "Learned",
    "Limits",
    "MissingExtraError",
    "Progress",
    "Statistics",
    "StoppedError",
    "Summary",
    "Tally",
    "learn",
    "run",
]
