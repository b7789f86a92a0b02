"""Writes the types of what UniFFI writes: `stubs.py _bindings.py` prints `_bindings.pyi`.

UniFFI makes the variants of an enum subclasses of it, and those of an error likewise, when the module is loaded. A type
checker does not see that; a stub can say it.
"""

from __future__ import annotations

import ast
import sys
from typing import Iterator

Lines = Iterator[str]


def functions(of: ast.ClassDef) -> dict[str, ast.FunctionDef]:
    return {item.name: item for item in of.body if isinstance(item, ast.FunctionDef)}


def classes(of: ast.ClassDef) -> list[ast.ClassDef]:
    return [item for item in of.body if isinstance(item, ast.ClassDef)]


def signature(function: ast.FunctionDef, types: dict[str, str]) -> str:
    """The arguments with their types; a default is only said to be there."""
    arguments = function.args
    for argument in arguments.args:
        if argument.arg in types:
            argument.annotation = ast.Name(types[argument.arg])
    there = ast.Constant(...)
    arguments.defaults = [there for _ in arguments.defaults]
    arguments.kw_defaults = [default and there for default in arguments.kw_defaults]
    for argument in (*arguments.args, *arguments.kwonlyargs):
        match argument.annotation:
            # Where there is a default, UniFFI has a mark for it, which is of no type of its own.
            case ast.Subscript(slice=ast.Tuple(elts=[ast.Name(id="object"), kind])):
                argument.annotation = kind
    return ast.unparse(arguments)


def constructor(of: ast.ClassDef, types: dict[str, str]) -> Lines:
    """The fields, which are the constructor's arguments, and the constructor."""
    made = functions(of).get("__init__")
    if made is None:
        return
    arguments = signature(made, types)
    for argument in (*made.args.args[1:], *made.args.kwonlyargs):
        kind = argument.annotation
        yield f"    {argument.arg}: {ast.unparse(kind) if kind else 'typing.Any'}"
    yield f"    def __init__({arguments}) -> None: ..."


def nested(of: ast.ClassDef, inside: str, types: dict[str, str]) -> Lines:
    yield f"    class {of.name}({inside}):"
    yield from (f"    {line}" for line in constructor(of, types))


def words(of: ast.ClassDef) -> Lines:
    yield f"class {of.name}(enum.Enum):"
    for item in of.body:
        if isinstance(item, ast.Assign):
            yield f"    {ast.unparse(item)}"


def record(of: ast.ClassDef) -> Lines:
    yield f"class {of.name}:"
    yield from constructor(of, {})


def enum(of: ast.ClassDef) -> Lines:
    yield f"class {of.name}:"
    for variant in classes(of):
        yield from nested(variant, of.name, {})


def error(of: ast.ClassDef, types: dict[str, str]) -> Lines:
    """An error has the fields that its variants all have."""
    yield f"class {of.name}(Exception):"
    variants = classes(of)
    fields = [set(argument.arg for argument in functions(it)["__init__"].args.args[1:]) for it in variants]
    for name in sorted(set.intersection(*fields)):
        yield f"    {name}: {types[name]}"
    for variant in variants:
        yield from nested(variant, of.name, types)


def handle(of: ast.ClassDef) -> Lines:
    yield f"class {of.name}:"
    for name, function in functions(of).items():
        if name.startswith("_"):
            continue
        if function.decorator_list:
            yield "    @classmethod"
            result = "typing_extensions.Self" if function.args.args[0].arg == "cls" else of.name
        else:
            result = ast.unparse(function.returns) if function.returns else "None"
        yield f"    def {name}({signature(function, {})}) -> {result}: ..."


def field_types(module: ast.Module, name: str) -> dict[str, str]:
    """The types of an error's fields, which its own constructor does not say: by how they are converted."""
    converter = f"_UniffiFfiConverterType{name}"
    found = {}
    for of in module.body:
        if isinstance(of, ast.ClassDef) and of.name == converter:
            for call in ast.walk(functions(of)["check_lower"]):
                if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute):
                    kind = ast.unparse(call.func.value).removeprefix("_UniffiFfiConverter").removeprefix("Type")
                    field = call.args[0]
                    if isinstance(field, ast.Attribute):
                        found[field.attr] = {"String": "str"}.get(kind, kind)
    return found


def stub(module: ast.Module) -> Lines:
    yield "# Written by stubs.py."
    for name in ("datetime", "enum", "typing", "typing_extensions"):
        yield f"import {name}"
    errors: dict[str, ast.ClassDef] = {}
    for item in module.body:
        match item:
            case ast.Assign(targets=[ast.Name(id=name)]) if ast.unparse(item.value).startswith("datetime."):
                yield ast.unparse(item)
            case ast.ClassDef(name=name, bases=[ast.Name(id="Exception")]) if not name.startswith("_"):
                errors[name] = item
            case ast.ClassDef(name=name) if name in errors:
                yield from error(item, field_types(module, name))
            case ast.ClassDef(name=name, bases=bases) if not name.startswith("_"):
                base = ast.unparse(bases[0]) if bases else ""
                if base == "enum.Enum":
                    yield from words(item)
                elif base.endswith("Protocol") and not base.startswith("typing"):
                    yield from handle(item)
                elif not base:
                    yield from enum(item) if classes(item) else record(item)


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as source:
        print("\n".join(stub(ast.parse(source.read()))))
