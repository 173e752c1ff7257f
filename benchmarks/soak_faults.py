"""Adding killed many times, at steps and at random moments, and compared with an undisturbed run.

``scripts/soak faults [KILLS]``: KILLS (200 unless told otherwise) with an OCR that reads by a
script, and a twentieth of them with the real one. Ends with code 1 if any run ended unequal.
"""

from __future__ import annotations

import os
import random
import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "ingest"))

import killing
import scripted

import ingest
from corpus.collection import Collection, create_collection
from ingest import page

FIXTURES = Path(__file__).parents[1] / "tests" / "fixtures"
VICTIMS = ("parent", "worker", "both")


def trial(name: str, scans: Path, folder: Path, kills: int, longest: float) -> int:
    """Kill runs ``kills`` times, at moments up to ``longest`` seconds; return how many differ."""
    whole = killing.undisturbed(folder / f"whole-{name}", scans)
    chance = random.Random(name)
    caught = unequal = n = 0
    while caught < kills:
        n += 1
        collection = create_collection(folder / f"run-{n}")
        while killed := disturbed(collection, scans, chance, longest):
            caught += killed
            if chance.random() < 0.5:  # often killed again while it resumes
                break
        ingest.add(collection, [scans], workers=killing.WORKERS)
        if killing.holds(collection) != whole:
            unequal += 1
            print(f"{name}: run {n} differs")
        shutil.rmtree(collection.path)
    print(f"{name}: {caught} kills in {n} runs, {unequal} unequal")
    return unequal


def disturbed(collection: Collection, scans: Path, chance: random.Random, longest: float) -> bool:
    """Add, and kill at a step or at a moment; whether the run came so far."""
    victim = chance.choice(VICTIMS)
    if chance.random() < 0.5:
        return killing.killed_after(collection, scans, chance.uniform(0.2, longest), victim)
    step, at = chance.choice(killing.STEPS), chance.randint(1, 4)
    return killing.disturbed(collection, scans, step, at, victim).returncode != 0


def main() -> None:
    """Run both trials."""
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "texts").mkdir()
        (folder / "scans").mkdir()
        for path in FIXTURES.glob("*.pdf"):
            shutil.copy(path, folder / "scans")
        real, page.READER = page.READER, scripted.READER
        unequal = trial("scripted", killing.write(folder / "texts"), folder, kills, 2.0)
        page.READER = real
        os.environ[killing.REAL] = "1"
        unequal += trial("real", folder / "scans", folder, max(1, kills // 20), 8.0)
    sys.exit(bool(unequal))


if __name__ == "__main__":
    main()
