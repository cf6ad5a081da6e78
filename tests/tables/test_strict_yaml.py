"""Everything that YAML does behind one's back is refused or read as text."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from logicost.cli.main import run
from logicost.errors import TableError
from logicost.tables.strict_yaml import MAXIMUM_BYTES, read


def parse(tmp_path: Path, text: str | bytes) -> dict[str, object]:
    path = tmp_path / "card.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return dict(read(path))


@pytest.mark.parametrize(
    "text", ["NO", "010", "1:30", "2026-01-15", "1.10", "1e3", "0x1F", "~", "null", "true", ".inf", "=", "1_000"]
)
def test_every_scalar_is_its_text(tmp_path: Path, text: str) -> None:
    assert parse(tmp_path, f"a: {text}\nb: [{text}]\n{text}: c\n") == {"a": text, "b": [text], text: "c"}


def test_values_know_their_line(tmp_path: Path) -> None:
    value = parse(tmp_path, "a: 1\nb:\n  - 2\n  - 3\n")["b"]
    assert [item.line for item in value] == [3, 4]  # type: ignore[attr-defined]


def test_a_byte_order_mark_is_no_text(tmp_path: Path) -> None:
    assert parse(tmp_path, b"\xef\xbb\xbfa: 1\n") == {"a": "1"}


LAUGHS = "a: &a [x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20)
)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: 1\na: 2\n", "table_not_strict"),
        ("a: {b: 1, b: 2}\n", "table_not_strict"),
        ("a: &x 1\nb: *x\n", "table_not_strict"),
        ("a: &x {c: 1}\nb: {<<: *x}\n", "table_not_strict"),
        ("a: {<<: {c: 1}}\n", "table_not_strict"),
        ("a: !!python/object/apply:os.system [echo]\n", "table_not_strict"),
        ("a: !!int 3\n", "table_not_strict"),
        ("a: !own 3\n", "table_not_strict"),
        (LAUGHS, "table_not_strict"),
        ("? [a, b]\n: 1\n", "table_not_strict"),
        ("a: 1\n---\nb: 2\n", "table_not_strict"),
        ("a: [1, 2\n", "table_not_strict"),
        ("a:\n\t- 1\n", "table_not_strict"),
        ("- 1\n- 2\n", "table_not_strict"),
        ("text\n", "table_not_strict"),
        ("", "table_not_strict"),
        ("a: " + "[" * 40 + "]" * 40 + "\n", "table_not_strict"),
        ("a: \x07\n", "table_not_strict"),
        (b"a: \xff\xfe\n", "table_unreadable"),
        (b"a: 1\n" + b"# filler\n" * (MAXIMUM_BYTES // 9 + 1), "table_unreadable"),
    ],
)
def test_refused(tmp_path: Path, text: str | bytes, code: str) -> None:
    with pytest.raises(TableError) as caught:
        parse(tmp_path, text)
    assert caught.value.code == code
    assert "card.yaml" in caught.value.message


def test_no_such_file(tmp_path: Path) -> None:
    with pytest.raises(TableError) as caught:
        read(tmp_path / "none.yaml")
    assert caught.value.code == "table_unreadable"


def test_an_alias_used_once_is_refused_too(tmp_path: Path) -> None:
    """An anchor alone changes nothing and may stand; what it stands for may not be repeated."""
    with pytest.raises(TableError):
        parse(tmp_path, "a: &x [1]\nb: [*x]\n")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="has no named pipes")
def test_pipes_and_devices_are_no_cards(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of them nobody knows when they end: they are not waited for, in a card's place and elsewhere in the folder."""
    folder = tmp_path / "us" / "referral"
    folder.mkdir(parents=True)
    os.mkfifo(folder / "2026-01-01.yaml")
    (folder / "2026-02-01.yaml").symlink_to("/dev/zero")
    assert run(["tables", "check", str(tmp_path)]) == 1
    assert capsys.readouterr().out.count("is no ordinary file [table_unreadable]") == 2
    asked = [
        "quote",
        "--dimensions",
        "5 x 4 x 3 in",
        "--weight",
        "9 oz",
        "--price",
        "20",
        "--fee-tables",
        str(tmp_path),
    ]
    assert run(asked) == 2  # nor is the card of a link that leads nowhere left out without a word
    assert "is no ordinary file [table_unreadable]" in capsys.readouterr().err


def test_folders_of_too_many_files_are_not_read_through(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("logicost.programs.check.MOST_FILES", 20)
    for number in range(25):
        (tmp_path / f"{number}.txt").touch()
    assert run(["tables", "check", str(tmp_path)]) == 2
    assert "holds more than 20 files [fee_tables_too_many]" in capsys.readouterr().err
