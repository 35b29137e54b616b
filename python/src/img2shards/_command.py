"""The command `img2shards` of the wheel: this process becomes the program."""

import os
import sys

from img2shards._program import find_program


def main() -> None:
    """Replaces this process by the program, with the same words."""
    program = find_program()
    if program is None:
        from img2shards._program import NOT_FOUND

        sys.stderr.write("error: " + NOT_FOUND + "\n")
        sys.exit(2)
    try:
        os.execv(program, [program, *sys.argv[1:]])
    except OSError as error:
        sys.stderr.write(f"error: {program} cannot be started: {error.strerror}\n")
        sys.exit(2)
