"""The newsclean command with the stand-in as its cleaner."""

from standin import Standin

import newsclean

newsclean.Cleaner = Standin  # type: ignore[misc, assignment]

if __name__ == "__main__":
    from newsclean.cli import run

    run()
