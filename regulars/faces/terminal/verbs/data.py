"""import, export, backup, restore."""

from __future__ import annotations

from pathlib import Path

import click

from regulars.faces.terminal.say import as_json, dry_run, force, give, tell


@click.group("import")
def import_() -> None:
    """Load a marketplace, a merchant or a product list."""


@import_.command("olist")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@dry_run
@as_json
def import_olist(folder: Path, dry_run: bool, json: bool) -> None:
    """Load a marketplace in Olist's shape from Parquet or CSV files in FOLDER.

    Safe to repeat and to interrupt: run it again and it goes on.
    """
    from regulars.faces.terminal.imports.olist import run

    give(run(folder, dry_run=dry_run, quiet=json), json)


@import_.command("online-retail")
@click.argument("file", type=click.Path(exists=True, path_type=Path))
@click.option("--store", required=True, help="Name of the store to load into; opened when missing.")
@dry_run
@as_json
def import_online_retail(file: Path, store: str, dry_run: bool, json: bool) -> None:
    """Load one merchant's invoices in the shape of UCI's Online Retail II."""
    from regulars.faces.terminal.imports.online_retail import run

    give(run(file, store_name=store, dry_run=dry_run, quiet=json), json)


@import_.command("products")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--store", required=True, help="Public id or address of the store.")
@dry_run
@as_json
def import_products(file: Path, store: str, dry_run: bool, json: bool) -> None:
    """Load a store's products from CSV; rows that cannot be used are reported one by one."""
    from regulars.faces.terminal.imports.products import run

    give(run(file, store=store, dry_run=dry_run), json)


@click.command()
@click.option("--store", required=True, help="Public id or address of the store.")
@click.argument("target", type=click.Path(path_type=Path))
@as_json
def export(store: str, target: Path, json: bool) -> None:
    """Write everything a store owns into a zip of CSV and JSON Lines at TARGET."""
    from regulars.faces.terminal.archives import run

    give(run(store, target), json)


@click.command()
@click.argument("target", type=click.Path(path_type=Path))
@as_json
def backup(target: Path, json: bool) -> None:
    """Write database, files and lake into one archive at TARGET while the market goes on."""
    from regulars.faces.terminal.backups import make

    give(make(target), json)


@click.command()
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@dry_run
@force
@as_json
def restore(source: Path, dry_run: bool, force: bool, json: bool) -> None:
    """Bring a backup back into an empty REGULARS_HOME, and check its books."""
    from regulars.faces.terminal.backups import bring_back

    give(bring_back(source, dry_run=dry_run, force=force), json)
    if not json:
        tell("Next: regulars check-books")


verbs = [import_, export, backup, restore]
