"""Which characters a text file is written in, decided from its bytes.

UTF-8, UTF-16 with and without a byte order mark, Shift_JIS and GB18030 where their characters stand in runs as they do
in Japanese and Chinese, else Windows-1252, in which letters with accents stand alone.
"""

from __future__ import annotations

import codecs
import re
from typing import IO

from logicost.errors import CatalogError

PIECE = 1 << 20  # bytes that are looked at together
_SAMPLE = 1 << 16
_STRAY = 3  # NUL bytes that a text may have at its beginning: damage, which costs rows and not the file
_BINARY = {
    b"PK\x03\x04": "an Excel workbook or a zip archive",
    b"PAR1": "a Parquet file",
    b"%PDF": "a PDF",
    b"\x1f\x8b": "compressed",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
}
_NAMES = {
    "cp1252": "Windows-1252",
    "cp932": "Shift_JIS",
    "gb18030": "GB18030",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
}
_DECIMAL_COMMA = re.compile(r"\d,\d")
_QUOTED_COMMA = re.compile(r'"[^"\n,]{0,12}?\d[\d.]*,\d')
_ASIAN = re.compile("[\u3000-\u30ff\u3400-\u9fff\uff01-\uff60]")  # kana, ideographs, full-width forms
_OTHER = re.compile("[^\x00-\x7f\u3000-\u30ff\u3400-\u9fff\uff01-\uff60]")


class Look:
    """What is seen of a whole file while its encoding is tried: line ends, decimal commas, Excel's ``="..."``, NUL."""

    def __init__(self) -> None:
        self.has_quoted_comma = self.is_wrapped = self.has_nul = False
        self.begin()

    def begin(self) -> None:
        """Count from the start of the file."""
        self.lines = self.returns = 0

    def __call__(self, text: str) -> None:
        self.lines += text.count("\n")
        self.returns += 0 if self.lines else text.count("\r")
        self.has_nul = self.has_nul or "\0" in text
        if '"' in text:
            self.has_quoted_comma = self.has_quoted_comma or _QUOTED_COMMA.search(text) is not None
            self.is_wrapped = self.is_wrapped or '="' in text


def find_encoding(stream: IO[bytes], name: str, look: Look) -> tuple[str, str]:
    """The encoding of the whole file, and what to tell of it (nothing for UTF-8).

    Args:
        look: sees the decoded text, piece by piece.

    Raises:
        CatalogError: ``not_text``, ``encoding_unknown``.
    """
    stream.seek(0)
    start = stream.read(_SAMPLE)
    for mark, what in _BINARY.items():
        if start.startswith(mark):
            raise CatalogError("not_text", f"{name} is {what}, not a CSV or TSV file; save it as CSV")
    likely = ["utf-16"] if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else _without_mark(start)
    if not likely and start[:4096].count(0) > max(_STRAY, len(start[:4096]) // 100):
        line = start[: start.index(0)].count(b"\n") + 1
        raise CatalogError(
            "not_text",
            f"{name} is not a text file: it has NUL bytes, the first in line {line}; save the catalog as CSV",
        )
    fault = 0
    for encoding in likely or ["utf-8-sig", *_eastern(start), "cp1252"]:
        found = _decodes(stream, encoding, look)
        if found is None:
            told = "" if encoding in ("utf-8-sig", "utf-16") else f"{name} is not UTF-8; read as {_NAMES[encoding]}"
            return encoding, told
        fault = found
    raise CatalogError(
        "encoding_unknown", f"{name} is neither UTF-8 nor Windows-1252 text (byte {fault}); save it as UTF-8"
    )


def has_decimal_comma(stream: IO[bytes], encoding: str) -> bool:
    """Whether a digit follows a comma behind a digit somewhere; for files that are not parted by commas."""
    stream.seek(0)
    decode = codecs.getincrementaldecoder(encoding)()
    rest = ""
    while piece := stream.read(PIECE):
        text = rest + decode.decode(piece)
        if _DECIMAL_COMMA.search(text):
            return True
        rest = text[-2:]
    return False


def decoded(stream: IO[bytes], encoding: str) -> str:
    """The beginning of the file as text, as much as is looked at for its form."""
    stream.seek(0)
    return codecs.getincrementaldecoder(encoding)(errors="replace").decode(stream.read(_SAMPLE))


def _without_mark(start: bytes) -> list[str]:
    """UTF-16 without a mark: every other byte of Western text is zero."""
    sample = start[: len(start) // 2 * 2]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if half >= 2 and max(even, odd) > 0.4 * half and min(even, odd) < 0.05 * half:
        return ["utf-16-le" if odd > even else "utf-16-be"]
    return []


def _eastern(start: bytes) -> list[str]:
    """Shift_JIS or GB18030, where the sample reads as Japanese or Chinese in it."""
    fits = {encoding: _share(start, encoding) for encoding in ("cp932", "gb18030")}
    pairs = _high_pairs(start)
    if fits["gb18030"] > 0.5 and pairs > 0.9:
        return ["gb18030"]
    return ["cp932"] if fits["cp932"] > 0.5 and _leads(start) > 0.25 else []


def _share(start: bytes, encoding: str) -> float:
    """How many of the characters beyond ASCII are Eastern and stand beside another one."""
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(start)
    except UnicodeDecodeError:
        return 0.0
    eastern = len(_ASIAN.findall(text))
    beside = sum(len(run) for run in re.findall(f"(?:{_ASIAN.pattern}){{2,}}", text))
    return beside / max(eastern + len(_OTHER.findall(text)), 1)


def _leads(start: bytes) -> float:
    """How many of the bytes beyond ASCII begin a kana or one of the usual kanji: as letters with accents they do not occur."""
    high = sum(byte > 0x7F for byte in start)
    return len(re.findall(rb"[\x81-\x84\x88-\x90\x98-\x9f]", start)) / max(high, 1)


def _high_pairs(start: bytes) -> float:
    """How many of the bytes beyond ASCII stand in pairs as GB2312 has them."""
    high = sum(byte > 0x7F for byte in start)
    return sum(len(run) // 2 * 2 for run in re.findall(rb"[\xa1-\xfe]{2,}", start)) / max(high, 1)


def _decodes(stream: IO[bytes], encoding: str, look: Look) -> int | None:
    """The first byte that does not fit the encoding; None where all do."""
    stream.seek(0)
    look.begin()
    decode = codecs.getincrementaldecoder(encoding)()
    place = 0
    while True:
        piece = stream.read(PIECE)
        try:
            look(decode.decode(piece, final=not piece))
        except UnicodeDecodeError as error:
            return place + error.start
        if not piece:
            return None
        place += len(piece)
