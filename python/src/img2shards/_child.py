"""The program as a child process."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import threading
from collections.abc import Iterator, Sequence
from types import FrameType, TracebackType
from typing import Any, NoReturn, Optional

from img2shards._program import program_path, why_not_started
from img2shards.errors import ProgramNotFoundError, UsageError, error_for

#: The program ends when the process of this number is gone (docs/python.md).
PARENT_VARIABLE = "IMG2SHARDS_PARENT"

#: The longest line that is kept; the program's own are shorter.
LONGEST_LINE = 16 << 20


def output_of(words: Sequence[str]) -> str:
    """What a short command prints.

    Raises:
        Img2ShardsError: it failed.
    """
    with Child(words) as child:
        lines = [line for _, line in child.lines()]
    # It is 0 as well where the parent ignores SIGCHLD.
    if child.exit_code != 0 or not child.output.strip():
        message = "\n".join(lines) or f"{program_path()} printed nothing, with exit code {child.exit_code}"
        raise error_for(child.exit_code, message)
    return child.output


class Child:
    """One run of the program, from its start to its end.

    Ctrl-C does not interrupt Python while it runs: the program gets the signal, finishes what it can in a few seconds
    and ends. A second Ctrl-C ends it at once, and raises KeyboardInterrupt in a callback, which may wait for something.
    If the block is left by an exception, the program is stopped.
    """

    def __init__(self, words: Sequence[str]) -> None:
        self.words = list(words)
        self.was_interrupted = False
        #: Whether a function of the caller runs.
        self.is_calling_back = False
        #: What it wrote to stdout; complete behind the block.
        self.output = ""
        #: Negative if a signal ended it. 0 also where it is lost: the system keeps none if SIGCHLD is ignored.
        self.exit_code = 0

    def __enter__(self) -> Child:
        program = program_path()
        environment = dict(os.environ)
        environment[PARENT_VARIABLE] = str(os.getpid())
        try:
            self._process = subprocess.Popen(
                [program, *self.words],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=environment,
            )
        except (OSError, ValueError) as error:
            _explain(program, error)
        self._handler = self._take_interrupts()
        self._reader = threading.Thread(target=self._read_output, name="img2shards-output", daemon=True)
        self._reader.start()
        return self

    def __exit__(
        self, kind: Optional[type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType]
    ) -> None:
        try:
            if kind is not None:
                self._process.terminate()
                # Its messages must be read, or it would wait for us.
                for _ in self.lines():
                    pass
            self.exit_code = self._process.wait()
            self._reader.join()
        finally:
            if self._handler is not None:
                signal.signal(signal.SIGINT, self._handler)
            for stream in (self._process.stdout, self._process.stderr):
                if stream is not None:
                    stream.close()

    def lines(self) -> Iterator[tuple[bool, str]]:
        """The lines of stderr as they come: whether it looks like JSON, and the line."""
        stream = self._process.stderr
        assert stream is not None
        descriptor = stream.fileno()
        rest = b""
        while True:
            chunk = os.read(descriptor, 1 << 16)
            parts = (rest + chunk).split(b"\n")
            rest = parts.pop()[:LONGEST_LINE]
            if not chunk and rest:
                parts.append(rest)
                rest = b""
            for part in parts:
                line = part.decode("utf-8", "replace").rstrip("\r")
                if line:
                    yield line.startswith("{"), line
            if not chunk:
                return

    def _read_output(self) -> None:
        stream = self._process.stdout
        assert stream is not None
        self.output = stream.read().decode("utf-8", "replace")

    def _take_interrupts(self) -> Any:
        """Takes Ctrl-C until the end of the block, where Python would raise KeyboardInterrupt; the former handler."""
        is_ours = threading.current_thread() is threading.main_thread()
        if not is_ours or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
            return None

        def stop(number: int, frame: Optional[FrameType]) -> None:
            is_second = self.was_interrupted
            self.was_interrupted = True
            self._process.send_signal(signal.SIGINT)
            if is_second and self.is_calling_back:
                raise KeyboardInterrupt

        return signal.signal(signal.SIGINT, stop)


def _explain(program: str, error: Exception) -> NoReturn:
    """Raises what a failure to start the program means."""
    if isinstance(error, OSError):
        if error.errno == errno.E2BIG:
            raise UsageError(
                "the arguments are longer than the system allows",
                hints=["give a folder, a pattern or one list file instead of many names"],
            ) from error
        raise ProgramNotFoundError(why_not_started(program, error)) from error
    raise UsageError(f"an argument cannot be given to a program: {error}") from error
