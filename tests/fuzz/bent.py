"""Real files with something changed in them: bytes, words, whole stretches, and the parts that workbooks are packed of."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Sequence

from hypothesis import strategies as st

WORDS = [
    b"\0", b'"', b"'", b"\n", b"\r", b",", b";", b"\t", b"|", b"\xff\xfe", b"\xef\xbb\xbf", b"\x80", b"\xed\xa0\x80", b"9" * 40, b"1e400", b"NaN", b"-1", b"0", b"=1+1",
    b"\x1b[31m", b"\xe2\x80\xae", b"<", b">", b"&", b"&amp;", b"<!DOCTYPE x [<!ENTITY a 'aa'>]>", b"&a;", b"[", b"]", b"{", b"}", b": ", b"- ", b"#", b"&a", b"*a", b"!!int ",
    b"2147483648", b"18446744073709551616", b"a" * 5000, b"[" * 3000, b" x ", b"1.234,50", b"R1C1", b"XFD1048576", b"true", b"null", "５".encode(), "＝1".encode(),
]  # fmt: skip


def bend(content: bytes, draw: random.Random) -> bytes:
    """The content with one to six changes."""
    data = bytearray(content)
    for _ in range(draw.choice((1, 1, 2, 3, 6))):
        start = draw.randrange(len(data) + 1)
        end = min(len(data), start + draw.choice((0, 1, 1, 2, 8, 60)))
        way = draw.randrange(6)
        if way == 0 and start < len(data):
            data[start] ^= 1 << draw.randrange(8)
        elif way == 1:
            data[start:end] = draw.choice(WORDS)
        elif way == 2:
            del data[start:end]
        elif way == 3:
            data[start:start] = data[start:end] * draw.choice((1, 2, 50))
        elif way == 4:
            other = draw.randrange(len(data) + 1)
            data[start:end] = data[other : other + 30]
        elif draw.randrange(4) == 0:
            del data[start:]
        else:
            data[start:start] = bytes(draw.randrange(256) for _ in range(draw.choice((1, 4))))
    return bytes(data)


def bent(contents: Sequence[bytes]) -> st.SearchStrategy[bytes]:
    """One of the files, bent; a number says how, so that thousands are quick to make."""
    return st.tuples(st.sampled_from(contents), st.integers(0, 2**32)).map(
        lambda each: bend(each[0], random.Random(each[1]))
    )


def bent_workbooks(contents: Sequence[bytes]) -> st.SearchStrategy[bytes]:
    """One of the workbooks with a part of it bent, now and then left out or doubled, and packed again."""

    def packed(content: bytes, number: int) -> bytes:
        draw = random.Random(number)
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            parts = [(name, book.read(name)) for name in book.namelist()]
        for _ in range(draw.choice((1, 1, 2))):
            place = draw.randrange(len(parts))
            name, part = parts[place]
            way = draw.randrange(12)
            if way == 0 and len(parts) > 1:
                del parts[place]
            elif way == 1:
                parts[place] = parts[draw.randrange(len(parts))][0] + draw.choice(("", "x", "/../x")), part
            else:
                parts[place] = name, bend(part, draw)
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", draw.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))) as book:
            for name, part in parts:
                book.writestr(zipfile.ZipInfo(name), part)
        return stream.getvalue()

    return st.tuples(st.sampled_from(contents), st.integers(0, 2**32)).map(lambda each: packed(*each))
