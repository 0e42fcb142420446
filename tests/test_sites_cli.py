"""`newsclean learn`, and `newsclean clean --sites`: data in files, messages on standard error, the right exit code."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from newsclean.cli import ExitCode, main
from newsclean.dumps import DumpError, learn
from newsclean.sites import Profiles
from tests.test_sites import ARTICLE, FURNITURE, TITLE

Record = dict[str, object]
ANIMALS = "Ziege Gans Kuh Katze Eule Biene Maus Möwe Dohle Forelle".split()


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    """Ten documents of one site with its furniture, and four of a small one."""
    path = tmp_path / "dump.jsonl"
    write(path, records())
    return path


def records() -> list[Record]:
    found: list[Record] = []
    for site, size in (("goats.example", 10), ("small.example", 4)):
        for number, animal in enumerate(ANIMALS[:size]):
            text = ARTICLE.replace("Ziege", animal).replace("Rumpf", f"Rumpf der {animal}")
            title = f"{TITLE} ({animal})"
            record = {"id": f"{site[0]}{number}", "url": f"https://www.{site}/{number}", "title": title}
            found.append({**record, "text": f"{title}\n{text}\n{FURNITURE[0]}"})
    return found


def write(path: Path, found: list[Record]) -> None:
    path.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in found), "utf-8")


def failed(capfd: pytest.CaptureFixture[str]) -> str:
    out, err = capfd.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert err.startswith("newsclean: ")
    return err


def test_learn_and_clean(dump: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    sites, output, changes = (tmp_path / name for name in ("sites.json", "clean.jsonl", "changes.jsonl"))
    assert main(["learn", str(dump), "-o", str(sites)]) == ExitCode.OK
    out, err = capfd.readouterr()
    assert out == ""
    assert err.startswith("14 documents of 2 sites in ")
    assert f"1 sites with a profile in {sites}" in err
    options = ["--sites", str(sites), "--changes", str(changes), "-q"]
    assert main(["clean", str(dump), "-o", str(output), *options]) == ExitCode.OK
    cleaned = [json.loads(line) for line in output.read_text("utf-8").splitlines()]
    assert [FURNITURE[0] in record["text"] for record in cleaned] == [False] * 10 + [True] * 4
    assert {record["cleaned_by"].split()[-1] for record in cleaned} == {f"sites={Profiles.read(sites).checksum}"}
    assert "in 10 of 10 documents of goats.example, tail" in changes.read_text("utf-8")


def test_the_profile_can_be_read_by_people(dump: Path, tmp_path: Path) -> None:
    learn([dump], tmp_path / "sites.json")
    text = (tmp_path / "sites.json").read_text("utf-8")
    assert text.startswith('{\n "newsclean": "site profiles",\n "version": 1,\n "sites": {\n  "goats.example": {\n')
    line = next(line for line in text.splitlines() if "kiosk" in line)
    entry = json.loads(line.rstrip(","))
    assert entry["line"] == FURNITURE[0].lower()
    assert (entry["documents"], entry["tail"]) == (10, 10)
    assert entry["example"] in {record["id"] for record in records()}


def test_titles_are_learned_when_asked_for(dump: Path, tmp_path: Path) -> None:
    sites = tmp_path / "sites.json"
    assert main(["learn", str(dump), "-o", str(sites), "-q"]) == ExitCode.OK
    assert not Profiles.read(sites).sites["goats.example"].titles
    assert main(["learn", str(dump), "-o", str(sites), "--titles", "-q"]) == ExitCode.OK
    titles = Profiles.read(sites).sites["goats.example"].titles
    assert sorted(title.url or "" for title in titles) == sorted(str(record["url"]) for record in records()[:10])


@pytest.mark.parametrize("name", ["a.csv", "a.tsv", "a.parquet", "a.jsonl.gz", "folder"])
def test_every_reader_can_be_learned_from(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    found = records()
    options = {}
    if name == "folder":
        path.mkdir()
        for record in found[:10]:
            (path / f"{record['id']}.txt").write_text(str(record["text"]), "utf-8")
        options = {"site": "goats.example"}
    elif name.endswith(".gz"):
        path.write_bytes(gzip.compress("".join(json.dumps(record) + "\n" for record in found).encode()))
    elif name.endswith(".parquet"):
        arrow = pytest.importorskip("pyarrow")
        parquet = pytest.importorskip("pyarrow.parquet")
        parquet.write_table(arrow.Table.from_pylist(found), path)
    else:
        sign = "," if name.endswith(".csv") else "\t"
        rows = [sign.join(found[0])] + [sign.join(f'"{value}"' for value in record.values()) for record in found]
        path.write_text("\n".join(rows), "utf-8")
    learned = learn([path], tmp_path / "sites.json", **options)
    assert learned.failed == learned.homeless == 0
    lines = Profiles.read(tmp_path / "sites.json").sites["goats.example"].lines
    assert {line.line: line.documents for line in lines}[FURNITURE[0].lower()] == 10


def test_pages_are_learned_from_their_text_and_their_own_address(tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    closing = "Die Redaktion der Hafenpost am alten Kai dankt allen, die an diesem Bericht mitgewirkt haben."
    for number, record in enumerate(records()[:10]):
        lines = [*str(record["text"]).split("\n")[1:-1], closing]  # what an extraction takes for the article
        paragraphs = "".join(f"<p>{line}</p>" for line in lines)
        head = f'<link rel="canonical" href="https://goats.example/{number}"><title>{record["title"]}</title>'
        page = f"<!DOCTYPE html><html><head>{head}</head><body><article>{paragraphs}</article></body></html>"
        (folder / f"{number}.html").write_text(page, "utf-8")
    assert learn([folder], tmp_path / "sites.json").documents == 10
    assert closing.lower() in {x.line for x in Profiles.read(tmp_path / "sites.json").sites["goats.example"].lines}


def test_parts_are_merged_by_their_names(dump: Path, tmp_path: Path) -> None:
    found = records()
    for part in range(4):
        write(tmp_path / f"{part}.jsonl", found[part::4])
        arguments = ["learn", str(tmp_path / f"{part}.jsonl"), "-o", str(tmp_path / f"{part}.counts"), "--titles", "-q"]
        assert main(arguments) == ExitCode.OK
    parts = [str(tmp_path / f"{part}.counts") for part in (1, 3, 0)]
    assert main(["learn", *parts, str(tmp_path / "2.counts"), "-o", str(tmp_path / "merged.json")]) == ExitCode.OK
    assert main(["learn", str(dump), "-o", str(tmp_path / "whole.json"), "--titles"]) == ExitCode.OK
    assert (tmp_path / "merged.json").read_bytes() == (tmp_path / "whole.json").read_bytes()
    mixed = ["learn", *parts, str(tmp_path / "2.jsonl"), "-o", str(tmp_path / "mixed.json"), "--titles"]
    assert main(mixed) == ExitCode.OK
    assert (tmp_path / "mixed.json").read_bytes() == (tmp_path / "whole.json").read_bytes()


def test_records_that_cannot_be_read_are_named_and_counted(
    dump: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with open(dump, "a", encoding="utf-8") as file:
        file.write('{"text": 7, "url": "https://goats.example/"}\nno json\n\n{"text": "No address."}\n')
    assert main(["learn", str(dump), "-o", str(tmp_path / "sites.json")]) == ExitCode.QUARANTINED
    err = capfd.readouterr().err
    assert "dump.jsonl:15: the field 'text' is a number, not a string; left out" in err
    assert "dump.jsonl:16: bad JSON" in err
    assert "1 records without an address left out" in err
    assert "2 that cannot be read left out" in err
    learned = learn([dump], tmp_path / "sites.json")
    assert learned.records == learned.documents + learned.blank + learned.homeless + learned.failed == 18


def test_a_damaged_dump_is_learned_up_to_the_damage(
    dump: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "cut.jsonl.gz"
    path.write_bytes(gzip.compress(dump.read_bytes())[:-12])
    assert main(["learn", str(path), "-o", str(tmp_path / "sites.json")]) == ExitCode.QUARANTINED
    assert "damaged" in capfd.readouterr().err


def without_urls(dump: Path) -> list[str]:
    write(dump, [{"text": record["text"]} for record in records()])
    return [str(dump), "-o", "sites.json"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (without_urls, "--url-field"),
        (lambda dump: [str(dump), "-o", "sites.toml"], "end it in .json"),
        (lambda dump: [str(dump)], "'-o'"),
        (lambda dump: [str(dump), "-o", "sites.json", "--silly"], "--silly"),
        (lambda dump: [str(dump), "-o", "sites.json", "--site", "no site"], "give a domain"),
        (lambda dump: [f"{dump}.nowhere", "-o", "sites.json"], "there is no such file"),
        (lambda dump: ["a.counts", "-o", "sites.json"], "a.counts"),
        (lambda dump: [str(dump), "-o", "no/such/folder/sites.json"], "no/such/folder/sites.json"),
        (lambda dump: [str(dump), "-o", "no/such/folder/part.counts"], "no/such/folder/part.counts"),
    ],
)
def test_what_cannot_be_done_is_one_line(
    dump: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    arguments: Callable[[Path], list[str]],
    says: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["learn", *arguments(dump), "-q"]) == ExitCode.FAILED
    assert says in failed(capfd)


@pytest.mark.parametrize(
    ("content", "says"), [(None, "sites.json"), ("{", "holds no site profiles"), ('{"sites": {}}', "newsclean learn")]
)
def test_clean_with_a_broken_profile_is_one_line(
    dump: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str], content: str | None, says: str
) -> None:
    sites = tmp_path / "sites.json"
    if content is not None:
        sites.write_text(content, "utf-8")
    assert main(["clean", str(dump), "-o", str(tmp_path / "o.jsonl"), "--sites", str(sites)]) == ExitCode.FAILED
    assert says in failed(capfd)


def test_explain_shows_the_evidence(dump: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    learn([dump], tmp_path / "sites.json")
    article = tmp_path / "article.txt"
    article.write_text(str(records()[0]["text"]), "utf-8")
    options = ["--sites", str(tmp_path / "sites.json"), "--url", "https://goats.example/new", "--json"]
    assert main(["explain", str(article), *options]) == ExitCode.OK
    assert "in 10 of 10 documents of goats.example, tail" in capfd.readouterr().out


def test_an_input_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "sites.json").write_text("{}")
    with pytest.raises(DumpError, match="is an input"):
        learn([tmp_path / "sites.json"], tmp_path / "sites.json", format="jsonl")


def test_a_run_with_other_profiles_is_not_resumed(
    dump: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    sites, output = tmp_path / "sites.json", tmp_path / "clean.jsonl"
    learn([dump], sites)
    arguments = ["clean", str(dump), "-o", str(output), "--sites", str(sites), "-q"]
    assert main(arguments) == ExitCode.OK
    assert main([*arguments, "--resume"]) == ExitCode.OK
    learn([dump], sites, titles=True)
    assert main([*arguments, "--resume"]) == ExitCode.FAILED
    assert "sites" in capfd.readouterr().err
