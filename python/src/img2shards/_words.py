"""From the arguments of a call to the words of a command."""

from __future__ import annotations

import math
import os
import shlex
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from typing import Any, TypeVar

Value = TypeVar("Value", int, float, str, bool)


#: Parameters of img2dataset that are paths; fsspec, by which it opens them, takes `~` for the home folder.
_PATHS = ("url_list", "output_folder")


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
        if name == "url_list" and value is None:
            raise TypeError("url_list is None: give the path of a list, a folder of lists, or several in a list")
        # img2dataset's hash of None is no hash; it is the only such parameter whose default is another value.
        is_given = value is not None or name == "compute_hash"
        if not is_given or isinstance(value, _Default) or name in left_out:
            continue
        option = "--" + name.replace("_", mark)
        values = _items(value) if name in repeated else [value]
        try:
            values = [_paths(item) for item in values] if name in _PATHS else values
            words += [f"{option}={_text(item, is_quoted=name in quoted)}" for item in values]
        except TypeError as error:
            raise TypeError(f"{name}: {error}") from None
    return words


def path_words(*paths: Any) -> list[str]:
    """Words without a name, behind the options: paths, also such as begin with a dash."""
    return ["--", *(_text(_paths(item)) for path in paths for item in _items(path))]


def _items(value: Any) -> list[Any]:
    if isinstance(value, (str, bytes, os.PathLike)):
        return [value]
    if hasattr(value, "tolist"):
        value = value.tolist()
    return list(value) if isinstance(value, (Sequence, Set)) and not isinstance(value, (str, bytes)) else [value]


def _paths(value: Any) -> Any:
    """One path or several, with the home folder for `~`."""
    if isinstance(value, (str, bytes, os.PathLike)):
        return os.path.expanduser(os.fsdecode(value))
    if value is None or isinstance(value, (bool, int, float)):
        raise TypeError(f"a path cannot be {value!r}")
    items = _items(value)
    if len(items) == 1 and items[0] is value:
        raise TypeError(_not_a_value(value))
    return [_paths(item) for item in items]


def _not_a_value(value: Any) -> str:
    kind = type(value).__name__
    advice = ": make a list of it, list(…)" if isinstance(value, Iterable) else ""
    return f"a {kind} is neither a text, a number, a path nor a list of them{advice}"


def _text(value: Any, *, is_quoted: bool = False) -> str:
    if value is None or isinstance(value, (bool, int)):
        return str(value)
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and not math.isinf(value) else repr(value)
    if isinstance(value, (str, bytes, os.PathLike)):
        text = os.fsdecode(value)
        is_literal = text == "None" or (len(text) > 1 and text[0] == text[-1] and text[0] in "'\"")
        return _quoted(text) if is_quoted and is_literal else text
    if isinstance(value, (Sequence, Set)):
        texts = [_text(item) for item in value]
        if texts and all(text == text.strip() and not set(text) & set(",\"'[]()") and text for text in texts):
            return ",".join(texts)
        return "[" + ", ".join(map(_quoted, texts)) + "]"
    # The numbers, arrays and columns of numpy, pandas and pyarrow.
    for name in ("tolist", "to_pylist", "as_py"):
        if hasattr(value, name):
            return _text(getattr(value, name)(), is_quoted=is_quoted)
    if isinstance(value, (Iterable, Mapping)) or callable(value):
        raise TypeError(_not_a_value(value))
    # Decimal, Fraction and the like.
    return str(value)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def call_of(command: str) -> str:
    """A command of the program as a call of this package: `retry('out', allow_private_addresses=True)`."""
    words = shlex.split(command)[1:]
    name, words = words[0], words[1:]
    arguments: list[str] = []
    named: dict[str, list[str]] = {}
    while words:
        word = words.pop(0)
        if not word.startswith("--"):
            arguments.append(repr(word))
            continue
        has_value = bool(words) and not words[0].startswith("--")
        named.setdefault(word[2:].replace("-", "_"), []).append(repr(words.pop(0)) if has_value else "True")
    for parameter, values in named.items():
        arguments.append(f"{parameter}={values[0] if len(values) == 1 else '[' + ', '.join(values) + ']'}")
    return f"{name}({', '.join(arguments)})"
