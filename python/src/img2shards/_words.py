"""From the arguments of a call to the words of a command."""

from __future__ import annotations

import math
import os
from collections.abc import Collection, Mapping, Sequence
from typing import Any, TypeVar

Value = TypeVar("Value", int, float, str, bool)


class _Default:
    """Marks the default of a parameter: the argument was not given, so the program's own default or a config holds."""

    __slots__ = ()


class _DefaultInt(_Default, int):
    pass


class _DefaultFloat(_Default, float):
    pass


class _DefaultStr(_Default, str):
    pass


class _DefaultBool(_Default, int):
    """bool itself cannot be derived from."""

    def __repr__(self) -> str:
        return repr(bool(self))


def default(value: Value) -> Value:
    """img2dataset's default of a parameter, as a value that differs from the same value given by a caller."""
    marked: Any
    if isinstance(value, bool):
        marked = _DefaultBool(value)
    elif isinstance(value, int):
        marked = _DefaultInt(value)
    elif isinstance(value, float):
        marked = _DefaultFloat(value)
    else:
        marked = _DefaultStr(value)
    return marked  # type: ignore[no-any-return]


def words_of(
    command: str,
    arguments: Mapping[str, Any],
    *,
    left_out: Collection[str] = (),
    repeated: Collection[str] = (),
    quoted: Collection[str] = (),
    mark: str = "-",
) -> list[str]:
    """A command and its options for the arguments that were given; None and defaults were not.

    Args:
        command: its name.
        arguments: by the names of the parameters.
        left_out: parameters that are no options.
        repeated: parameters whose option is given once for each value.
        quoted: parameters whose option reads quotes and `None` as Python does.
        mark: between the words of an option's name.
    """
    words = [command]
    for name, value in arguments.items():
        # img2dataset's hash of None is no hash; it is the only such parameter whose default is another value.
        is_given = value is not None or name == "compute_hash"
        if not is_given or isinstance(value, _Default) or name in left_out:
            continue
        option = "--" + name.replace("_", mark)
        values = _items(value) if name in repeated else [value]
        words += [f"{option}={_text(item, is_quoted=name in quoted)}" for item in values]
    return words


def path_words(*paths: Any) -> list[str]:
    """Words without a name, behind the options: paths, also such as begin with a dash."""
    return ["--", *(_text(item) for path in paths for item in _items(path))]


def _items(value: Any) -> list[Any]:
    return list(value) if isinstance(value, Sequence) and not isinstance(value, (str, bytes)) else [value]


def _text(value: Any, *, is_quoted: bool = False) -> str:
    if value is None or isinstance(value, (bool, int)):
        return str(value)
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and not math.isinf(value) else repr(value)
    if isinstance(value, (str, os.PathLike)):
        text = os.fsdecode(value)
        is_literal = text == "None" or (len(text) > 1 and text[0] == text[-1] and text[0] in "'\"")
        return _quoted(text) if is_quoted and is_literal else text
    if isinstance(value, (Sequence, set, frozenset)):
        texts = [_text(item) for item in value]
        if texts and all(text == text.strip() and not set(text) & set(",\"'[]()") and text for text in texts):
            return ",".join(texts)
        return "[" + ", ".join(map(_quoted, texts)) + "]"
    # numpy's numbers and the like.
    return str(value)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
