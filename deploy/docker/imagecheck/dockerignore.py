"""What .dockerignore keeps away from the engine."""

import re
from pathlib import PurePosixPath


class DockerIgnore:
    """The last pattern that matches a path, or a directory above it, decides."""

    def __init__(self, text):
        self._rules = []
        for line in text.splitlines():
            line = line.strip()
            if not line or line.startswith("#"):
                continue
            keep = line.startswith("!")
            pattern = line.lstrip("!").strip().strip("/")
            self._rules.append((keep, re.compile(_regex(pattern))))

    def excludes(self, path):
        path = PurePosixPath(path)
        candidates = [str(path)] + [str(p) for p in path.parents if str(p) != "."]
        excluded = False
        for keep, rule in self._rules:
            if any(rule.fullmatch(candidate) for candidate in candidates):
                excluded = not keep
        return excluded


def _regex(pattern):
    parts = []
    position = 0
    while position < len(pattern):
        if pattern.startswith("**/", position):
            parts.append("(?:.*/)?")
            position += 3
        elif pattern.startswith("**", position):
            parts.append(".*")
            position += 2
        elif pattern[position] == "*":
            parts.append("[^/]*")
            position += 1
        elif pattern[position] == "?":
            parts.append("[^/]")
            position += 1
        else:
            parts.append(re.escape(pattern[position]))
            position += 1
    return "".join(parts)
