"""Runs a Python file as a task of the sandbox: sandbox_task.py FILE PARAMETER..."""

import os
import runpy
import sys
import traceback

import sandbox_calls
import sandbox_volumes


def main():
    script = sys.argv[1]
    sys.argv = sys.argv[1:]
    sandbox_volumes.install()
    try:
        runpy.run_path(script, run_name="__main__")
    except SystemExit as e:
        if e.code not in (None, 0):
            fail("SystemExit: %s" % e.code, "")
    except BaseException as e:
        text = traceback.format_exc()
        sys.stderr.write(text)
        fail("".join(traceback.format_exception_only(type(e), e)).strip(), text)


def fail(error, trace):
    sandbox_calls.call("failure", error=error.replace("__main__.", ""), error_trace=trace)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(1)


if __name__ == "__main__":
    main()
