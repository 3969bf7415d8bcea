"""Articles and outputs at `s3://`, with a real server of that protocol on this machine."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import pipeline
from pipeline.errors import Locked
from pipeline.progress import Quiet
from pipeline.store.lease import LOCK, lease
from pipeline.store.published import fetched
from pipeline.store.remote import Remote
from tests.addresses import FailingWrites, assert_every_failure_leaves_a_whole_generation, made, publish_held, whole
from tests.conftest import ROOT
from tests.stress.harness import rounds, write_raw
from tests.test_run import run_command

pytestmark = [pytest.mark.slow, pytest.mark.loopback]
WRITES = ("put_object", "create_multipart_upload", "upload_part", "complete_multipart_upload", "delete_objects")
PUBLISHES = """
import sys
from pathlib import Path
from tests.addresses import publish_held
for _ in range(1000):
    for folder in sys.argv[2:]:
        publish_held(sys.argv[1], Path(folder), keep=2)
"""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of a server."""
    pytest.importorskip("s3fs", reason="needs the extra s3")
    moto = pytest.importorskip("moto.server", reason="needs moto, with its server")
    started = moto.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    started.start()
    host, port = started.get_host_and_port()
    yield f"http://{host}:{port}"
    started.stop()


@pytest.fixture
def bucket(server: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """The address of an empty bucket; copies of what is there have a folder of their own."""
    given = {"AWS_ENDPOINT_URL": server, "AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing"}
    for name, value in {**given, "AWS_DEFAULT_REGION": "us-east-1", "CORROBORATE_WORK": str(tmp_path / "work")}.items():
        monkeypatch.setenv(name, value)
    name = f"news-{time.monotonic_ns()}"
    Remote(f"s3://{name}").fs.mkdir(name)
    return f"s3://{name}"


def test_the_commands_work_at_addresses_as_in_folders(bucket: str, tmp_path: Path) -> None:
    raw, out = write_raw(tmp_path / "raw", "ten"), f"{bucket}/out"
    pipeline.run(raw, tmp_path / "out")
    articles = sorted(path.name for path in raw.iterdir())
    Remote(f"{bucket}/raw").send(raw, articles)
    places = ("--raw", f"{bucket}/raw", "--out", out)
    first = run_command("run", *places)
    assert first.returncode == 0, first.stderr
    assert f"Files: {out}/latest" in first.stdout
    assert whole(out) == (tmp_path / "out" / "latest").resolve().name  # a hash of the hashes of all files
    assert sorted(Remote(f"{bucket}/raw").listed()) == articles

    assert "nothing changed" in run_command("run", *places).stdout
    (raw / "pact.txt").write_text((raw / "pact.txt").read_text().replace("ten", "twenty"))
    Remote(f"{bucket}/raw").send(raw, ["pact.txt"])
    foretold = run_command("run", *places, "--dry-run").stdout
    second = run_command("run", *places, "--log", "json")
    assert '"kept": 1' in second.stderr
    assert "pact.txt: changed" in foretold
    assert "article changed: pact" in run_command("diff", "--out", out).stdout
    assert run_command("verify", "--out", out).stdout.endswith("all well\n")
    assert Path(run_command("report", "--out", out).stdout.strip()).is_file()
    Remote(out).write(f"runs/{fetched(out).name}/claims.csv", b"")
    damaged = run_command("verify", "--out", out)
    assert (damaged.returncode, damaged.stderr.count("\n")) == (4, 1)


@pytest.mark.parametrize("key", ["AWS_ENDPOINT_URL", "bucket"])
def test_a_store_that_cannot_be_reached_is_one_line_and_exit_code_74(
    bucket: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, key: str
) -> None:
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    if key == "bucket":
        bucket = "s3://there-is-none"
    else:
        monkeypatch.setenv(key, "http://127.0.0.1:9")
    done = run_command("run", "--raw", f"{bucket}/raw", "--out", str(tmp_path / "out"))
    assert done.returncode == 74, done.stderr
    assert done.stderr.count("\n") == 1


def test_of_runs_that_begin_at_once_one_holds_the_address(bucket: str) -> None:
    barrier, held, over = threading.Barrier(8), list[int](), threading.Event()

    def hold(number: int) -> bool:
        remote = Remote(f"{bucket}/out")
        barrier.wait()
        try:
            with lease(remote, Quiet()):
                held.append(number)
                over.wait(10)
        except Locked:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        found = [pool.submit(hold, number) for number in range(8)]
        until = time.monotonic() + 20
        while sum(one.done() for one in found) < 7 and time.monotonic() < until:
            time.sleep(0.05)
        over.set()
        assert sorted(one.result() for one in found) == [False] * 7 + [True]
    assert len(held) == 1


def test_every_write_that_fails_leaves_a_whole_generation(
    bucket: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    import s3fs

    writes = FailingWrites(monkeypatch, s3fs.S3FileSystem, ("_call_s3",), lambda _, method, *rest: method in WRITES)
    assert_every_failure_leaves_a_whole_generation(f"{bucket}/out", writes, tmp_path, every=rounds(9, 1))


def test_readers_see_whole_generations_while_runs_publish_and_are_killed(bucket: str, tmp_path: Path) -> None:
    out, folders = f"{bucket}/out", [made(tmp_path / note, note) for note in ("one", "two")]
    publish_held(out, folders[0])
    for pause in (0.0, 0.1, 0.3, 0.5)[: rounds(2, 4)]:
        publisher = subprocess.Popen(
            [sys.executable, "-c", PUBLISHES, out, *map(str, folders)],
            stdout=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        seen, until = set[str](), time.monotonic() + 30
        while len(seen) < 2 and time.monotonic() < until:
            seen.add(whole(out))
        time.sleep(pause)
        publisher.kill()
        publisher.wait()
        seen.add(whole(out))
        assert seen == {folder.name for folder in folders}
        if Remote(out).read(LOCK):
            Remote(out).remove([LOCK])
