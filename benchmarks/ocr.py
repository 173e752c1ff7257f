"""Opis beside its peers on the same scans, in one run: what is read, where, how fast.

``scripts/bench ocr`` reads the scans of ``../shared/ocr`` and those drawn again in every condition
(:mod:`benchmarks.drawn_pages`) with Opis' own workers, with tesseract and its Russian model, with
tesseract and its Cyrillic model, and with ocrmypdf (Russian, and once more with Kazakh and Kyrgyz)
where it is on the path or named by ``OPIS_OCRMYPDF``. All use two cores. ``--alone`` leaves the
others out, ``--conditions`` and ``--pages`` take a part («light200 faded300», «p04 p09»),
``--given`` and ``--drawn`` one kind.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean

import pypdfium2
from PIL import Image

from benchmarks.degrade import CONDITIONS
from benchmarks.drawn_pages import scanned, test_pages
from benchmarks.ocr_scores import (
    SHARED,
    found_again,
    found_by_search,
    lit_in_place,
    true_text,
    true_words,
    wrong_characters,
)
from corpus.demo.digital import digital_pdf
from corpus.demo.source import originals
from corpus.reading import Reading
from corpus.tables import rows
from ingest.page import page_reading
from ingest.workers import Crew

CORES = 2
#: Times are those of every condition, and of these in equal shares.
TOGETHER = (("light200", "faded300", "heavy300"), ("light300", "faded300", "heavy300"))
#: Pages of the born-digital document whose text layer is read.
DIGITAL_PAGES = 40


@dataclass(frozen=True, slots=True)
class Sample:
    """A scan: its page, its condition («given» before that of a scan of ``../shared/ocr``)."""

    page: str
    condition: str
    dpi: int
    path: Path
    angle: float


@dataclass(slots=True)
class Run:
    """What a program read of some scans.

    ``wall`` is seconds of wall time, ``cores`` those of all its cores, ``memory`` the most that a
    worker of Opis held, in MB.
    """

    texts: dict[Sample, str] = field(default_factory=dict)
    readings: dict[Sample, Reading] = field(default_factory=dict)
    wall: float = 0.0
    cores: float = 0.0
    memory: int = 0


def given_samples() -> list[Sample]:
    """The scans of ``../shared/ocr``."""
    table = [(name, float(light), float(faded)) for name, light, faded in
             rows("benchmarks", "given_pages.tsv")]  # fmt: skip
    angles = {
        **{(name, "light200"): (200, light) for name, light, _ in table},
        **{(name, "faded300"): (300, faded) for name, _, faded in table},
    }
    return [
        Sample(name, f"given {scan}", dpi, SHARED / "pages" / f"{name}__{scan}.jpg", angle)
        for (name, scan), (dpi, angle) in angles.items()
    ]


def drawn_samples(conditions: Iterable[str], pages: Sequence[str] = ()) -> list[Sample]:
    """The drawn pages whose names begin with one of ``pages`` (all if empty) in conditions."""
    wanted = set(conditions)
    return [
        Sample(page.name, str(scan.condition), scan.condition.dpi, scan.path, scan.angle)
        for page in test_pages()
        if page.name.startswith(tuple(pages) or "")
        for scan in (scanned(page, c) for c in CONDITIONS if str(c) in wanted)
    ]


def opis(samples: Sequence[Sample]) -> Run:
    """Read scans by the workers of ``opis add``. Raises the error of a page that failed."""
    run = Run()
    with _timed(run), Crew(CORES) as crew:
        for done in crew.run(page_reading(sample, sample.path, 1) for sample in samples):
            if done.error is not None:
                raise done.error
            run.memory = max(run.memory, *map(_most_memory, crew.process_ids))
            sample = done.key
            if isinstance(sample, Sample):
                run.readings[sample] = done.result.reading
                run.texts[sample] = done.result.reading.text
    return run


def _most_memory(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    return int(status.split("VmHWM:")[1].split()[0]) >> 10


def tesseract(model: str, samples: Sequence[Sample]) -> Run:
    """Read scans by tesseract's own command, a process a page."""

    def read(sample: Sample) -> str:
        command = ["tesseract", str(sample.path), "-", "-l", model, "--dpi", str(sample.dpi)]
        one = os.environ | {"OMP_THREAD_LIMIT": "1"}
        return subprocess.check_output(command, stderr=subprocess.DEVNULL, text=True, env=one)

    run = Run()
    with _timed(run), ThreadPoolExecutor(CORES) as pool:
        run.texts = dict(zip(samples, pool.map(read, samples), strict=True))
    return run


