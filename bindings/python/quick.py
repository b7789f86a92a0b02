"""Puts quicker parts into what UniFFI writes: `quick.py _bindings.py` prints it, with the definitions of `buffers.py` in
the place of those of the same names, and values read without going through their types.
"""

from __future__ import annotations

import ast
import sys
from pathlib import Path

# How the values that most answers are made of are read, and how they are read at once.
AT_ONCE = {
    "_UniffiFfiConverterString.read(buf)": "buf.read_text()",
    "_UniffiFfiConverterOptionalString.read(buf)": "buf.read_optional_text()",
    "_UniffiFfiConverterBoolean.read(buf)": "buf.read_flag()",
    "_UniffiFfiConverterTypeLocalDate.read(buf)": "_time.date_of_ordinal(buf.read_i32() + _time.EPOCH_DAY)",
    "_UniffiFfiConverterTypeInstant.read(buf)": "_time.from_millis(buf.read_i64())",
}


def definitions(text: str) -> dict[str, tuple[int, int]]:
    """The lines of each class and function at the top of a module: the first, and the one after the last."""
    nodes = (node for node in ast.parse(text).body if isinstance(node, (ast.ClassDef, ast.FunctionDef)))
    return {node.name: (node.lineno - 1, node.end_lineno or node.lineno) for node in nodes}


def main() -> None:
    written = Path(sys.argv[1]).read_text(encoding="utf-8")
    buffers = Path(__file__).with_name("buffers.py").read_text(encoding="utf-8")
    lines, our_lines = written.splitlines(), buffers.splitlines()
    places, ours = definitions(written), definitions(buffers)
    missing = ours.keys() - places.keys()
    if missing:
        sys.exit(f"UniFFI does not write {', '.join(sorted(missing))}: look at what has taken their place")
    # From the end, so that the places before stay as they are.
    for name in sorted(ours, key=lambda name: places[name], reverse=True):
        (first, after), (start, end) = places[name], ours[name]
        lines[first:after] = our_lines[start:end]
    text = "\n".join(lines)
    for reads, at_once in AT_ONCE.items():
        if reads not in text:
            sys.exit(f"UniFFI does not write {reads}: look at what has taken its place")
        text = text.replace(reads, at_once)
    print(text)


if __name__ == "__main__":
    main()
