"""The command `img2shards` of the wheel: this process becomes the program."""

import os
import sys

from img2shards._program import find_program, why_not, why_not_started


def main() -> None:
    """Replaces this process by the program, with the same words."""
    program = find_program()
    problem = why_not(program)
    if program is not None and problem is None:
        try:
            os.execv(program, [program, *sys.argv[1:]])
        except OSError as error:
            problem = why_not_started(program, error)
    sys.stderr.write(f"error: {problem}\n")
    sys.exit(2)