def ocrmypdf(program: str, models: str, samples: Sequence[Sample]) -> Run:
    """Read scans by ocrmypdf, as one PDF with the images as they are; no PDF/A is made."""
    run = Run()
    with tempfile.TemporaryDirectory() as place:
        pdf, text = Path(place, "scans.pdf"), Path(place, "text")
        _as_pdf(samples, pdf)
        with _timed(run):
            subprocess.run(
                [program, "-l", models, "-j", str(CORES), "--output-type", "pdf", "--quiet",
                 "--sidecar", text, pdf, Path(place, "read.pdf")],
                check=True,
            )  # fmt: skip
        pages = text.read_text(encoding="utf-8").split("\f")
    run.texts = dict(zip(samples, pages, strict=False))  # the last form feed ends the last page
    return run


class _timed:
    """Adds the time that the block and the processes it started took to a run."""

    def __init__(self, run: Run) -> None:
        self._run = run

    def __enter__(self) -> None:
        self._wall, self._cores = time.monotonic(), _seconds_of_children()

    def __exit__(self, *_: object) -> None:
        self._run.wall += time.monotonic() - self._wall
        self._run.cores += _seconds_of_children() - self._cores


def _seconds_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _as_pdf(samples: Iterable[Sample], path: Path) -> None:
    with closing(pypdfium2.PdfDocument.new()) as document:
        for sample in samples:
            image = pypdfium2.PdfImage.new(document)
            if sample.path.suffix == ".jpg":
                image.load_jpeg(sample.path, inline=True)
            else:
                with Image.open(sample.path) as lossless:
                    image.set_bitmap(pypdfium2.PdfBitmap.from_pil(lossless))
            width, height = (side * 72 / sample.dpi for side in image.get_px_size())
            image.set_matrix(pypdfium2.PdfMatrix().scale(width, height))
            page = document.new_page(width, height)
            page.insert_obj(image)
            page.gen_content()
        document.save(path)


def text_layer_rate() -> float:
    """Pages of a born-digital PDF that a worker reads in a second of its core."""
    original = next(original for original in originals() if original.digital)
    with tempfile.TemporaryDirectory() as place, Crew(1) as crew:
        path = Path(place, "digital.pdf")
        with (
            closing(pypdfium2.PdfDocument(digital_pdf(original))) as one,
            closing(pypdfium2.PdfDocument.new()) as many,
        ):
            while len(many) < DIGITAL_PAGES:
                many.import_pages(one)
            many.save(path)
            pages = len(many)
        crew.call(page_reading(0, path, 1))
        began = _seconds_of(crew.process_ids[0])
        done = list(crew.run(page_reading(n, path, n) for n in range(1, pages + 1)))
        if any(d.error or d.result.reading.source != "text-layer" for d in done):
            raise RuntimeError("the text layer of the demo was not taken")
        return pages / (_seconds_of(crew.process_ids[0]) - began)


def _seconds_of(pid: int) -> float:
    user, system = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").split()[13:15]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def scores(run: Run, condition: str) -> tuple[float, float]:
    """Percent of characters wrong and of words found again, means of the pages."""
    mine = [(true_text(s.page), text) for s, text in run.texts.items() if s.condition == condition]
    wrong = mean(wrong_characters(truth, text) for truth, text in mine)
    return 100 * wrong, 100 * mean(found_again(truth, text) for truth, text in mine)


def by_search(run: Run, condition: str) -> float:
    """Percent of the words for which a search finds the page, mean of the pages."""
    mine = [(s, reading) for s, reading in run.readings.items() if s.condition == condition]
    return 100 * mean(found_by_search(true_text(s.page), reading) for s, reading in mine)


def in_place(run: Run, condition: str) -> float:
    """Percent of the words read that are lit where they stand, all pages together."""
    mine = [(s, reading) for s, reading in run.readings.items() if s.condition == condition]
    counts = [lit_in_place(r, true_words(s.page), s.dpi, s.angle) for s, r in mine]
    return 100 * sum(lit for lit, _ in counts) / sum(known for _, known in counts)


