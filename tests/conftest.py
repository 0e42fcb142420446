"""Hypothesis profiles: `fast` for the inner loop, `ci`, and `nightly` with far more examples (HYPOTHESIS_PROFILE)."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

_common = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow, HealthCheck.data_too_large]}
settings.register_profile("fast", max_examples=30, **_common)
settings.register_profile("ci", max_examples=150, derandomize=True, **_common)
settings.register_profile("nightly", max_examples=5000, **_common)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "fast"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The measuring material beside the checkout; tests that need it are skipped where it is not."""
    path = Path(__file__).resolve().parents[2] / "shared"
    if not (path / "seeds").is_dir():
        pytest.skip("../shared is not here: it holds texts of others and is not part of the project")
    return path
