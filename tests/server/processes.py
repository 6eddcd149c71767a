"""Servers as processes: started, awaited, watched through /proc and stopped."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path
from typing import Self

from tests.databases import Database

ROOT = Path(__file__).resolve().parents[2]
TICKS = os.sysconf("SC_CLK_TCK")


def environment(settings: str, database: Database, data_dir: Path, **more: str) -> dict[str, str]:
    """Return what a process of a server needs to know."""
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": settings,
        "DATABASE_URL": database.url,
        "DATA_DIR": str(data_dir),
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "LOG_LEVEL": "WARNING",
        **more,
    }


def run(*arguments: str, env: dict[str, str]) -> str:
    """Run Python with the arguments to its end and return what it printed."""
    done = subprocess.run(
        [sys.executable, *arguments], env=env, cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(arguments)} failed:\n{done.stdout}\n{done.stderr}")
    return done.stdout


def inside(module: str, function: str, *arguments: str, env: dict[str, str]) -> str:
    """Run the module's function inside Django and return the JSON of what it returned."""
    return run("-m", "tests.server.inside", module, function, *arguments, env=env)


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Process:
    """A Python process with its children; stopped at the end of the with block."""

    def __init__(self, *arguments: str, env: dict[str, str], log: Path) -> None:
        self.log = log
        with log.open("ab") as out:
            self.process = subprocess.Popen(
                [sys.executable, *arguments],
                env=env,
                cwd=ROOT,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_fault: object) -> None:
        self.stop()

    def check(self) -> None:
        """Fail with the log where the process has ended."""
        if self.process.poll() is not None:
            raise RuntimeError(f"It ended:\n{self.log.read_text()[-4000:]}")

    def stop(self) -> None:
        """Ask to stop; after a while make the whole process group stop."""
        if self.process.poll() is None:
            self.process.terminate()
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def kill(self) -> None:
        """End at once, without a chance to tidy up."""
        self.process.kill()
        self.process.wait()


class Server(Process):
    """A process that serves HTTP on 127.0.0.1."""

    def __init__(self, *arguments: str, port: int, env: dict[str, str], log: Path) -> None:
        super().__init__(*arguments, env=env, log=log)
        self.port = port
        self.peak_mib = 0.0

    def wait_until_up(self, path: str = "/healthz", seconds: float = 60) -> Self:
        """Return when the path answers; fail with the log when the process ends instead."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.check()
            if status(self.port, path) is not None:
                return self
            time.sleep(0.1)
        raise RuntimeError(f"The server did not come up:\n{self.log.read_text()[-4000:]}")

    def web_pids(self) -> list[int]:
        """Gunicorn's arbiter and then its workers."""
        family = [self.process.pid, *_children(self.process.pid)]
        arbiter = next((pid for pid in family if "gunicorn" in _command(pid)), None)
        return [arbiter, *_children(arbiter)] if arbiter else []

    def cpu_seconds(self) -> float:
        """CPU time that gunicorn and all its workers, living and gone, have taken."""
        pids = self.web_pids()
        return sum(_cpu(pid, with_gone_children=pid == pids[0]) for pid in pids)

    def watch_memory(self) -> None:
        """Remember the highest memory that any worker has had."""
        for pid in self.web_pids()[1:]:
            self.peak_mib = max(self.peak_mib, peak_mib(pid))


def status(port: int, path: str) -> int | None:
    """Return the status of a GET, or None when nobody answers."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as answer:
        answer.close()
        return answer.code
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return None


def product(env: dict[str, str], log: Path, workers: int = 2, threads: int = 4) -> Server:
    """Start the product as `make run` and an installation do, and wait until it answers."""
    port = free_port()
    arguments = ["manage.py", "serve", "--bind", f"127.0.0.1:{port}"]
    arguments += ["--workers", str(workers), "--threads", str(threads)]
    return Server(*arguments, port=port, env=env, log=log).wait_until_up()


def web(env: dict[str, str], log: Path) -> Server:
    """Start the product's pages without a worker beside them, and wait until they answer."""
    port = free_port()
    arguments = ["-m", "gunicorn", "lms.wsgi:application", "--bind", f"127.0.0.1:{port}"]
    arguments += ["--worker-class", "gthread", "--threads", "4", "--no-control-socket"]
    return Server(*arguments, port=port, env=env, log=log).wait_until_up()


def postgres_cpu_seconds(name: str) -> float | None:
    """CPU time of the backends that serve the database; None where they run elsewhere."""
    backends = [
        pid
        for pid in (int(entry.name) for entry in Path("/proc").glob("[0-9]*"))
        if (line := _command(pid)).startswith("postgres: ") and f" {name} " in line
    ]
    return sum(_cpu(pid) for pid in backends) if backends else None


def _children(pid: int) -> list[int]:
    children: list[int] = []
    for thread in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            children += map(int, thread.read_text().split())
    return children


def _command(pid: int) -> str:
    try:
        return (
            Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        )
    except OSError:
        return ""


def _cpu(pid: int, *, with_gone_children: bool = False) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(map(int, fields[11 : 15 if with_gone_children else 13])) / TICKS


def peak_mib(pid: int) -> float:
    """Return the most memory a process and those it started have had, in MiB; 0 where all are gone."""
    kib = 0
    for one in (pid, *_children(pid)):
        with suppress(OSError):
            lines = Path(f"/proc/{one}/status").read_text().splitlines()
            kib += sum(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))
    return kib / 1024
