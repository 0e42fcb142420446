"""Which version of newsclean, with which settings, makes an output."""

from __future__ import annotations

from typing import Any


def settings_of(cleaner: Any) -> dict[str, str]:
    """Describe a cleaner: its options, and the names of its filters."""
    options = {name: getattr(cleaner, name, None) for name in ("mode", "typography", "languages")}
    settings = {name: str(value) for name, value in options.items()}
    settings["keeping"] = ",".join(sorted(getattr(cleaner, "keeping", ())))
    settings["filters"] = ",".join(_name(item) for item in getattr(cleaner, "filters", ()))
    if (sites := getattr(cleaner, "sites", None)) is not None:
        settings["sites"] = sites.checksum
    settings["cleaner"] = f"{type(cleaner).__module__}.{type(cleaner).__qualname__}"
    return settings


def _name(item: Any) -> str:
    return item if isinstance(item, str) else str(getattr(item, "name", item))


def version_of(cleaner: Any) -> str:
    """Say in a few words what cleaned a record; it stands in the field `cleaned_by`."""
    from newsclean import __version__

    settings = settings_of(cleaner)
    words = [f"{name}={settings[name]}" for name in ("mode", "typography", "languages") if settings[name] != "None"]
    if settings["keeping"]:
        words.append(f"without={settings['keeping']}")
    if "sites" in settings:
        words.append(f"sites={settings['sites']}")
    return " ".join(["newsclean", __version__, *words])
