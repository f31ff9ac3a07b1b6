"""The house is in order: layers, sizes, names, lint, format, types."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "toolkit"
#: A folder imports only from folders above it.
LAYERS = ["text", "corpus", "mentions", "measures", "charts", "report"]
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "notebooks" not in path.parts)
FORBIDDEN_NAMES = {"utils", "helpers", "common", "core", "base", "misc"}
MOST_LINES, LONGEST_FUNCTION = 500, 50
#: A path of somebody's machine, or the address of a registry.
_FOREIGN = re.compile("/(?:root|home)/|python[h]osted|npmjs[.]org|pypi[.]org")


def imports(path: Path, *, at_import_only: bool = False) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = set()
    guarded = {
        id(node)
        for block in ast.walk(tree)
        if isinstance(block, (ast.FunctionDef, ast.AsyncFunctionDef))
        or (isinstance(block, ast.If) and "TYPE_CHECKING" in ast.dump(block.test))
        for node in ast.walk(block)
    }
    for node in ast.walk(tree):
        if at_import_only and id(node) in guarded:
            continue
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found |= {f"{node.module}.{alias.name}" for alias in node.names} | {str(node.module)}
    return found


def layer(path: Path) -> str | None:
    parts = path.relative_to(PACKAGE).parts
    return parts[0] if len(parts) > 1 else None


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_the_six_folders_are_there_and_none_is_empty():
    folders = sorted(path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists())
    assert folders == sorted(LAYERS)
    for folder in LAYERS:
        assert [path for path in (PACKAGE / folder).glob("*.py") if path.name != "__init__.py"]


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_folder_imports_only_from_folders_above_it(path):
    here = layer(path)
    if here is None:
        return
    allowed = LAYERS[: LAYERS.index(here) + 1]
    for imported in imports(path):
        parts = imported.split(".")
        if parts[0] == "toolkit" and len(parts) > 1:
            assert parts[1] in ("errors", "progress") or parts[1] in allowed, f"{name(path)} imports {imported}"
            if here == "measures" and parts[1] == "measures" and len(parts) > 2:
                assert parts[2] == "intervals", f"{name(path)}: measures meet as tables, in the notebook"


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_heavy_libraries_stay_in_their_folders(path):
    top = {imported.split(".")[0] for imported in imports(path)}
    if layer(path) not in ("charts", "report"):
        assert not top & {"matplotlib", "seaborn", "bidi", "arabic_reshaper"}
    if layer(path) != "report":
        assert not top & {"IPython", "nbconvert", "nbclient", "nbformat", "nh3"}


def test_importing_the_toolkit_is_light_and_changes_nothing():
    code = (
        "import sys, toolkit; "
        "heavy = {'IPython', 'nbconvert', 'nbclient', 'matplotlib.pyplot', 'wordfreq', 'seaborn'} & set(sys.modules); "
        "import matplotlib as m; sys.exit(str(sorted(heavy)) if heavy or m.rcParams != m.rcParamsDefault else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_modules_import_each_other_by_their_own_names(path):
    """`from toolkit import x` would import every public name, and go round in a circle."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        assert not (isinstance(node, ast.ImportFrom) and node.module == "toolkit"), f"{name(path)}: line {node.lineno}"


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_modules_are_short_named_for_their_job_and_hold_something(path):
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    assert path.stem not in FORBIDDEN_NAMES
    assert text.count("\n") <= MOST_LINES
    assert ast.get_docstring(tree), "a module says what it is for"
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            signature = node.body[0].end_lineno if ast.get_docstring(node) else node.lineno
            assert node.end_lineno - signature <= LONGEST_FUNCTION, f"{node.name} is two functions"


def test_the_package_says_no_path_and_no_address_of_a_registry():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False).stdout
    for file in filter(None, listed.split("\0")):
        path = ROOT / file
        if path.suffix in {".ttf", ".parquet", ".png"} or not path.is_file():
            continue
        text = path.read_bytes().decode("utf-8", errors="replace")
        assert not _FOREIGN.search(text), f"{file} holds {_FOREIGN.search(text)[0]}"


@pytest.mark.parametrize(
    "command",
    [
        ["ruff", "check", "."],
        ["ruff", "format", "--check", "."],
        ["mypy"],
    ],
    ids=" ".join,
)
def test_lint_format_and_types(command):
    done = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
