"""Images from an archive, a layout or an unpacked root file system, as one kind of object."""

import io
import json
import posixpath
import stat
import tarfile
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Optional

from . import InputError

MOST_LINKS = 40


@dataclass
class Entry:
    """A file of an image; uid and gid are None where the source does not tell them."""

    kind: str
    mode: int
    size: int
    uid: Optional[int]
    gid: Optional[int]
    link: str
    read: Callable[[], bytes]


class Image:
    def __init__(self, config, entries):
        self.config = config.get("config") or {}
        self.architecture = config.get("architecture", "")
        self.entries = dict(entries)
        # A layer need not name the directories above its files.
        for name in entries:
            while "/" in name:
                name = name.rpartition("/")[0]
                self.entries.setdefault(name, Entry("dir", 0o755, 0, 0, 0, "", bytes))

    def find(self, path):
        """The entry at a path, links followed, or None."""
        parts = [part for part in path.split("/") if part]
        done = []
        links = 0
        while parts:
            here = "/".join(done + [parts[0]])
            entry = self.entries.get(here)
            if entry is None:
                return None
            if entry.kind == "link":
                links += 1
                if links > MOST_LINKS:
                    return None
                target = posixpath.normpath(posixpath.join("/" + "/".join(done), entry.link))
                parts = [part for part in target.split("/") if part] + parts[1:]
                done = []
                continue
            done.append(parts.pop(0))
            if not parts:
                return entry
        return None


def from_rootfs(root, config):
    if not root.is_dir():
        raise InputError(f"{root} is not a directory")
    entries = {}
    for file in sorted(root.rglob("*")):
        info = file.lstat()
        if stat.S_ISLNK(info.st_mode):
            kind, link = "link", str(file.readlink())
        else:
            kind, link = ("dir" if stat.S_ISDIR(info.st_mode) else "file"), ""
        name = file.relative_to(root).as_posix()
        # Who unpacked it owns it, which says nothing about the image.
        entries[name] = Entry(
            kind, stat.S_IMODE(info.st_mode), info.st_size, None, None, link, file.read_bytes
        )
    return Image(_json(config.read_bytes(), config), entries)


def from_layout(directory):
    return _oci(lambda name: _bytes(directory / name))


def from_archive(file):
    try:
        with tarfile.open(file) as archive:
            files = {
                posixpath.normpath(member.name): archive.extractfile(member).read()
                for member in archive.getmembers()
                if member.isfile()
            }
    except tarfile.TarError as problem:
        raise InputError(f"{file}: {problem}") from problem

    def read(name):
        if name not in files:
            raise InputError(f"{file}: {name} is missing")
        return files[name]

    if "manifest.json" not in files:
        return _oci(read)
    manifest = _json(read("manifest.json"), "manifest.json")[0]
    layers = [read(posixpath.normpath(layer)) for layer in manifest["Layers"]]
    return Image(_json(read(manifest["Config"]), "the configuration"), _merged(layers))


def _oci(read):
    manifest = _json(read("index.json"), "index.json")["manifests"][0]
    while "index" in manifest.get("mediaType", ""):
        manifest = _json(read(_blob(manifest)), "an index")["manifests"][0]
    content = _json(read(_blob(manifest)), "the manifest")
    layers = [read(_blob(layer)) for layer in content["layers"]]
    return Image(_json(read(_blob(content["config"])), "the configuration"), _merged(layers))


def _blob(descriptor):
    return "blobs/" + descriptor["digest"].replace(":", "/")


def _merged(layers):
    entries = {}
    for layer in layers:
        try:
            with tarfile.open(fileobj=io.BytesIO(layer)) as archive:
                for member in archive.getmembers():
                    _apply(entries, member, archive)
        except tarfile.TarError as problem:
            raise InputError(f"a layer cannot be read: {problem}") from problem
    return entries


def _apply(entries, member, archive):
    name = posixpath.normpath(member.name).lstrip("/")
    directory, _, base = name.rpartition("/")
    if base == ".wh..wh..opq":
        _remove_below(entries, directory)
        return
    if base.startswith(".wh."):
        gone = posixpath.join(directory, base[len(".wh.") :])
        entries.pop(gone, None)
        _remove_below(entries, gone)
        return
    if member.islnk():
        origin = entries.get(posixpath.normpath(member.linkname).lstrip("/"))
        if origin is None:
            raise InputError(f"{name}: hard link to {member.linkname}, which is not there")
        entries[name] = origin
        return
    content = archive.extractfile(member).read() if member.isfile() else b""
    kind = "link" if member.issym() else "dir" if member.isdir() else "file"
    entries[name] = Entry(
        kind, member.mode, member.size, member.uid, member.gid, member.linkname, lambda: content
    )


def _remove_below(entries, directory):
    for name in [name for name in entries if name.startswith(directory + "/")]:
        del entries[name]


def _bytes(file):
    return Path(file).read_bytes()


def _json(data, what):
    try:
        return json.loads(data)
    except ValueError as problem:
        raise InputError(f"{what}: not JSON: {problem}") from problem
