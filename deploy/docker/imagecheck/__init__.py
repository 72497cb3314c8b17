"""Rules for Dockerfiles and images, for check-image.py."""

LABELS = tuple(
    "org.opencontainers.image." + name
    for name in ("title", "description", "licenses", "version", "revision", "created", "source")
)


class InputError(Exception):
    """What was to be checked cannot be read."""


def user_is_numeric_and_not_root(user):
    """Kubernetes' runAsNonRoot accepts numbers only: a name could be root under another name."""
    name = str(user or "").split(":")[0]
    return name.isdigit() and int(name) != 0
