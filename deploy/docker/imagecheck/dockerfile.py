"""Static rules for a Dockerfile and the paths that it names."""

import json
import re
import shlex
from pathlib import Path

from . import LABELS, InputError, user_is_numeric_and_not_root
from .dockerignore import DockerIgnore

STATE = "DATA_REPLICATOR_STATE_DIR"
# Paths that must never reach the engine, whatever else a build needs.
FORBIDDEN = (
    "target/data-replicator",
    "sandbox/target/classes/A.class",
    ".git/config",
    ".databrickscfg",
    "src/main/resources/.env",
    "src/main/resources/server.pem",
    "deploy/docker/server.key",
)


class Stage:
    def __init__(self, image, name):
        self.image = image
        self.name = name
        self.instructions = []

    def last(self, keyword):
        found = [value for word, value in self.instructions if word == keyword]
        return found[-1] if found else None

    def all(self, keyword):
        return [value for word, value in self.instructions if word == keyword]

    def assignments(self, keyword):
        pairs = {}
        for value in self.all(keyword):
            for token in shlex.split(value):
                name, equals, text = token.partition("=")
                if equals:
                    pairs[name] = text
        return pairs

    def mentions(self, path):
        return any(path.rstrip("/") in value for _, value in self.instructions)


def check_dockerfile(file, context):
    """Returns the findings, in words."""
    stages = _stages(_instructions(file))
    ignore_file = Path(context) / ".dockerignore"
    findings = []
    if not ignore_file.is_file():
        findings.append(".dockerignore is missing: everything would go to the engine")
        ignore = DockerIgnore("")
    else:
        ignore = DockerIgnore(ignore_file.read_text(encoding="utf-8"))
        findings += [
            f".dockerignore lets {path} through" for path in FORBIDDEN if not ignore.excludes(path)
        ]
    for index, stage in enumerate(stages):
        earlier = stages[:index]
        if not any(stage.image == before.name for before in earlier) and not _pinned(stage.image):
            findings.append(f"FROM {stage.image}: no fixed tag or digest")
        if stage.all("ADD"):
            findings.append("ADD: use COPY, which neither downloads nor unpacks")
        for value in stage.all("COPY"):
            findings += _copy(value, earlier, Path(context), ignore)
    findings += _final(stages[-1])
    return findings


def _copy(value, earlier, context, ignore):
    words = shlex.split(value)
    flags = {}
    while words and words[0].startswith("--"):
        name, _, text = words.pop(0)[2:].partition("=")
        flags[name] = text
    if len(words) < 2:
        return [f"COPY {value}: needs a source and a destination"]
    sources = words[:-1]
    if "from" in flags:
        origin = [stage for stage in earlier if stage.name == flags["from"]]
        if not origin:
            return [f"COPY --from={flags['from']}: no earlier stage of that name"]
        return [
            f"COPY --from={flags['from']} {source}: that stage makes no such path"
            for source in sources
            if not origin[0].mentions(source)
        ]
    findings = []
    for source in sources:
        if not (context / source).exists():
            findings.append(f"COPY {source}: not in the build context")
        elif ignore.excludes(source):
            findings.append(f"COPY {source}: .dockerignore keeps it from the engine")
    return findings


def _final(stage):
    findings = []
    user = stage.last("USER")
    if not user_is_numeric_and_not_root(user):
        findings.append(f"USER {user}: must be a number other than 0")
    entry = _exec_form(stage.last("ENTRYPOINT"))
    if not entry:
        findings.append("ENTRYPOINT: must be in exec form, or signals end at a shell")
    elif not entry[0].startswith("/"):
        findings.append(f"ENTRYPOINT {entry[0]}: must be an absolute path")
    elif not any(_puts(value, entry[0]) for value in stage.all("COPY")):
        findings.append(f"ENTRYPOINT {entry[0]}: nothing copies it to there")
    command = stage.last("CMD")
    if command is not None and not _exec_form(command):
        findings.append("CMD: must be in exec form")
    if stage.last("STOPSIGNAL") not in ("SIGTERM", "15"):
        findings.append("STOPSIGNAL: must be SIGTERM, which cancels running statements")
    labels = stage.assignments("LABEL")
    findings += [f"LABEL {label} is missing" for label in LABELS if not labels.get(label)]
    environment = stage.assignments("ENV")
    volumes = stage.last("VOLUME") or ""
    if environment.get(STATE, "-") not in (_exec_form(volumes) or [volumes]):
        findings.append(f"{STATE} must be set and be the VOLUME: the root file system is read-only")
    if not environment.get("SSL_CERT_FILE", "").startswith("/"):
        findings.append("SSL_CERT_FILE must name the CA bundle")
    arguments = [value.partition("=")[0] for value in stage.all("ARG")]
    findings += [
        f"{name}: a secret must not be part of an image"
        for name in [*environment, *arguments]
        if re.search(r"TOKEN|SECRET|PASSWORD", name, re.IGNORECASE)
    ]
    return findings


def _puts(copy, path):
    words = [word for word in shlex.split(copy) if not word.startswith("--")]
    destination = words[-1]
    return path == destination or (
        destination.endswith("/") and path.rpartition("/")[0] + "/" == destination
    )


def _exec_form(text):
    try:
        words = json.loads(text or "")
    except ValueError:
        return None
    ok = isinstance(words, list) and words and all(isinstance(word, str) for word in words)
    return words if ok else None


def _pinned(image):
    if "@sha256:" in image:
        return True
    name, colon, tag = image.rpartition(":")
    return bool(colon) and "/" not in tag and tag not in ("", "latest") and bool(name)


def _instructions(file):
    logical = ""
    found = []
    for line in Path(file).read_text(encoding="utf-8").splitlines():
        if line.strip().startswith("#") or (not line.strip() and not logical):
            continue
        logical += line.strip()
        if logical.endswith("\\"):
            logical = logical[:-1] + " "
            continue
        keyword, _, value = logical.partition(" ")
        found.append((keyword.upper(), value.strip()))
        logical = ""
    if logical:
        raise InputError(f"{file}: ends in the middle of an instruction")
    return found


def _stages(instructions):
    defaults = {}
    stages = []
    for keyword, value in instructions:
        if keyword == "FROM":
            words = [word for word in value.split() if not word.startswith("--")]
            image = re.sub(r"\$\{?(\w+)\}?", lambda m: defaults.get(m.group(1), ""), words[0])
            stages.append(Stage(image, words[2] if len(words) == 3 else ""))
        elif stages:
            stages[-1].instructions.append((keyword, value))
        elif keyword == "ARG":
            name, _, text = value.partition("=")
            defaults[name] = text
        else:
            raise InputError(f"{keyword} before the first FROM")
    if not stages:
        raise InputError("no FROM: not a Dockerfile")
    return stages
