"""A server of OpenSearch from Maven Central, unpacked once into a cache folder.

Two artifacts make one: the distribution that OpenSearch's own integration tests use, whose zip
holds the transport alone, and the module of analysers. Maven fetches them, from wherever the
settings of this machine tell it to; what came is held against checksums written down here.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import time
import zipfile
from pathlib import Path

VERSION = "2.19.6"
#: group:artifact:version:type, and the SHA-256 of the file
DISTRIBUTION = (
    f"org.opensearch.distribution.integ-test-zip:opensearch:{VERSION}:zip",
    "71d6d8b1c637f3faecda0752b184b1cc526fc6eaad59ec1408c6327bb00b9293",
)
ANALYSERS = (
    f"org.opensearch.plugin:analysis-common:{VERSION}:jar",
    "187378844d92a043b935038f9ae168f7812f686b1c1c7128f8b97731baff8a1a",
)
COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy"
#: what a module says of itself; painless, which it would extend, is not needed
DESCRIPTOR = f"""\
description=analysers
version={VERSION}
name=analysis-common
classname=org.opensearch.analysis.common.CommonAnalysisPlugin
java.version=11
opensearch.version={VERSION}
custom.foldername=
extended.plugins=
has.native.controller=false
"""
#: versions of Java on which this OpenSearch runs: 24 has taken away what it guards itself with
JAVA = range(11, 24)
#: tries to fetch, seconds between them (twice as many each time), and seconds for one
TRIES, WAIT, PATIENCE = 4, 5, 600


class NoServer(Exception):
    """No server can be had here; says why, and what to do."""


def cache() -> Path:
    """Where servers are unpacked: a folder of the user, or for root one that others may enter."""
    if os.geteuid() == 0:  # the server refuses to run as root, and another cannot enter its home
        return Path("/var/cache/opis/opensearch")
    own = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(own) / "opis" / "opensearch"


def java() -> Path:
    """The home of a Java that fits.

    Raises:
        NoServer: there is none.

    """
    named = [os.environ.get(name) for name in ("OPENSEARCH_JAVA_HOME", "JAVA_HOME")]
    on_path = shutil.which("java")
    homes = [Path(one) for one in named if one]
    homes += [Path(on_path).resolve().parents[1]] if on_path else []
    homes += sorted(Path("/usr/lib/jvm").glob("*"))
    for home in homes:
        release = home / "release"
        said = release.read_text(encoding="utf-8") if release.is_file() else ""
        version = re.search(r'^JAVA_VERSION="(\d+)', said, re.MULTILINE)
        if version and int(version[1]) in JAVA and (home / "bin" / "java").exists():
            return home
    raise NoServer("there is no Java 11 to 23: apt-get install openjdk-17-jre-headless")


def installed() -> Path:
    """The home of the server; it is fetched and unpacked where it is not there yet.

    Raises:
        NoServer: it cannot be fetched.

    """
    folder = cache()
    home = folder / f"opensearch-{VERSION}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "installing.lock").open("w") as lock:  # several may ask for it at once
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not home.is_dir():
                _unpack(folder, home)
    except OSError as reason:
        raise NoServer(f"the server cannot be unpacked in {folder}: {reason}") from reason
    return home


def _unpack(folder: Path, home: Path) -> None:
    fetched, unfinished = folder / "fetched", folder / "unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    with zipfile.ZipFile(_fetched(DISTRIBUTION, fetched)) as packed:
        packed.extractall(unfinished)
    module = unfinished / home.name / "modules" / "analysis-common"
    module.mkdir()
    shutil.copy(_fetched(ANALYSERS, fetched), module)
    (module / "plugin-descriptor.properties").write_text(DESCRIPTOR, encoding="utf-8")
    for path in (unfinished / home.name).rglob("*"):  # zipfile forgets who may do what
        program = path.is_dir() or path.parent.name == "bin"
        path.chmod(0o755 if program else 0o644)
    (unfinished / home.name).rename(home)
    shutil.rmtree(unfinished)
    shutil.rmtree(fetched)


def _fetched(artifact: tuple[str, str], folder: Path) -> Path:
    """An artifact's file in a folder, as its checksum says."""
    name, sum_ = artifact
    if not shutil.which("mvn"):
        raise NoServer("there is no Maven to fetch the server with: apt-get install maven")
    _group, plain, version, kind = name.split(":")
    path = folder / f"{plain}-{version}.{kind}"
    command = ["mvn", "-q", "-B", COPY, f"-Dartifact={name}", f"-DoutputDirectory={folder}"]
    why = ""
    for tried in range(TRIES):
        if tried:
            time.sleep(WAIT * 2 ** (tried - 1))
        try:
            done = subprocess.run(
                command, capture_output=True, text=True, check=False, timeout=PATIENCE, cwd="/"
            )
            why = next(iter((done.stdout + done.stderr).strip().splitlines()), "")
        except subprocess.TimeoutExpired:
            why = f"no answer within {PATIENCE} s"
        if path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == sum_:
            return path
        why = why or "what came is not what was asked for"
        path.unlink(missing_ok=True)
    raise NoServer(f"Maven cannot fetch {name}: {why}")
