"""Real processes: start the command, look at its children, kill what is to be killed."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

DRIVER = Path(__file__).with_name("driver.py")


def command(*arguments: object) -> list[str]:
    return [sys.executable, str(DRIVER), *map(str, arguments)]


def start(*arguments: object, pause: float = 0.0, **options) -> subprocess.Popen:
    """Start the command in a process group of its own."""
    environment = {**os.environ, "STANDIN_PAUSE": str(pause)}
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
    return subprocess.Popen(command(*arguments), start_new_session=True, env=environment, **options)


def finish(*arguments: object, **options) -> tuple[int, bytes, bytes]:
    """Run the command to its end: exit code, standard output, standard error."""
    process = start(*arguments, **options)
    out, err = process.communicate(timeout=120)
    return process.returncode, out, err


def children(pid: int) -> list[int]:
    found = []
    for place in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            if int(place.read_text().rpartition(")")[2].split()[1]) == pid:
                found.append(int(place.parent.name))
    return found


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def wait_for(condition, seconds: float = 20.0) -> bool:
    """Look again and again until something holds; False if it never does."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.005)
    return False


def crowd() -> float:
    """How many times longer than promised things may take, because other programs want the processor too."""
    return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


def kill_group(process: subprocess.Popen, signal_: int = signal.SIGKILL) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal_)


def dump(path: Path, records: int = 400, seed: int = 0) -> Path:
    """Write a dump with residue in every third record and a bad line now and then."""
    chooser = random.Random(seed)
    with open(path, "w", encoding="utf-8") as file:
        for number in range(records):
            words = " ".join(chooser.choices(["rain", "sun", "Brücke", "дождь", "桥", "mayor"], k=12))
            text = words + (" [residue]" if number % 3 == 0 else "")
            if number % 97 == 96:
                file.write('{"id": broken\n')
            else:
                record = {"id": 10**20 + number, "url": f"https://site{number % 5}.example/{number}", "text": text}
                file.write(json.dumps(record, ensure_ascii=False) + "\n")
    return path


def outputs(folder: Path) -> dict[str, bytes]:
    """Everything a run leaves but its ledger, which also tells when outputs were published."""
    files = {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if "ledger" not in path.name}
    assert not [name for name in files if name.endswith(".partial")]
    return files
