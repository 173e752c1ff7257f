"""Real nodes of OpenSearch on loopback: started, killed, stopped still and started again.

For tests and first trials only: no security plugin, small heaps, no checks of the machine. Each
node has a folder of its own with settings, data and log. They run as an unprivileged user where
this process runs as root, which the server refuses.
"""

from __future__ import annotations

import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.opensearch.installing import NoServer, installed, java

#: as whom nodes run where we are root
USER = "nobody"
#: seconds in which nodes must have found one another, and in which one must have ended
STARTED, ENDED = 300.0, 30.0
#: seconds after which a node has noted that its copies have everything
NOTED = 40
#: lines of jvm.options that name files relative to the server's home, or sizes set otherwise
DROPPED = ("gc.log", "HeapDump", "ErrorFile", "-Xms", "-Xmx")
SETTINGS = {
    "cluster.name": "opis",
    "network.host": "127.0.0.1",
    "action.auto_create_index": "false",
    "cluster.routing.allocation.disk.threshold_enabled": "false",
    "node.store.allow_mmap": "false",
    # a process that is stopped still is noticed after seven seconds; as shipped, after thirty
    "cluster.fault_detection.leader_check.interval": "500ms",
    "cluster.fault_detection.leader_check.timeout": "3s",
    "cluster.fault_detection.leader_check.retry_count": "2",
    "cluster.fault_detection.follower_check.interval": "500ms",
    "cluster.fault_detection.follower_check.timeout": "3s",
    "cluster.fault_detection.follower_check.retry_count": "2",
}
#: kept, since nodes outlive what started them and are waited for by their numbers
_processes: list[subprocess.Popen[bytes]] = []
_direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def ask(url: str, body: object = None, method: str | None = None, seconds: float = 30) -> Any:
    """What a node answers, as JSON. Raises ``OSError`` where it does not, or refuses."""
    data = None if body is None else json.dumps(body).encode()
    head = {"Content-Type": "application/json"}
    request = urllib.request.Request(url, data, head, method=method)  # noqa: S310 - loopback
    with _direct.open(request, timeout=seconds) as answer:
        return json.loads(answer.read() or b"{}")


@dataclass
class Node:
    """A node: its name, folder and ports; ``pid`` is that of its process, None: it is not begun."""

    name: str
    folder: Path
    http: int
    transport: int
    pid: int | None = None

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.http}"

    def is_alive(self) -> bool:
        """Whether its process is there, be it stopped still."""
        if self.pid is None:
            return False
        with suppress(ChildProcessError):  # it is not our child where another run has begun it
            os.waitpid(self.pid, os.WNOHANG)
        try:
            command = Path(f"/proc/{self.pid}/cmdline").read_bytes()
            state = Path(f"/proc/{self.pid}/stat").read_text(encoding="utf-8").rpartition(") ")[2]
        except OSError:
            return False
        # the command is empty while the script becomes java, and once a process is over
        return b"opensearch" in command or not (command or state.startswith(("Z", "X")))

    def send(self, number: signal.Signals) -> None:
        """Send its process a signal; after one that ends it, wait until it is gone."""
        if self.pid is None or not self.is_alive():
            return
        os.kill(self.pid, number)
        if number in (signal.SIGKILL, signal.SIGTERM):
            end = time.monotonic() + ENDED
            while self.is_alive():
                if time.monotonic() > end:
                    os.kill(self.pid, signal.SIGKILL)
                time.sleep(0.05)

    def memory(self) -> int:
        """The memory that its process holds, in bytes."""
        said = Path(f"/proc/{self.pid}/status").read_text(encoding="utf-8")
        return int(said.split("VmRSS:")[1].split()[0]) * 1024


