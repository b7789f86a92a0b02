"""Puts quicker parts into what UniFFI writes: `quick.py _bindings.py` prints it, with the definitions of `buffers.py` in
the place of those of the same names.
"""

from __future__ import annotations

import ast
import sys
from pathlib import Path


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
    print("\n".join(lines))


if __name__ == "__main__":
    main()
