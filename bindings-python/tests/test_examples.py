"""The examples run."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

EXAMPLES = Path(os.environ["AKKOORD_README"]).with_name("examples")


def test_one_question_runs_and_explains() -> None:
    told = subprocess.run(
        [sys.executable, "-P", str(EXAMPLES / "one_question.py")], capture_output=True, text=True, check=True
    ).stdout
    assert "GGC002 deny individual_no" in told
    assert "RPZAC001 GGC002 deny -> permit" in told
    assert "999990019" not in told


def test_the_pictures_of_the_invented_town_are_drawn(tmp_path: Path) -> None:
    command = [sys.executable, "-P", str(EXAMPLES / "pictures.py"), str(tmp_path)]
    subprocess.run(command, capture_output=True, check=True, env={**os.environ, "MPLBACKEND": "agg"})
    assert sorted(file.name for file in tmp_path.glob("*.png")) == [
        "coverage.png",
        "dekking.png",
        "rule-change.png",
        "timeline.png",
    ]