@dataclass
class Nodes:
    """Some nodes of one cluster, in a folder that others may enter.

    ``heap`` is the memory for objects of each (such as ``384m``), ``brisk`` leaves away the
    compiler that pays only after minutes, ``more`` are settings of OpenSearch.
    """

    folder: Path
    count: int = 1
    heap: str = "512m"
    brisk: bool = True
    ports: list[int] = field(default_factory=list)
    more: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        ports = self.ports or free_ports(2 * self.count)
        self.nodes = [
            Node(f"n{n}", self.folder / f"n{n}", ports[n], ports[self.count + n])
            for n in range(self.count)
        ]

    @property
    def urls(self) -> list[str]:
        """Where the nodes answer."""
        return [node.url for node in self.nodes]

    def start(self) -> float:
        """Start all nodes, wait until they are one cluster, and give the seconds that took.

        Raises:
            NoServer: the server cannot be had, or does not start.

        """
        begun = time.monotonic()
        for node in self.nodes:
            self.begin(node)
        self.await_health("yellow")
        return time.monotonic() - begun

    def begin(self, node: Node) -> None:
        """Start one node, and do not wait for it."""
        home, engine = installed(), java()
        node.folder.mkdir(parents=True, exist_ok=True)
        self._configure(home, node)
        flags = [f"-Xms{self.heap}", f"-Xmx{self.heap}"]
        flags += ["-XX:TieredStopAtLevel=1"] if self.brisk else []
        environment = {
            "PATH": os.defpath,
            "LANG": "C.UTF-8",
            "HOME": str(node.folder),
            "OPENSEARCH_PATH_CONF": str(node.folder / "config"),
            "OPENSEARCH_JAVA_HOME": str(engine),
            "OPENSEARCH_TMPDIR": str(node.folder / "tmp"),
            "OPENSEARCH_JAVA_OPTS": " ".join(flags),
        }
        who = pwd.getpwnam(USER) if os.geteuid() == 0 else None
        if who:
            for path in (node.folder, *node.folder.rglob("*")):
                os.chown(path, who.pw_uid, who.pw_gid)
        with (node.folder / "said.log").open("ab") as log:
            process = subprocess.Popen(
                [home / "bin" / "opensearch"],  # it becomes java: the number stays
                env=environment, cwd=node.folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True, user=who and who.pw_uid, group=who and who.pw_gid,
                extra_groups=[] if who else None,
            )  # fmt: skip
        _processes.append(process)
        node.pid = process.pid

    def _configure(self, home: Path, node: Node) -> None:
        for folder in (self.folder, node.folder):
            folder.chmod(0o755)
        (node.folder / "tmp").mkdir(exist_ok=True)
        config = node.folder / "config"
        shutil.rmtree(config, ignore_errors=True)
        shutil.copytree(home / "config", config)
        options = config / "jvm.options"
        kept = [
            line
            for line in options.read_text(encoding="utf-8").splitlines()
            if not any(word in line for word in DROPPED)
        ]
        options.write_text("\n".join(kept) + "\n", encoding="utf-8")
        own = {
            "node.name": node.name,
            "path.data": node.folder / "data",
            "path.logs": node.folder / "logs",
            "http.port": node.http,
            "transport.port": node.transport,
        }
        if self.count == 1:
            own["discovery.type"] = "single-node"
        else:
            others = ", ".join(f'"127.0.0.1:{one.transport}"' for one in self.nodes)
            names = ", ".join(one.name for one in self.nodes)
            own["discovery.seed_hosts"] = f"[{others}]"
            own["cluster.initial_cluster_manager_nodes"] = f"[{names}]"
        said = SETTINGS | own | self.more
        text = "".join(f"{key}: {value}\n" for key, value in said.items())
        (config / "opensearch.yml").write_text(text, encoding="utf-8")

    def await_health(self, status: str, seconds: float = STARTED) -> float:
        """Wait until every node says that all are there and well, and give the seconds.

        One alone may not know yet that another has just gone.

        Raises:
            NoServer: it did not come to that.

        """
        begun = time.monotonic()
        asked = f"wait_for_status={status}&wait_for_nodes={self.count}&timeout=2s"
        while time.monotonic() - begun < seconds:
            for node in self.nodes:
                if not node.is_alive():
                    raise NoServer(f"{node.name} has ended: {self.said(node)}")
            with suppress(OSError):
                told = [ask(f"{one.url}/_cluster/health?{asked}", seconds=5) for one in self.nodes]
                if not any(one["timed_out"] for one in told):
                    return time.monotonic() - begun
            time.sleep(0.1)
        raise NoServer(f"not {status} after {seconds:g} s: {self.said(self.nodes[0])}")

    def manager(self) -> Node:
        """The node that manages the cluster now. Raises ``OSError`` where none answers."""
        for node in self.nodes:
            with suppress(OSError):
                state = ask(f"{node.url}/_cat/cluster_manager?format=json", seconds=5)
                return next(one for one in self.nodes if one.name == state[0]["node"])
        raise OSError("no node answers")

    def said(self, node: Node) -> str:
        """The end of what a node has written."""
        log = node.folder / "said.log"
        return log.read_text(encoding="utf-8", errors="replace")[-2000:] if log.exists() else ""

    def end_with(self, process: int) -> None:
        """See to it that the nodes end, and their folder goes, when a process does, however."""
        pids = " ".join(str(node.pid) for node in self.nodes if node.pid is not None)
        script = (
            f'tail --pid={process} -f /dev/null; kill -9 {pids} 2>/dev/null; sleep 1; rm -rf "$1"'
        )
        watching = subprocess.Popen(
            ["sh", "-c", script, "sh", self.folder], start_new_session=True, cwd="/",
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        _processes.append(watching)

    def stop(self) -> None:
        """End all nodes, those too that are stopped still."""
        for node in self.nodes:
            if node.pid is not None and node.is_alive():
                os.kill(node.pid, signal.SIGCONT)
                os.kill(node.pid, signal.SIGTERM)
        for node in self.nodes:
            node.send(signal.SIGTERM)


def free_ports(count: int) -> list[int]:
    """Ports of loopback that nobody listens on now."""
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports
