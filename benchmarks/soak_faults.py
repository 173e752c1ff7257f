"""Adding killed at random moments, many times, and compared with an undisturbed run.

``scripts/soak faults [KILLS]``: KILLS (200 unless told otherwise) with text, and a twentieth of
them with scans that OCR reads. Ends with code 1 if any run ended unequal.
"""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "ingest"))

import killing

import ingest
from corpus.collection import create_collection

FIXTURES = Path(__file__).parents[1] / "tests" / "fixtures"


def trial(name: str, scans: Path, folder: Path, kills: int, longest: float) -> int:
    """Kill runs ``kills`` times, at moments up to ``longest`` seconds; return how many differ."""
    whole = killing.undisturbed(folder / f"whole-{name}", scans)
    chance = random.Random(name)
    caught = unequal = n = 0
    while caught < kills:
        n += 1
        collection = create_collection(folder / f"run-{n}")
        while killing.killed_after(collection, scans, chance.uniform(0.2, longest)):
            caught += 1
            if chance.random() < 0.5:  # often killed again while it resumes
                break
        ingest.add(collection, [scans], workers=2)
        if killing.holds(collection) != whole:
            unequal += 1
            print(f"{name}: run {n} differs")
        shutil.rmtree(collection.path)
    print(f"{name}: {caught} kills in {n} runs, {unequal} unequal")
    return unequal


def main() -> None:
    """Run both trials."""
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        texts = folder / "texts"
        texts.mkdir()
        for name, count in (("том", 12), ("дело", 3), ("письмо", 1)):
            pages = [f"{name}, лист {n}: заключённые лагеря" for n in range(count)]
            (texts / f"{name}.txt").write_text("\f".join(pages), encoding="utf-8")
        scans = folder / "scans"
        scans.mkdir()
        for path in FIXTURES.glob("*.pdf"):
            shutil.copy(path, scans)
        unequal = trial("text", texts, folder, kills, 1.8)
        unequal += trial("OCR", scans, folder, max(1, kills // 20), 8.0)
    sys.exit(bool(unequal))


if __name__ == "__main__":
    main()
