"""Calls of a task to its sandbox."""

import contextlib
import http.client
import json
import os
import urllib.parse

_HOST = urllib.parse.urlsplit(os.environ["SANDBOX_URL"]).netloc
_SECRET = os.environ["SANDBOX_SECRET"]


class CallError(Exception):
    """A refused call."""

    def __init__(self, status, code, reason, message):
        super().__init__(message)
        self.status = status
        self.code = code
        self.reason = reason


@contextlib.contextmanager
def _send(method, path, body, headers):
    # A connection of its own for each call: one that was idle may be closed by the other side.
    connection = http.client.HTTPConnection(_HOST)
    try:
        connection.request(method, path, body=body, headers=headers)
        answer = connection.getresponse()
        if answer.status != 200:
            try:
                error = json.loads(answer.read())
            except ValueError:
                error = {}
            reason = next((d["reason"] for d in error.get("details", []) if "reason" in d), "")
            raise CallError(answer.status, error.get("error_code"), reason, error.get("message"))
        yield answer
    finally:
        connection.close()


def call(name, **arguments):
    """Calls and gives the answer's JSON."""
    body = json.dumps(arguments)
    headers = {"Content-Type": "application/json"}
    with _send("POST", "/sandbox/tasks/%s/%s" % (_SECRET, name), body, headers) as answer:
        return json.loads(answer.read())


def download(path, file):
    """Writes the bytes of a file of a volume to another."""
    headers = {"Content-Type": "application/json"}
    body = json.dumps({"path": path})
    with _send("POST", "/sandbox/tasks/%s/read" % _SECRET, body, headers) as answer:
        while True:
            chunk = answer.read(1 << 16)
            if not chunk:
                return
            file.write(chunk)


def upload(path, file, length):
    """Replaces a file of a volume by the bytes of another."""
    url = "/sandbox/task-files/%s%s" % (_SECRET, urllib.parse.quote(path))
    with _send("PUT", url, file, {"Content-Length": str(length)}) as answer:
        answer.read()
