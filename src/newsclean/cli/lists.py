"""`newsclean filters` and `newsclean languages`: what there is."""

from __future__ import annotations

import click


@click.command()
def filters() -> None:
    """List the filters in their order, and the categories of residue."""
    import newsclean

    click.echo("filters, in order:")
    for item in newsclean.Cleaner().filters:
        summary = (type(item).__doc__ or "").strip().split("\n")[0]
        click.echo(f"  {item.name:<22}{summary}")
    click.echo("categories, for --without:")
    click.echo("  " + "\n  ".join(newsclean.CATEGORIES))


@click.command()
def languages() -> None:
    """List the languages that are told apart, and which have set phrases."""
    import newsclean.languages
    import newsclean.phrases

    phrases = set(newsclean.phrases.languages())
    for tag in newsclean.languages.known():
        click.echo(f"{tag:<10}{'phrases' if tag in phrases else ''}".rstrip())
