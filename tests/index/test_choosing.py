"""Settings choose the engine, in one place; nobody pays for the one that is not used."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from corpus.collection import Collection, EngineName, Settings
from index.searching import engine_of

SERVED = Settings(engine=EngineName.OPENSEARCH)


def test_settings_choose_the_engine(tmp_path: Path) -> None:
    own = Collection(tmp_path)
    served = replace(own, settings=SERVED)
    assert (engine_of(own).name, engine_of(served).name) == ("whoosh", "opensearch")
    assert engine_of(served) is engine_of(served)


def test_the_client_of_the_servers_is_loaded_where_they_are_asked() -> None:
    asked = "import sys, index.searching, index.keeping; sys.exit('opensearchpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0


def test_without_the_client_it_is_said_what_to_install() -> None:
    asked = """
import sys
from pathlib import Path
sys.modules["opensearchpy"] = None
from corpus.collection import Collection, EngineName, Settings
from corpus.errors import MissingProgram
from index.searching import engine_of
try:
    engine_of(Collection(Path("."), Settings(engine=EngineName.OPENSEARCH)))
except MissingProgram as reason:
    sys.exit(0 if "opis[cluster]" in str(reason.remedy) else 2)
sys.exit(1)
"""
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0
