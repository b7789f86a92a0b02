"""Puts quicker parts into what UniFFI writes: `quick.py _bindings.py` prints it, with the definitions of `buffers.py` in
the place of those of the same names, and values read without going through their types.
"""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path
from typing import Callable, Iterator

# How the values that most questions and answers are made of cross, and how they cross at once.
AT_ONCE = {
    r"_UniffiFfiConverterString\.read\(buf\)": r"buf.read_text()",
    r"_UniffiFfiConverterOptionalString\.read\(buf\)": r"buf.read_optional_text()",
    r"_UniffiFfiConverterBoolean\.read\(buf\)": r"buf.read_flag()",
    r"_UniffiFfiConverterTypeLocalDate\.read\(buf\)": r"_time.from_days(buf.read_i32())",
    r"_UniffiFfiConverterTypeInstant\.read\(buf\)": r"_time.from_millis(buf.read_i64())",
    r"_UniffiFfiConverterString\.write\((.+), buf\)": r"buf.write_text(\1)",
}

# A record that is read field by field, as UniFFI writes it.
RECORD = (
    r"    def read\(buf\):\n        return (?P<record>\w+)\(\n(?P<fields>(?:            \w+=.*,\n)+)        \)\n"
)
FIELD = re.compile(r" *(?P<name>\w+)=(?P<read>.*),")
WITHIN = re.compile(r"_UniffiFfiConverterType(?P<record>\w+)\.read\(buf\)")

# How a field of a record is read where the bytes and the place in them are at hand: by a call less for each.
IN_PLACE = {
    "buf.read_text()": """\
        end = at + 4 + size_at(data, at)[0]
        {value}.{name} = data[at + 4 : end].decode()
        at = end
""",
    "buf.read_optional_text()": """\
        if data[at]:
            end = at + 5 + size_at(data, at + 1)[0]
            {value}.{name} = data[at + 5 : end].decode()
            at = end
        else:
            {value}.{name} = None
            at += 1
""",
    "buf.read_flag()": """\
        {value}.{name} = data[at] != 0
        at += 1
""",
    "_time.from_days(buf.read_i32())": """\
        {value}.{name} = from_days(i32_at(data, at)[0])
        at += 4
""",
}
ELSEWHERE = """\
        buf.offset = at
        {value}.{name} = {read}
        at = buf.offset
"""
# The constructor assigns what it is given and does nothing else.
READER = """\
    def read(buf, new=object.__new__, size_at=_UniffiRustBufferStream.size_at,
             i32_at=_UniffiRustBufferStream.i32_at, from_days=_time.from_days):
        value, data, at = new({record}), buf.data, buf.offset
{fields}        buf.offset = at
        return value
"""


def definitions(text: str) -> dict[str, tuple[int, int]]:
    """The lines of each class and function at the top of a module: the first, and the one after the last."""
    nodes = (node for node in ast.parse(text).body if isinstance(node, (ast.ClassDef, ast.FunctionDef)))
    return {node.name: (node.lineno - 1, node.end_lineno or node.lineno) for node in nodes}


def reads(fields: str, value: str, records: dict[str, str]) -> Iterator[str]:
    """How the fields of a value are read, with those of the records within it."""
    for field in FIELD.finditer(fields):
        name, read = field["name"], field["read"]
        within = WITHIN.fullmatch(read)
        if within and within["record"] in records:
            inner = f"{value}_{name}"
            yield f"        {inner} = {value}.{name} = new({within['record']})\n"
            yield from reads(records[within["record"]], inner, records)
        else:
            yield IN_PLACE.get(read, ELSEWHERE).format(value=value, name=name, read=read)


def records_in_place(text: str) -> str:
    """The readers of records, each in one function."""
    records = {record["record"]: record["fields"] for record in re.finditer(RECORD, text)}

    def reader(record: re.Match[str]) -> str:
        fields = "".join(reads(record["fields"], "value", records))
        return READER.format(record=record["record"], fields=fields)

    return replaced(RECORD, reader, text)


def replaced(written: str, by: str | Callable[[re.Match[str]], str], text: str) -> str:
    """A text with something else in the place of what UniFFI writes."""
    text, count = re.subn(written, by, text)
    if not count:
        sys.exit(f"UniFFI does not write {written}: look at what has taken its place")
    return text


def main() -> None:
    source = Path(sys.argv[1]).read_text(encoding="utf-8")
    buffers = Path(__file__).with_name("buffers.py").read_text(encoding="utf-8")
    lines, our_lines = source.splitlines(), buffers.splitlines()
    places, ours = definitions(source), definitions(buffers)
    missing = ours.keys() - places.keys()
    if missing:
        sys.exit(f"UniFFI does not write {', '.join(sorted(missing))}: look at what has taken their place")
    # From the end, so that the places before stay as they are.
    for name in sorted(ours, key=lambda name: places[name], reverse=True):
        (first, after), (start, end) = places[name], ours[name]
        lines[first:after] = our_lines[start:end]
    text = "\n".join(lines)
    for written, at_once in AT_ONCE.items():
        text = replaced(written, at_once, text)
    print(records_in_place(text))


if __name__ == "__main__":
    main()
