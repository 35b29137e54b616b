"""libraries.tsv: which libraries are in the bundle, and under which licence."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Rule:
    """A line of libraries.tsv."""

    name: str
    is_kept: bool
    failure: int
    """What the functions of the stand-in return, if it is left out."""
    licence: str
    purpose: str


def read_rules(file: Path) -> dict[str, Rule]:
    """The rules by library. Raises SystemExit for a line that it cannot read, or that lets a GPL library in."""
    rules = {}
    for number, line in enumerate(file.read_text().splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        cells = line.split("\t")
        words = cells[1].split() if len(cells) == 4 else []
        if words != ["kept"] and words[:2] != ["left", "out"]:
            raise SystemExit(f"{file}:{number}: four cells with tabs between; the second is `kept` or `left out VALUE`")
        rule = Rule(cells[0], words == ["kept"], 0 if len(words) < 3 else int(words[2]), cells[2], cells[3])
        if rule.is_kept and not may_be_bundled(rule.licence):
            raise SystemExit(f"{file}:{number}: {rule.name} is under {rule.licence}: it has to stay out")
        rules[rule.name] = rule
    return rules


def may_be_bundled(licence: str) -> bool:
    """Whether a part under this licence may come with the program, which is not under the GPL."""
    choices = licence.split(" or ")
    return any(not choice.startswith(("GPL", "AGPL")) or "exception" in choice for choice in choices)
