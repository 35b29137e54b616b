"""The notebook of the first steps, cell for cell."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from conftest import Web

import img2shards

nbformat = pytest.importorskip("nbformat")
nbclient = pytest.importorskip("nbclient")

NOTEBOOK = Path(__file__).resolve().parents[2] / "docs" / "first-steps.ipynb"
PHOTOGRAPHS = "https://picsum.photos/id/{number}/400/300"

# The web of the test is on this machine. What Ctrl-C does in a notebook is asked as well.
BEFORE = """
import functools, signal
import img2shards
assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
img2shards.download = functools.partial(img2shards.download, allow_private_addresses=True)
"""


def test_the_first_steps_work(web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    assert len(notebook.cells) == 10
    assert not any(cell.get("outputs") or cell.get("execution_count") for cell in notebook.cells)
    cells = [cell for cell in notebook.cells if "install" not in cell.metadata.get("tags", [])]
    assert len(cells) == 9
    writing = next(cell for cell in cells if PHOTOGRAPHS in cell.source)
    writing.source = writing.source.replace(PHOTOGRAPHS, web.url("image/{number}.jpg"))
    writing.source = writing.source.replace("range(60)", "[*range(59), 'missing']")
    notebook.cells = [nbformat.v4.new_code_cell(BEFORE), *cells]
    source = str(Path(img2shards.__file__).resolve().parents[1])
    monkeypatch.setenv("PYTHONPATH", source)
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    monkeypatch.setenv("JUPYTER_PLATFORM_DIRS", "1")
    client = nbclient.NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(tmp_path)}})
    client.execute(env=dict(os.environ))
    texts = [said(cell) for cell in notebook.cells if cell.cell_type == "code"]
    _, _, counted, downloaded, failed, shown, again, batch = texts
    assert "CountResult(rows=60, kept=59" in counted
    assert "finished: 59 images of 60 rows in photographs" in downloaded
    assert "60/60" in downloaded
    assert "missing.jpg" in failed
    assert shown.count("photograph ") == 3
    assert "(0, True)" in again
    assert "(16, 128, 128, 3)" in batch


def said(cell: object) -> str:
    """What a cell printed, and its value."""
    texts = []
    for output in cell["outputs"]:  # type: ignore[index]
        texts.append(output.get("text") or output.get("data", {}).get("text/plain", ""))
    return "\n".join(texts)


def test_the_stop_button_stops_a_download(web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    manager = pytest.importorskip("jupyter_client.manager")
    (tmp_path / "list.txt").write_text("\n".join(web.images(200, "slow")) + "\n")
    monkeypatch.setenv("PYTHONPATH", str(Path(img2shards.__file__).resolve().parents[1]))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    monkeypatch.setenv("JUPYTER_PLATFORM_DIRS", "1")
    kernel, client = manager.start_new_kernel(cwd=str(tmp_path))
    try:
        client.execute(
            "import img2shards\n"
            "img2shards.download('list.txt', 32, 'out', allow_private_addresses=True, per_host_connections=1)"
        )
        while "images/s" not in client.get_iopub_msg(timeout=60)["content"].get("text", ""):
            pass
        kernel.interrupt_kernel()
        reply = client.get_shell_msg(timeout=60)["content"]
    finally:
        client.stop_channels()
        kernel.shutdown_kernel(now=True)
    assert (reply["status"], reply["ename"]) == ("error", "DownloadInterrupted")
    assert "rows are finished in out" in reply["evalue"]