def main() -> None:
    """Print the table."""
    asked = _asked()
    chosen = asked.conditions or [str(condition) for condition in CONDITIONS]
    samples = [] if asked.given else drawn_samples(chosen, asked.pages)
    if not asked.drawn:
        samples += [
            s
            for s in given_samples()
            if s.condition.split()[1] in chosen and s.page.startswith(tuple(asked.pages) or "")
        ]
    programs: dict[str, Callable[[Sequence[Sample]], Run]] = {"Opis": opis}
    if not asked.alone:
        programs |= _peers()
    runs = {name: Run() for name in programs}
    walls: dict[str, dict[str, float]] = {name: {} for name in programs}
    cores: dict[str, dict[str, float]] = {name: {} for name in programs}
    conditions = list(dict.fromkeys(s.condition for s in samples))
    for condition in conditions:  # all programs one after the other: what else runs slows all
        mine = [s for s in samples if s.condition == condition]
        for name, read in programs.items():
            one = read(mine)
            runs[name].texts |= one.texts
            runs[name].readings |= one.readings
            runs[name].memory = max(runs[name].memory, one.memory)
            walls[name][condition], cores[name][condition] = one.wall, one.cores
    print("percent of characters wrong / of words found again")
    print(f"{'':16}{'pages':>6}" + "".join(f"{name:>17}" for name in programs), end="")
    print(f"{'by search':>12}{'in place':>10}")
    for condition in conditions:
        print(f"{condition:16}{sum(s.condition == condition for s in samples):6}", end="")
        for run in runs.values():
            print("{:>10.2f} /{:5.1f}".format(*scores(run, condition)), end="")
        print(
            f"{by_search(runs['Opis'], condition):12.1f}{in_place(runs['Opis'], condition):10.1f}"
        )
    print(f"\nseconds of wall time / of {CORES} cores together, starts included")
    print("(in brackets the wall time of Opis by that of the other)")
    print(f"{'':28}" + "".join(f"{name:>24}" for name in programs))
    together = [group for group in TOGETHER if set(group) <= set(conditions)]
    for group in [*((condition,) for condition in conditions), *together]:
        print(f"{' '.join(group):28}", end="")
        for name in programs:
            wall, used, ours = (
                sum(seconds[condition] for condition in group)
                for seconds in (walls[name], cores[name], walls["Opis"])
            )
            print(f"{wall:8.1f} /{used:6.1f} ({ours / wall:5.2f})", end="")
        print()
    for group in together:
        pages = sum(s.condition in group for s in samples)
        used = sum(cores["Opis"][condition] for condition in group)
        print(f"{' '.join(group)}: Opis reads {60 * pages / used:.1f} pages a minute of a core")
    print(f"\nlargest worker: {runs['Opis'].memory} MB")
    print(f"text layer: {text_layer_rate():.1f} pages a second of a core")


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/bench ocr", description=__doc__)
    names = [str(condition) for condition in CONDITIONS]
    parser.add_argument("--conditions", nargs="+", choices=names, help="these alone")
    parser.add_argument("--pages", nargs="+", default=[], help="how the names of pages begin")
    parser.add_argument("--alone", action="store_true", help="Opis alone")
    kind = parser.add_mutually_exclusive_group()
    kind.add_argument("--given", action="store_true", help="the scans of ../shared/ocr alone")
    kind.add_argument("--drawn", action="store_true", help="the drawn pages alone")
    return parser.parse_args()


def _peers() -> dict[str, Callable[[Sequence[Sample]], Run]]:
    peers: dict[str, Callable[[Sequence[Sample]], Run]] = {
        f"tesseract {label}": lambda samples, model=model: tesseract(model, samples)  # type: ignore[misc]  # mypy does not infer the type of the default
        for label, model in (("rus", "rus"), ("Cyr", "Cyrillic"))
    }
    program = os.environ.get("OPIS_OCRMYPDF") or shutil.which("ocrmypdf")
    if program is None:
        print("ocrmypdf is neither on the path nor named by OPIS_OCRMYPDF: left out")
    else:
        peers["ocrmypdf"] = lambda samples: ocrmypdf(program, "rus", samples)
        # Russian alone reads no Kazakh: an archive in three languages would have it read by all.
        installed = subprocess.check_output(["tesseract", "--list-langs"], text=True).split()
        if {"kaz", "kir"} <= set(installed):
            peers["ocrmypdf 3"] = lambda samples: ocrmypdf(program, "rus+kaz+kir", samples)
        else:
            print("the Kazakh and Kyrgyz models are not installed: ocrmypdf with them left out")
    return peers


if __name__ == "__main__":
    main()
