"""The programs that people run notebooks and cells with, each with this kernel."""

import json
import os
import subprocess
from pathlib import Path

import nbformat
import papermill
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

TIMEOUT = 60
ROOT = Path(__file__).parents[3]
CELLS = ["const n: number = 6", "console.log('printed')\nn * 7", "await display({ [Symbol.for('Jupyter.display')]: () => ({ 'text/html': '<b>n</b>' }) })"]


def notebook(*sources):
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    kernelspec = {"name": "vethbook", "display_name": "TypeScript (vethbook)", "language": "typescript"}
    return nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernelspec})


def shown(executed):
    """What a reader sees of each output."""
    return [
        output.get("text") or next(data for kind, data in output["data"].items() if kind != "text/plain" or len(output["data"]) == 1)
        for cell in executed.cells
        for output in cell.outputs
    ]


def run(*argv, stdin="", cwd=None):
    done = subprocess.run(argv, input=stdin, capture_output=True, text=True, timeout=TIMEOUT, cwd=cwd)
    return done.returncode, done.stdout, done.stderr


def test_nbclient(tmp_path):
    executed = NotebookClient(notebook(*CELLS), timeout=TIMEOUT, resources={"metadata": {"path": tmp_path}}).execute()
    assert shown(executed) == ["printed\n", "42", "<b>n</b>"]
    assert executed.metadata.language_info["file_extension"] == ".ts"
    assert [cell.execution_count for cell in executed.cells] == [1, 2, 3]
    nbformat.validate(executed)


def test_nbclient_tells_of_a_cell_that_fails(tmp_path):
    failing = notebook("const n: number = 'a'", "'never'")
    with pytest.raises(CellExecutionError, match="TS2322"):
        NotebookClient(failing, timeout=TIMEOUT, resources={"metadata": {"path": tmp_path}}).execute()
    assert failing.cells[1].outputs == []


def test_papermill(tmp_path):
    nbformat.write(notebook(*CELLS), tmp_path / "in.ipynb")
    papermill.execute_notebook(tmp_path / "in.ipynb", tmp_path / "out.ipynb", cwd=tmp_path, progress_bar=False)
    executed = nbformat.read(tmp_path / "out.ipynb", as_version=4)
    assert shown(executed) == ["printed\n", "42", "<b>n</b>"]


def test_papermill_parameters_that_read_the_same_in_c_sharp(tmp_path):
    given = notebook("let count = 1, name = 'nobody', on = false", "[count + 1, name, on]")
    given.cells[0].metadata.tags = ["parameters"]
    nbformat.write(given, tmp_path / "in.ipynb")
    papermill.execute_notebook(
        tmp_path / "in.ipynb",
        tmp_path / "out.ipynb",
        parameters={"count": 41, "name": 'a "quoted" ns1', "on": True},
        language=".net-csharp",
        cwd=tmp_path,
        progress_bar=False,
    )
    executed = nbformat.read(tmp_path / "out.ipynb", as_version=4)
    assert shown(executed) == ["[ 42, 'a \"quoted\" ns1', true ]"]


def test_papermill_stops_at_a_cell_that_fails(tmp_path):
    nbformat.write(notebook("throw new RangeError('too far')", "'never'"), tmp_path / "in.ipynb")
    with pytest.raises(papermill.PapermillExecutionError, match="RangeError: too far"):
        papermill.execute_notebook(tmp_path / "in.ipynb", tmp_path / "out.ipynb", cwd=tmp_path, progress_bar=False)


def test_jupyter_run(tmp_path):
    (tmp_path / "cell.ts").write_text("const n: number = 6\nconsole.log(n * 7)\n")
    assert run("jupyter", "run", "--kernel", "vethbook", "cell.ts", cwd=tmp_path)[:2] == (0, "42\n")


def test_jupyter_run_tells_of_an_error(tmp_path):
    (tmp_path / "cell.ts").write_text("throw new RangeError('too far')\n")
    code, _, said = run("jupyter", "run", "--kernel", "vethbook", "cell.ts", cwd=tmp_path)
    assert code != 0
    assert "too far" in said


LINES = "const n: number = 6\nn * 7\nconsole.log('printed')\n"


def test_jupyter_console(tmp_path):
    code, said, _ = run("jupyter", "console", "--kernel", "vethbook", "--simple-prompt", stdin=LINES, cwd=tmp_path)
    assert code == 0
    assert "Out[2]: 42" in said
    assert "printed" in said


def test_vethbook_console(tmp_path):
    command = ("node", str(ROOT / "dist/cli/main.js"), "console", "--", "--simple-prompt")
    code, said, _ = run(*command, stdin=LINES, cwd=tmp_path)
    assert code == 0
    assert "TypeScript on Node.js" in said
    assert "Out[2]: 42" in said


def test_jupyter_lists_the_kernel(tmp_path):
    data = tmp_path / "data"
    env = {**os.environ, "JUPYTER_DATA_DIR": str(data), "JUPYTER_PREFER_ENV_PATH": "0"}
    for verb, there in (("install", True), ("uninstall", False)):
        subprocess.run(["node", str(ROOT / "dist/cli/main.js"), verb, "--user"], env=env, check=True, timeout=TIMEOUT)
        listed = subprocess.run(["jupyter", "kernelspec", "list", "--json"], env=env, check=True, capture_output=True, timeout=TIMEOUT)
        spec = json.loads(listed.stdout)["kernelspecs"]["vethbook"]
        # The environment's own stands behind it.
        assert (spec["resource_dir"] == str(data / "kernels/vethbook")) == there
        assert spec["spec"]["display_name"] == "TypeScript (vethbook)"
        assert spec["spec"]["interrupt_mode"] == "message"
