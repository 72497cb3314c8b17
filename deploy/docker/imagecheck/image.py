"""Rules for a built image."""

import posixpath
import re

from . import LABELS, user_is_numeric_and_not_root
from .elf import ELF_MAGIC, needed_libraries

LIBRARY_PATHS = ("/lib64", "/usr/lib64", "/lib", "/usr/lib", "/usr/local/lib64", "/usr/local/lib")
DEBIAN_PATHS = {"amd64": "x86_64-linux-gnu", "arm64": "aarch64-linux-gnu"}
LEFTOVERS = re.compile(r"(^|/)(\.git|\.m2|\.databrickscfg|\.env|id_rsa)(/|$)")


def check_image(image, most_bytes):
    """Returns the findings, in words."""
    config = image.config
    environment = dict(item.partition("=")[::2] for item in config.get("Env") or [])
    findings = []
    if not user_is_numeric_and_not_root(config.get("User")):
        findings.append(f"user '{config.get('User', '')}': must be a number other than 0")
    if config.get("StopSignal", "SIGTERM") not in ("SIGTERM", "15"):
        findings.append(f"stop signal {config['StopSignal']}: must be SIGTERM")
    labels = config.get("Labels") or {}
    findings += [
        f"label {label} is missing" for label in LABELS if labels.get(label, "") in ("", "unknown")
    ]
    findings += [
        f"variable {name}: a secret in the image"
        for name in environment
        if re.search(r"TOKEN|SECRET|PASSWORD", name, re.IGNORECASE)
    ]
    findings += [f"/{name}: must not be in an image" for name in image.entries if LEFTOVERS.search(name)]
    findings += _entry_point(image, config.get("Entrypoint") or [], most_bytes)
    findings += _certificates(image, environment.get("SSL_CERT_FILE", ""))
    findings += _state(image, environment.get("DATA_REPLICATOR_STATE_DIR", ""), config)
    return findings


def _entry_point(image, entry, most_bytes):
    if not entry or entry[0] in ("/bin/sh", "sh"):
        return ["entry point: must be in exec form"]
    program = image.find(entry[0])
    if program is None or program.kind != "file":
        return [f"entry point {entry[0]}: not in the image"]
    findings = []
    if not program.mode & 0o001:
        findings.append(f"entry point {entry[0]}: not everybody may execute it")
    if program.size > most_bytes:
        findings.append(f"entry point {entry[0]}: {program.size} bytes, more than {most_bytes}")
    content = program.read()
    if content.startswith(b"#!"):
        interpreter = content[2:].split(b"\n")[0].split()[0].decode("utf-8", "replace")
        if image.find(interpreter) is None:
            findings.append(f"entry point {entry[0]}: {interpreter} is not in the image")
        return findings
    if not content.startswith(ELF_MAGIC):
        return findings + [f"entry point {entry[0]}: neither ELF nor script"]
    try:
        machine, interpreter, libraries = needed_libraries(content)
    except ValueError as problem:
        return findings + [f"entry point {entry[0]}: {problem}"]
    if image.architecture and machine != image.architecture:
        findings.append(f"entry point {entry[0]}: for {machine}, the image is {image.architecture}")
    if interpreter and image.find(interpreter) is None:
        findings.append(f"entry point {entry[0]}: loader {interpreter} is not in the image")
    places = list(LIBRARY_PATHS)
    for base in ("/lib", "/usr/lib"):
        places.append(posixpath.join(base, DEBIAN_PATHS.get(machine, "")))
    for library in libraries:
        if not any(image.find(posixpath.join(place, library)) for place in places):
            findings.append(f"entry point {entry[0]}: library {library} is not in the image")
    return findings


def _certificates(image, path):
    bundle = image.find(path) if path else None
    if bundle is None:
        return [f"CA bundle: SSL_CERT_FILE is '{path}', no file of the image"]
    if b"-----BEGIN CERTIFICATE-----" not in bundle.read() or not bundle.mode & 0o004:
        return [f"CA bundle {path}: not a PEM file that everybody may read"]
    return []


def _state(image, path, config):
    directory = image.find(path) if path else None
    if directory is None or directory.kind != "dir":
        return [f"state: DATA_REPLICATOR_STATE_DIR is '{path}', no directory of the image"]
    findings = []
    if path not in (config.get("Volumes") or {}):
        findings.append(f"state {path}: no volume, so not writable on a read-only root file system")
    user = str(config.get("User", "")).split(":")[0]
    if directory.uid is not None and user.isdigit():
        mine = directory.uid == int(user) and directory.mode & 0o300 == 0o300
        group = directory.gid == 0 and directory.mode & 0o030 == 0o030
        if not mine or not group:
            findings.append(f"state {path}: user {user} and group 0 must be able to write")
    return findings
