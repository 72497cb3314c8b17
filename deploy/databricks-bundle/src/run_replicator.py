"""Runs the data-replicator executable as a task of a Databricks job.

Copies it from a volume to the local disk, hands it credentials from secret scopes as environment
variables, passes its output on, and ends as it ends. Credentials go nowhere but into the environment of
the executable, and would be blacked out in its output.

    run_replicator.py --binary=PATH [--sha256=HEX] [--in-place] [--secret=VARIABLE=SCOPE/KEY]... -- ARGUMENTS
"""

import argparse
import ctypes
import hashlib
import hmac
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading

USAGE = 2
MEANINGS = {
    0: "all done or skipped",
    1: "the run could not be done or recorded",
    2: "usage or configuration",
    3: "some objects failed",
    130: "interrupted",
    143: "stopped",
}
PR_SET_PDEATHSIG = 1


class Refused(Exception):
    """The executable must not, or cannot, be started; the message says what to mend."""


def parse(arguments):
    parser = argparse.ArgumentParser(prog="run_replicator.py")
    parser.add_argument("--binary", required=True)
    parser.add_argument("--sha256", default="")
    parser.add_argument("--in-place", action="store_true", help="run it where it lies")
    parser.add_argument("--work-dir", help="local directory that allows execution (default: temporary)")
    parser.add_argument("--secret", action="append", default=[], metavar="VARIABLE=SCOPE/KEY")
    if "--" not in arguments:
        parser.error("the arguments of data-replicator follow after --")
    split = arguments.index("--")
    options = parser.parse_args(arguments[:split])
    options.arguments = arguments[split + 1 :]
    for secret in options.secret:
        if not re.fullmatch(r"[A-Z][A-Z0-9_]*=[^/=]+/[^/=]+", secret):
            parser.error("--secret must be VARIABLE=SCOPE/KEY")
    return options


def read_secrets(specifications, get_secret):
    """Variables with the values of secrets; get_secret takes scope and key."""
    values = {}
    for specification in specifications:
        variable, place = specification.split("=", 1)
        scope, key = place.split("/", 1)
        value = get_secret(scope, key)
        if not value:
            raise Refused(f"secret {scope}/{key} for {variable} is empty")
        values[variable] = value
    return values


def place(binary, directory, sha256, in_place):
    """Path of an executable copy with the expected checksum."""
    if not os.path.isfile(binary):
        raise Refused(f"{binary} is not there, or this identity may not read the volume")
    target = binary
    if not in_place:
        target = os.path.join(directory, "data-replicator")
        shutil.copyfile(binary, target)
        os.chmod(target, 0o700)
    if sha256:
        # Of the copy, which is what will run.
        actual = _sha256(target)
        if not hmac.compare_digest(actual, sha256.strip().lower()):
            raise Refused(f"{binary} has SHA-256 {actual}, not the one of the job; it was not run")
    return target


def _sha256(file):
    digest = hashlib.sha256()
    with open(file, "rb") as content:
        for block in iter(lambda: content.read(1 << 20), b""):
            digest.update(block)
    return digest.hexdigest()


def run(executable, arguments, secrets, out, err):
    """Runs it to its end and returns the exit code, 128 + n after signal n."""
    libc = ctypes.CDLL(None, use_errno=True)

    def end_with_this_process():
        # A cancelled job may kill this interpreter; the executable then still gets its SIGTERM.
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)

    try:
        process = subprocess.Popen(
            [executable, *arguments],
            env={**os.environ, **secrets},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            preexec_fn=end_with_this_process,
        )
    except OSError as problem:
        raise Refused(
            f"{executable} cannot be started: {problem.strerror}; is it the release for this machine, "
            "and may files be executed there? --work-dir names another directory"
        ) from problem
    _forward_signals(process, err)
    pumps = [
        threading.Thread(target=_pump, args=(stream, sink, list(secrets.values())), daemon=True)
        for stream, sink in ((process.stdout, out), (process.stderr, err))
    ]
    for pump in pumps:
        pump.start()
    code = process.wait()
    for pump in pumps:
        pump.join()
    return code if code >= 0 else 128 - code


def _forward_signals(process, err):
    def forward(number, _frame):
        process.send_signal(number)

    try:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, forward)
    except ValueError:
        # Not the main thread of the interpreter; the end of the process is what reaches the executable.
        print("run_replicator: signals are not forwarded in this environment", file=err)


def _pump(stream, sink, secrets):
    with stream:
        for line in stream:
            text = line.decode("utf-8", "replace")
            for secret in secrets:
                text = text.replace(secret, "[REDACTED]")
            sink.write(text)
            sink.flush()


def from_databricks(scope, key):
    """A secret of the workspace that runs the job."""
    from databricks.sdk.runtime import dbutils

    return dbutils.secrets.get(scope=scope, key=key)


def main(arguments, get_secret=from_databricks, out=None, err=None):
    out = out or sys.stdout
    err = err or sys.stderr
    options = parse(arguments)
    try:
        secrets = read_secrets(options.secret, get_secret)
        with tempfile.TemporaryDirectory(prefix="data-replicator-", dir=options.work_dir) as directory:
            executable = place(options.binary, directory, options.sha256, options.in_place)
            code = run(executable, options.arguments, secrets, out, err)
    except Refused as problem:
        print(f"run_replicator: {problem}", file=err)
        return USAGE
    print(f"data-replicator ended with {code}: {MEANINGS.get(code, 'unexpected')}", file=err)
    return code


if __name__ == "__main__":
    CODE = main(sys.argv[1:])
    if CODE != 0:
        # A task fails by this; leaving out exit(0) keeps a success from being taken for an abort.
        sys.exit(CODE)
