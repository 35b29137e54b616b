"""Where the program is."""

# Nothing but os and sys is imported here: the command starts by this module.

from __future__ import annotations

import os
import sys

#: Names another program than the one that is found, for tests and for builds of one's own.
VARIABLE = "IMG2SHARDS_PROGRAM"

NOT_FOUND = (
    "the program img2shards was not found.\n"
    "  A wheel has it inside: pip install img2shards-VERSION.whl\n"
    f"  Your own build: put it on the PATH, or set {VARIABLE} to its path"
)


NOT_ITSELF = (
    f"{VARIABLE} names {{}}, which is a command of Python as this package installs it: it would start itself.\n"
    "  Set it to the path of the program that was built, or unset it"
)


def find_program() -> str | None:
    """The path of the program, or None: $IMG2SHARDS_PROGRAM, else the package's own, else one on the PATH."""
    named = os.environ.get(VARIABLE)
    if named:
        return named
    package = os.path.dirname(os.path.abspath(__file__))
    bundled = os.path.join(package, "_bundle", "bin", "img2shards")
    if os.access(bundled, os.X_OK):
        return bundled
    own = _own_command()
    for folder in os.environ.get("PATH", os.defpath).split(os.pathsep):
        candidate = os.path.join(folder or os.curdir, "img2shards")
        if os.path.isfile(candidate) and os.access(candidate, os.X_OK) and not _is_script(candidate, own):
            return os.path.abspath(candidate)
    return None


def _own_command() -> str:
    return os.path.realpath(sys.argv[0]) if sys.argv and sys.argv[0] else ""


def _is_script(path: str, own: str) -> bool:
    """Whether this is a command of Python such as the one that is running: starting it would not end."""
    if os.path.realpath(path) == own:
        return True
    try:
        with open(path, "rb") as file:
            head = file.read(256)
    except OSError:
        return False
    # Long paths of Python are on the second line, behind /bin/sh.
    return head.startswith(b"#!") and b"python" in head


def why_not(program: str | None) -> str | None:
    """Why this is no program to start; None if nothing speaks against it."""
    if program is None:
        return NOT_FOUND
    if program == os.environ.get(VARIABLE) and _is_script(program, _own_command()):
        return NOT_ITSELF.format(program)
    return None


def why_not_started(program: str, error: OSError) -> str:
    """Why the system did not start a program, in words."""
    if os.path.isdir(program):
        why = "it is a folder"
    elif os.path.exists(program) and not os.access(program, os.X_OK):
        why = f"it is not executable (chmod +x {program})"
    else:
        why = error.strerror or str(error)
    return f"{program} cannot be started: {why}"


def program_path() -> str:
    """The path of the program that does the work.

    Raises:
        ProgramNotFoundError: it is not in this package and not on the PATH.
    """
    program = find_program()
    problem = why_not(program)
    if program is None or problem is not None:
        from img2shards.errors import ProgramNotFoundError

        raise ProgramNotFoundError(problem or NOT_FOUND)
    return program


def version() -> str:
    """The version of the program."""
    from img2shards._child import output_of

    return output_of(["--version"]).strip()
