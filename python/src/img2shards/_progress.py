"""What a user sees while the program runs."""

from __future__ import annotations

import importlib.util
import logging
import os
import sys
from collections.abc import Mapping
from typing import Any, Optional

logger = logging.getLogger("img2shards")


class Display:
    """Shows nothing but messages, through `logging`."""

    #: Seconds between two reports of the program.
    interval = 10.0

    def update(self, event: Mapping[str, Any]) -> None:
        """Takes an event `progress` of the program."""

    def say(self, text: str, *, is_warning: bool = False) -> None:
        """Shows a message of the program."""
        logger.log(logging.WARNING if is_warning else logging.INFO, "%s", text)

    def close(self) -> None:
        """Ends what is shown."""


class Guarded(Display):
    """Another display until it fails, then messages only: what cannot be shown is no reason to end a download."""

    def __init__(self, display: Display) -> None:
        self._display = display
        self.interval = display.interval

    def update(self, event: Mapping[str, Any]) -> None:
        try:
            self._display.update(event)
        except Exception:
            self._display = Display()

    def say(self, text: str, *, is_warning: bool = False) -> None:
        try:
            self._display.say(text, is_warning=is_warning)
        except Exception:
            self._display = Display()
            super().say(text, is_warning=is_warning)

    def close(self) -> None:
        try:
            self._display.close()
        except Exception:
            self._display = Display()


class LogLines(Display):
    """Lines on stderr: for batch jobs."""

    def update(self, event: Mapping[str, Any]) -> None:
        _write(line_of(event) + "\n")

    def say(self, text: str, *, is_warning: bool = False) -> None:
        _write(("warning: " if is_warning else "") + text + "\n")


class TextBar(Display):
    """One line that is drawn again, where tqdm is not installed."""

    interval = 1.0

    def __init__(self) -> None:
        self._drawn = 0

    def update(self, event: Mapping[str, Any]) -> None:
        done = event.get("done")
        cells = round(20 * done) if isinstance(done, (int, float)) else 0
        self._draw("[" + "#" * cells + "." * (20 - cells) + "] " + line_of(event))

    def say(self, text: str, *, is_warning: bool = False) -> None:
        self._draw("")
        _write("\r" + ("warning: " if is_warning else "") + text + "\n")

    def close(self) -> None:
        if self._drawn:
            _write("\n")

    def _draw(self, line: str) -> None:
        width = (_columns() or 80) - 1
        line = line[:width]
        _write("\r" + line.ljust(min(self._drawn, width)))
        self._drawn = len(line)


class TqdmBar(Display):
    """A bar of tqdm, in a terminal or in a notebook."""

    interval = 1.0

    def __init__(self, make_bar: Any) -> None:
        # tqdm's own rate and remaining time would count the rows of earlier starts.
        form = "{l_bar}{bar}| {n_fmt}/{total_fmt} rows [{elapsed}{postfix}]"
        # A terminal may not know its size; tqdm would show nothing then.
        width: dict[str, Any] = {"dynamic_ncols": True} if _columns() else {"ncols": 80, "nrows": 20}
        self._bar = make_bar(total=None, bar_format=form, mininterval=0, **width)

    def update(self, event: Mapping[str, Any]) -> None:
        total = event.get("total_rows")
        if total and total != self._bar.total:
            self._bar.total = total
        self._bar.n = int(event.get("rows") or 0)
        parts = [_rates(event), _left(event)]
        self._bar.set_postfix_str(", ".join(part for part in parts if part), refresh=False)
        self._bar.refresh()

    def say(self, text: str, *, is_warning: bool = False) -> None:
        type(self._bar).write(("warning: " if is_warning else "") + text, file=sys.stderr)

    def close(self) -> None:
        self._bar.close()


def display_for(progress: Optional[bool]) -> Display:
    """What shows progress.

    Args:
        progress: True for a bar, False for messages only; None for a bar in a terminal or a notebook, else lines.
    """
    if progress is False:
        return Guarded(Display())
    if progress is None and not (_is_notebook() or _is_terminal()):
        return Guarded(LogLines())
    try:
        bar = _tqdm()
        return Guarded(TextBar() if bar is None else TqdmBar(bar))
    # No stderr, a closed one, or a tqdm that cannot be loaded.
    except Exception:
        return Guarded(TextBar())


def line_of(event: Mapping[str, Any]) -> str:
    """An event `progress` in words."""
    rows, total = event.get("rows") or 0, event.get("total_rows")
    about = "about " if event.get("total_is_estimate") else ""
    parts = [f"{rows:,} of {about}{total:,} rows" if total else f"{rows:,} rows", _rates(event)]
    parts.append(_left(event))
    return ", ".join(part for part in parts if part)


def _rates(event: Mapping[str, Any]) -> str:
    speed, share = event.get("images_per_second"), event.get("ok")
    parts = []
    if isinstance(speed, (int, float)):
        parts.append(f"{speed:,.0f} images/s")
    if isinstance(share, (int, float)):
        parts.append(f"{100 * share:.1f} % ok")
    return ", ".join(parts)


def _left(event: Mapping[str, Any]) -> str:
    seconds = event.get("eta_seconds")
    return f"{_span(seconds)} left" if isinstance(seconds, (int, float)) else ""


def _span(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def _tqdm() -> Any:
    if importlib.util.find_spec("tqdm") is None:
        return None
    # The notebook's bar needs ipywidgets, and warns without.
    if _is_notebook() and importlib.util.find_spec("ipywidgets") is not None:
        from tqdm.notebook import tqdm as notebook_bar

        return notebook_bar
    from tqdm import tqdm

    return tqdm


def _is_notebook() -> bool:
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None and hasattr(ipython, "get_ipython") else None
    return shell is not None and hasattr(shell, "kernel")


def _is_terminal() -> bool:
    try:
        return bool(sys.stderr.isatty())
    except Exception:  # closed, None, or a stand-in without it
        return False


def _columns() -> int:
    """The width of the terminal; 0 if it is not known."""
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns
    except Exception:
        return 0


def _write(text: str) -> None:
    """Writes to stderr; nobody reading it is no reason to end a download."""
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except Exception:
        pass
