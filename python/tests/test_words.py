"""From arguments to words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from img2shards._words import call_of, default, path_words, words_of


def words(value: Any, **options: Any) -> list[str]:
    return words_of("download", {"some_name": value}, **options)[1:]


def test_what_is_not_given_is_no_word() -> None:
    for value in (None, default(5), default("x"), default(False), default(1.5)):
        assert words(value) == []


def test_a_default_equals_its_value_and_a_given_value_is_a_word() -> None:
    assert default(256) == 256
    assert repr(default(True)) == "True"
    assert words(256) == ["--some-name=256"]
    assert words(False) == ["--some-name=False"]
    assert words("", mark="_") == ["--some_name="]


@pytest.mark.parametrize(
    ("value", "word"),
    [
        (1.5, "1.5"),
        (10.0, "10"),
        (float("inf"), "inf"),
        (Path("a/b"), "a/b"),
        (["a", "b"], "a,b"),
        ([256, 512], "256,512"),
        (("a,b", 'c"d'), '["a,b", "c\\"d"]'),
        ([], "[]"),
        ([" a"], '[" a"]'),
        ([""], '[""]'),
    ],
)
def test_values(value: Any, word: str) -> None:
    assert words(value) == ["--some-name=" + word]


def test_a_repeated_option_is_given_once_for_each_value() -> None:
    assert words(["a,b", Path("c")], repeated=["some_name"]) == ["--some-name=a,b", "--some-name=c"]
    assert words("a", repeated=["some_name"]) == ["--some-name=a"]


def test_a_text_that_looks_like_pythons_is_quoted_where_it_would_be_read_so() -> None:
    assert words("None", quoted=["some_name"]) == ['--some-name="None"']
    assert words("'x'", quoted=["some_name"]) == ["--some-name=\"'x'\""]
    assert words("plain", quoted=["some_name"]) == ["--some-name=plain"]


def test_paths_stand_behind_the_options() -> None:
    assert path_words(["-a", Path("b")], "c") == ["--", "-a", "b", "c"]


def test_a_command_to_retry_becomes_a_call() -> None:
    assert call_of("img2shards retry 'my data' --allow-private-addresses --proxy http://p:1") == (
        "retry('my data', allow_private_addresses=True, proxy='http://p:1')"
    )
    assert call_of("img2shards retry out --header 'a: b' --header 'c: d'") == "retry('out', header=['a: b', 'c: d'])"
