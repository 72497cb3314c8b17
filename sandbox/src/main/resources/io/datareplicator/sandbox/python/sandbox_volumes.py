"""Puts the sandbox's volumes below /Volumes for the file functions of Python.

Like the mounts of a cluster they know no appending and no change in the middle of a file.
"""

import builtins
import errno
import io
import os
import stat as modes
import tempfile

import sandbox_calls
from sandbox_calls import CallError

_ROOT = "/Volumes/"
_real = {}


def _ours(path):
    """The text of a path in a volume; None for all others."""
    if isinstance(path, int):
        return None
    text = os.fsdecode(path)
    return text if text.startswith(_ROOT) else None


def _error(e, path):
    if e.status == 404:
        number = errno.ENOENT
    elif e.status == 403:
        number = errno.EROFS if "read-only" in str(e) else errno.EACCES
    elif e.reason == "FILES_API_DIRECTORY_IS_NOT_EMPTY":
        number = errno.ENOTEMPTY
    elif e.reason == "FILES_API_FILE_ALREADY_EXISTS":
        number = errno.EEXIST
    elif e.reason == "FILES_API_PATH_CONFLICT":
        number = errno.EISDIR if "directory where a file" in str(e) else errno.ENOTDIR
    else:
        number = errno.EIO
    return OSError(number, "%s (%s)" % (os.strerror(number), e), path)


def _call(name, path, **more):
    if len(path.rstrip("/").split("/")) < 5:
        # Catalogs and schemas are no directories of anybody.
        if name == "stat":
            return {}
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)
    try:
        return sandbox_calls.call(name, path=path, **more)
    except CallError as e:
        raise _error(e, path) from None


def _result(found):
    mode = (modes.S_IFDIR | 0o755) if found["directory"] else (modes.S_IFREG | 0o644)
    millis = found["last_modified"]
    seconds = millis // 1000
    plain = (mode, 0, 0, 1, 0, 0, found["size"], seconds, seconds, seconds)
    floats = (millis / 1000,) * 3
    nanos = (millis * 1000000,) * 3
    return os.stat_result(plain + floats + nanos)


class _Entry:
    def __init__(self, directory, found):
        self.name = found["name"]
        self.path = directory.rstrip("/") + "/" + self.name
        self._found = found

    def is_dir(self, *, follow_symlinks=True):
        return self._found["directory"]

    def is_file(self, *, follow_symlinks=True):
        return not self._found["directory"]

    def is_symlink(self):
        return False

    def is_junction(self):
        return False

    def stat(self, *, follow_symlinks=True):
        return _result(self._found)

    def __fspath__(self):
        return self.path


class _Entries:
    def __init__(self, directory):
        self._entries = (_Entry(directory, e) for e in _call("names", directory)["entries"])

    def __iter__(self):
        return self

    def __next__(self):
        return next(self._entries)

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        self.close()

    def close(self):
        self._entries.close()


class _Written(io.FileIO):
    """A file that becomes the one in the volume when it is closed."""

    def __init__(self, path):
        number, self._local = tempfile.mkstemp()
        self._path = path
        super().__init__(number, "w+")

    def close(self):
        if self.closed:
            return
        super().close()
        try:
            with _real["open"](self._local, "rb") as file:
                sandbox_calls.upload(self._path, file, _real["stat"](self._local).st_size)
        except CallError as e:
            raise _error(e, self._path) from None
        finally:
            _real["unlink"](self._local)


def _open_read(path):
    file = tempfile.TemporaryFile()
    try:
        sandbox_calls.download(path, file)
    except CallError as e:
        file.close()
        found = _call("stat", path)
        if found.get("directory"):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), path) from None
        raise _error(e, path) from None
    file.seek(0)
    return file


def _open_write(path, exclusive):
    found = _call("stat", path)
    if found.get("directory"):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), path)
    if exclusive and found:
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), path)
    parent = _call("stat", os.path.dirname(path))
    if not parent.get("directory"):
        number = errno.ENOTDIR if parent else errno.ENOENT
        raise OSError(number, os.strerror(number), path)
    if parent["read_only"]:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), path)
    return io.BufferedWriter(_Written(path))


def _open(file, mode="r", buffering=-1, encoding=None, errors=None, newline=None, *more, **rest):
    path = _ours(file)
    if path is None:
        return _real["open"](file, mode, buffering, encoding, errors, newline, *more, **rest)
    kind = "".join(sorted(mode.replace("b", "").replace("t", "")))
    if kind == "r":
        binary = _open_read(path)
    elif kind in ("w", "x"):
        binary = _open_write(path, kind == "x")
    else:
        raise OSError(errno.EOPNOTSUPP, os.strerror(errno.EOPNOTSUPP), path)
    return binary if "b" in mode else io.TextIOWrapper(binary, encoding, errors, newline)


def _stat(path, *more, **rest):
    ours = _ours(path)
    if ours is None:
        return _real["stat"](path, *more, **rest)
    found = _call("stat", ours)
    if not found:
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), ours)
    return _result(found)


def _lstat(path, *more, **rest):
    return _real["lstat"](path, *more, **rest) if _ours(path) is None else _stat(path)


def _scandir(path="."):
    ours = _ours(path)
    return _real["scandir"](path) if ours is None else _Entries(ours)


def _listdir(path="."):
    ours = _ours(path)
    return _real["listdir"](path) if ours is None else [e.name for e in _Entries(ours)]


def _mkdir(path, *more, **rest):
    ours = _ours(path)
    if ours is None:
        _real["mkdir"](path, *more, **rest)
    else:
        _call("mkdir", ours)


def _unlink(path, *more, **rest):
    ours = _ours(path)
    if ours is None:
        _real["unlink"](path, *more, **rest)
    else:
        _call("remove", ours)


def _rmdir(path, *more, **rest):
    ours = _ours(path)
    if ours is None:
        _real["rmdir"](path, *more, **rest)
    else:
        _call("rmdir", ours)


def _replace(source, target, *more, **rest):
    from_path, to_path = _ours(source), _ours(target)
    if from_path is None and to_path is None:
        _real["replace"](source, target, *more, **rest)
    elif from_path is None or to_path is None or from_path.split("/")[:5] != to_path.split("/")[:5]:
        raise OSError(errno.EXDEV, os.strerror(errno.EXDEV), source, None, target)
    else:
        _call("rename", from_path, to=to_path)


def _refuse(name):
    def refused(path, *more, **rest):
        if _ours(path) is None:
            return _real[name](path, *more, **rest)
        raise OSError(errno.EOPNOTSUPP, os.strerror(errno.EOPNOTSUPP), path)

    return refused


def install():
    """From now on the functions of os, and open, reach volumes."""
    replaced = {
        "stat": _stat,
        "lstat": _lstat,
        "scandir": _scandir,
        "listdir": _listdir,
        "mkdir": _mkdir,
        "unlink": _unlink,
        "remove": _unlink,
        "rmdir": _rmdir,
        "replace": _replace,
        "rename": _replace,
    }
    for name in ("open", "chmod", "chown", "link", "symlink", "truncate", "utime", "mkfifo"):
        replaced["os." + name] = _refuse("os." + name)
    for name, function in replaced.items():
        bare = name.replace("os.", "")
        _real[name] = getattr(os, bare)
        setattr(os, bare, function)
    _real["open"] = builtins.open
    builtins.open = io.open = _open
