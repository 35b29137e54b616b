"""What the checks of the program's pages share: a browser, and faults that are collected so that one run shows all."""

from __future__ import annotations

import importlib.util
import json
import pathlib
import shutil
import sys
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Error, Page, sync_playwright

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
WAIT = 20_000


class PageCheck:
    """Steps on one page."""

    def __init__(self, url: str, shots: pathlib.Path | None) -> None:
        self.url = url
        self.shots = shots
        self.done: list[str] = []
        self.faults: list[str] = []

    def watch(self, page: Page) -> None:
        """Nothing may be asked of another host, and nothing may go wrong unseen."""
        own = urlsplit(self.url).netloc

        def asked(address: str) -> None:
            parts = urlsplit(address)
            if parts.scheme not in ("blob", "data") and parts.netloc != own:
                self.faults.append(f"a request to {address}")

        page.on("request", lambda request: asked(request.url))
        page.on("pageerror", lambda error: self.faults.append(f"an error of the page: {error}"))
        page.on("dialog", lambda dialog: (self.faults.append(f"a dialog: {dialog.message}"), dialog.dismiss()))
        page.on("console", self.heard)

    def heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.faults.append(f"console: {message.text} {message.location.get('url', '')}".strip())

    def expect(self, holds: bool, what: str) -> None:
        (self.done if holds else self.faults).append(what)

    def shot(self, page: Page, name: str, *, whole: bool = False) -> None:
        if self.shots:
            page.wait_for_timeout(300)
            page.screenshot(path=str(self.shots / f"{name}.png"), full_page=whole)

    def until(self, page: Page, condition: str, argument: object = None) -> None:
        """Waits for a condition; the browser's own waiting would need eval, which the page forbids."""
        for _ in range(WAIT // 50):
            if page.evaluate(condition, argument):
                return
            page.wait_for_timeout(50)
        raise Error(f"not in time: {condition}")

    def names(self, page: Page) -> None:
        """What a screen reader says of each control."""
        unnamed = page.evaluate(
            """[...document.querySelectorAll('button, input, select, a')].filter((one) => one.checkVisibility())
            .filter((one) => !(one.ariaLabel || one.innerText || one.labels?.length || one.title))
            .map((one) => one.outerHTML)"""
        )
        self.expect(not unnamed, f"every control has a name {unnamed or ''}".strip())

    def widths(self, page: Page, *, whole: bool = False) -> None:
        """From a phone to a wide screen."""
        for width in (360, 1900):
            page.set_viewport_size({"width": width, "height": 800})
            page.wait_for_timeout(300)
            self.expect(
                page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"nothing is cut at {width} pixels"
            )
            self.shot(page, f"width-{width}", whole=whole)

    def axe(self, page: Page, name: str) -> None:
        """The rules of axe, where it is installed (axe-playwright-python has the script)."""
        package = importlib.util.find_spec("axe_playwright_python")
        script = next(pathlib.Path(package.origin or "").parent.glob("axe.min.js"), None) if package else None
        if script is None:
            self.done.append(f"axe is not installed: {name} is not checked by it")
            return
        page.evaluate(script.read_text())
        results = page.evaluate("() => axe.run()")
        faults = [
            f"axe, {name}: {rule['id']}: {rule['help']}: {[node['target'] for node in rule['nodes']][:3]}"
            for rule in results["violations"]
        ]
        self.faults += faults
        self.expect(len(results["passes"]) > 10, f"axe checked {name}")

    def run(self, steps: Sequence[Callable[[Page], None]], last: Callable[[BrowserContext, Page], None]) -> int:
        """All steps in one browser; prints what was done, and faults. The exit code."""
        path = next(filter(None, map(shutil.which, BROWSERS)), None)
        if not path:
            print("no chromium here", file=sys.stderr)
            return 2
        if self.shots:
            self.shots.mkdir(parents=True, exist_ok=True)
        with sync_playwright() as playwright:
            # Without a sandbox: CI runs as root. The page is ours.
            browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
            context = browser.new_context(viewport={"width": 1200, "height": 800})
            page = context.new_page()
            self.watch(page)
            for step in steps:
                try:
                    step(page)
                except (Error, IndexError) as error:
                    self.faults.append(f"{step.__name__}: {str(error).splitlines()[0]}")
                    self.shot(page, f"fault-{step.__name__}")
                    page.goto(self.url)
            try:
                last(context, page)
            except Error as error:
                self.faults.append(f"{last.__name__}: {str(error).splitlines()[0]}")
            browser.close()
        print(json.dumps({"done": self.done, "faults": self.faults}, indent=1))
        return 1 if self.faults else 0
