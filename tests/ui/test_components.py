"""The scripts of a component are put one behind the other: no name may be given twice."""

from __future__ import annotations

import re
from collections import Counter
from importlib.resources import files
from pathlib import Path

import pytest

COMPONENTS = Path(str(files("ui.components")))
#: what a script declares at its top level
DECLARED = re.compile(r"^(?:async )?(?:function|const|let|class) (\w+)", re.MULTILINE)


@pytest.mark.parametrize(
    "folder", sorted(path for path in COMPONENTS.iterdir() if [*path.glob("*.js")]), ids=str
)
def test_scripts_that_are_joined_share_no_name(folder: Path) -> None:
    scripts = [*COMPONENTS.glob("*.js"), *folder.glob("*.js")]
    names = Counter(
        name for script in scripts for name in DECLARED.findall(script.read_text(encoding="utf-8"))
    )
    assert [name for name, times in names.items() if times > 1] == []
