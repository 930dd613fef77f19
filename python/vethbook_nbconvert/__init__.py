"""`jupyter nbconvert --to vethbook`: the page that `vethbook export` makes, where people look for it."""

import shutil
import subprocess
from pathlib import Path

import nbformat
from nbconvert.exporters import Exporter
from nbconvert.utils.exceptions import ConversionException

# In a checkout the command stands beside this package; elsewhere it is on PATH.
_beside = Path(__file__).resolve().parents[2] / "dist" / "cli" / "main.js"


class VethbookExporter(Exporter):
    """One HTML file that needs no network: charts, formulas, dark mode and replay included."""

    export_from_notebook = "vethbook page"
    output_mimetype = "text/html"

    def _file_extension_default(self):
        return ".html"

    def from_notebook_node(self, nb, resources=None, **kw):
        # nbconvert's own preprocessors, --execute among them, come first.
        nb, resources = super().from_notebook_node(nb, resources, **kw)
        metadata = resources.get("metadata", {})
        # A notebook without a heading of its own is named by its file.
        nb.metadata.setdefault("title", metadata.get("name") or "Notebook")
        run = subprocess.run(
            [*_command(), "export", "-"],
            input=nbformat.writes(nb).encode(),
            cwd=metadata.get("path") or None,
            capture_output=True,
            check=False,
        )
        if run.returncode != 0:
            raise ConversionException(run.stderr.decode(errors="replace").strip())
        return run.stdout.decode(), resources


def _command():
    if _beside.exists() and (node := shutil.which("node")):
        return [node, str(_beside)]
    if found := shutil.which("vethbook"):
        return [found]
    raise ConversionException("vethbook is not on PATH: npm install --global vethbook")
