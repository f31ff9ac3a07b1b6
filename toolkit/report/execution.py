"""A notebook run with this very Python, whatever kernel it names."""

from __future__ import annotations

import asyncio
import atexit
import os
import sys
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode


class ThisPython(AsyncKernelManager):
    """Starts a kernel from ``sys.executable``; no kernel has to be installed or named."""

    @property
    def kernel_spec(self) -> KernelSpec:
        """Return the one kernel there is."""
        # No history: it would write into the user's home, which may be read-only.
        options = ["-f", "{connection_file}", "--HistoryManager.enabled=False", "--log-level=CRITICAL"]
        return KernelSpec(
            argv=[sys.executable, "-m", "ipykernel_launcher", *options], display_name="Python", language="python"
        )


def run_notebook(
    notebook: NotebookNode,
    *,
    cwd: str,
    timeout: float,
    progress: Callable[[int, int], None] | None,
    environment: Mapping[str, str] | None = None,
) -> tuple[str, str] | None:
    """Run every cell in place; return the name and the words of the exception that stopped it, or nothing.

    Parameters
    ----------
    notebook
        Changed in place: outputs are put into its cells.
    cwd
        Where the notebook runs.
    timeout
        Seconds a cell may take.
    progress
        Called with the number of cells done and the number of all.
    environment
        Variables that the kernel has beside those of this process.
    """
    total = sum(cell.cell_type == "code" for cell in notebook.cells)
    done = 0

    def executed(**_: Any) -> None:
        nonlocal done
        done += 1
        if progress is not None:
            progress(done, total)

    if progress is not None:
        progress(0, total)
    try:
        with TemporaryDirectory(prefix="toolkit-") as folder:
            client = NotebookClient(
                notebook,
                km=_manager(folder),
                timeout=timeout,
                record_timing=False,
                store_widget_state=False,
                on_cell_executed=executed,
            )
            client.log.setLevel("CRITICAL")  # what goes wrong is told once, by the caller
            # What the kernel says of itself while it ends is no news; why it died or did not start is.
            with Path(folder, "stderr").open("w+b") as told:
                try:
                    _wait_for(client, cwd, environment or {}, told)
                except RuntimeError as error:
                    return "DeadKernelError", _why(error, told)
    except CellExecutionError as error:
        return error.ename, error.evalue
    except CellTimeoutError:
        return "TimeoutError", f"the cell took longer than {timeout:g} seconds"
    return None


def _why(error: RuntimeError, told: IO[bytes]) -> str:
    """Say what became of the kernel, and the last line it wrote."""
    told.seek(0)
    *_, last = ["", *filter(None, map(str.strip, told.read().decode("utf-8", "replace").splitlines()))]
    if isinstance(error, DeadKernelError):
        became = "the kernel died; most often memory ran out"
    else:  # how jupyter_client says so
        became = f"the kernel did not start: {error}"
    return f"{became} ({last})" if last else became


def _manager(folder: str) -> ThisPython:
    """Return a manager that keeps its files in that folder, and talks through no port where it can do without."""
    place = {"transport": "ipc", "ip": str(Path(folder) / "k")} if os.name == "posix" else {"transport": "tcp"}
    return ThisPython(kernel_name="python3", connection_file=str(Path(folder) / "kernel.json"), **place)


def _wait_for(client: NotebookClient, cwd: str, environment: Mapping[str, str], stderr: IO[bytes]) -> None:
    """Run the client in a thread of its own: Ctrl-C reaches us at once, and a running event loop does not matter."""
    running: list[tuple[asyncio.AbstractEventLoop, asyncio.Task[Any]]] = []

    async def execute() -> None:
        task = asyncio.current_task()
        if task is not None:
            running.append((asyncio.get_running_loop(), task))
        # A fixed hash seed: sets of words come in the same order in every report.
        variables = {**os.environ, "PYTHONHASHSEED": "0", **environment}
        await client.async_execute(cwd=cwd, env=variables, stderr=stderr, cleanup_kc=True)

    with ThreadPoolExecutor(max_workers=1) as pool:
        future = pool.submit(lambda: asyncio.run(execute()))
        try:
            while not wait([future], timeout=0.5).done:
                pass
        except KeyboardInterrupt:
            for loop, task in running:
                loop.call_soon_threadsafe(task.cancel)
            raise
        finally:
            atexit.unregister(client._cleanup_kernel)  # left behind when a kernel does not start
        future.result()
