"""Runs the TypeScript cells of a notebook in stock tslab's kernel, as Jupyter would, and prints what each showed.

Usage: stock_tslab.py TSLAB NOTEBOOK. Output: a JSON list of {id, status, outputs}. Cells of other languages (`%%sh`)
are left out, since tslab knows no magics.
"""

import json
import sys
from pathlib import Path

import nbformat
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import KernelManager


def main(tslab: str, path: str) -> None:
    notebook = nbformat.read(path, as_version=4)
    manager = KernelManager(kernel_name="tslab")
    manager._kernel_spec = KernelSpec(
        argv=["node", tslab, "kernel", "--config-path={connection_file}"], language="typescript", display_name="tslab"
    )
    manager.start_kernel(cwd=str(Path(path).parent))
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=60)
        cells = [cell for cell in notebook.cells if cell.cell_type == "code" and not cell.source.startswith("%%")]
        print(json.dumps([run(client, cell) for cell in cells]))
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def run(client, cell) -> dict:
    outputs = []

    def collect(message):
        if message["header"]["msg_type"] in ("stream", "display_data", "update_display_data", "execute_result", "error"):
            outputs.append({"type": message["header"]["msg_type"], **message["content"]})

    reply = client.execute_interactive(cell.source, timeout=60, output_hook=collect, allow_stdin=False)
    return {"id": cell.id, "status": reply["content"]["status"], "outputs": outputs}


main(*sys.argv[1:])
