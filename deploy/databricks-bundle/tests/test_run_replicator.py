"""python3 -m unittest discover -s tests, from the directory of the bundle."""

import hashlib
import io
import os
import signal
import stat
import subprocess
import sys
import tempfile
import time
import unittest
from contextlib import redirect_stderr
from pathlib import Path

TASK = Path(__file__).resolve().parent.parent / "src" / "run_replicator.py"
sys.path.insert(0, str(TASK.parent))

import run_replicator  # noqa: E402

PATIENCE_SECONDS = 30


def wait_for(condition):
    end = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        if time.monotonic() > end:
            raise AssertionError("waited in vain")
        time.sleep(0.02)


class RunReplicatorTest(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.directory = Path(temporary.name)
        self.out, self.err = io.StringIO(), io.StringIO()
        for number in (signal.SIGTERM, signal.SIGINT):
            self.addCleanup(signal.signal, number, signal.getsignal(number))

    def binary(self, text):
        """A script in the place of the executable; not executable, like a file of a volume."""
        file = self.directory / "replicator"
        file.write_text("#!/bin/sh\n" + text, encoding="utf-8")
        file.chmod(stat.S_IRUSR | stat.S_IWUSR)
        return file

    def call(self, *arguments, secrets=None):
        return run_replicator.main(
            list(arguments), lambda scope, key: (secrets or {})[scope, key], self.out, self.err
        )

    def test_arguments_output_and_exit_code_pass_through(self):
        file = self.binary('printf "%s\\n" "$@"; echo progress >&2; exit 3\n')
        code = self.call(f"--binary={file}", "--", "a b.yaml", "--run-id", "7", "--")
        self.assertEqual(3, code)
        self.assertEqual("a b.yaml\n--run-id\n7\n--\n", self.out.getvalue())
        self.assertIn("progress\n", self.err.getvalue())
        self.assertIn("ended with 3: some objects failed", self.err.getvalue())

    def test_every_exit_code_of_the_tool_passes_through(self):
        for code in (0, 1, 2, 3, 130, 143):
            self.assertEqual(code, self.call(f"--binary={self.binary(f'exit {code}')}", "--"))

    def test_death_by_a_signal_is_the_code_of_a_shell(self):
        self.assertEqual(137, self.call(f"--binary={self.binary('kill -9 $$')}", "--"))

    def test_secrets_reach_the_executable_and_not_the_output(self):
        file = self.binary('echo "got $CLIENT_SECRET"; echo "$CLIENT_SECRET" >&2; echo ${#CLIENT_SECRET}\n')
        code = self.call(
            f"--binary={file}",
            "--secret=CLIENT_SECRET=scope/key",
            "--",
            secrets={("scope", "key"): "s3cr3t-value"},
        )
        self.assertEqual(0, code)
        self.assertEqual("got [REDACTED]\n12\n", self.out.getvalue())
        self.assertNotIn("s3cr3t-value", self.out.getvalue() + self.err.getvalue())
        self.assertNotIn("CLIENT_SECRET", os.environ)

    def test_an_empty_secret_is_refused_before_anything_runs(self):
        file = self.binary("echo ran\n")
        code = self.call(f"--binary={file}", "--secret=A=s/k", "--", secrets={("s", "k"): ""})
        self.assertEqual(2, code)
        self.assertEqual("", self.out.getvalue())
        self.assertIn("secret s/k for A is empty", self.err.getvalue())

    def test_another_checksum_is_refused(self):
        file = self.binary("echo ran\n")
        self.assertEqual(2, self.call(f"--binary={file}", "--sha256=" + "0" * 64, "--"))
        self.assertEqual("", self.out.getvalue())
        self.assertIn("it was not run", self.err.getvalue())

    def test_the_right_checksum_is_accepted(self):
        file = self.binary("echo ran\n")
        digest = hashlib.sha256(file.read_bytes()).hexdigest().upper()
        self.assertEqual(0, self.call(f"--binary={file}", f"--sha256={digest}", "--"))
        self.assertEqual("ran\n", self.out.getvalue())

    def test_a_missing_binary_is_named(self):
        self.assertEqual(2, self.call("--binary=/Volumes/none/such", "--"))
        self.assertIn("/Volumes/none/such is not there", self.err.getvalue())

    def test_a_file_that_is_no_program_is_refused_with_the_reason(self):
        file = self.directory / "noise"
        file.write_bytes(bytes(range(256)))
        self.assertEqual(2, self.call(f"--binary={file}", "--"))
        self.assertIn("cannot be started", self.err.getvalue())

    def test_in_place_runs_the_file_itself(self):
        file = self.binary('echo "$0"\n')
        file.chmod(0o700)
        self.assertEqual(0, self.call(f"--binary={file}", "--in-place", "--"))
        self.assertEqual(f"{file}\n", self.out.getvalue())

    def test_the_copy_does_not_stay(self):
        file = self.binary('echo "$0"\n')
        work = self.directory / "work"
        work.mkdir()
        self.call(f"--binary={file}", f"--work-dir={work}", "--")
        self.assertTrue(self.out.getvalue().startswith(str(work)))
        self.assertEqual([], list(work.iterdir()))

    def test_a_wrong_command_line_is_refused(self):
        for arguments in (["--binary=x"], ["--"], ["--binary=x", "--secret=A=nokey", "--"]):
            with self.assertRaises(SystemExit) as stopped, self.quiet():
                self.call(*arguments)
            self.assertEqual(2, stopped.exception.code)

    def quiet(self):
        return redirect_stderr(io.StringIO())

    def start_task(self):
        """The task as a process of its own, around an executable that notes its SIGTERM."""
        file = self.binary(
            f'trap "echo stopped > {self.directory}/stopped; exit 143" TERM\n'
            f"echo up > {self.directory}/up\nwhile :; do sleep 0.05; done\n"
        )
        task = subprocess.Popen(
            [sys.executable, str(TASK), f"--binary={file}", f"--work-dir={self.directory}", "--"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        self.addCleanup(task.stderr.close)
        wait_for((self.directory / "up").exists)
        return task

    def test_sigterm_is_forwarded_and_the_end_awaited(self):
        task = self.start_task()
        task.send_signal(signal.SIGTERM)
        self.assertEqual(143, task.wait(PATIENCE_SECONDS))
        self.assertTrue((self.directory / "stopped").exists())

    def test_the_executable_is_stopped_when_the_task_is_killed(self):
        task = self.start_task()
        task.kill()
        task.wait(PATIENCE_SECONDS)
        wait_for((self.directory / "stopped").exists)


if __name__ == "__main__":
    unittest.main()
