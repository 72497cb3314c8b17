#!/usr/bin/env python3
"""Checks Dockerfiles and images of data-replicator without a container engine (Python 3.9+, nothing else).

    check-image.py --dockerfile Dockerfile.native [--context .]     the file, its paths and .dockerignore
    check-image.py --archive image.tar                              docker save, podman save, skopeo copy
    check-image.py --layout DIR                                     an OCI image layout
    check-image.py --rootfs DIR --config config.json                an unpacked image and its configuration

Prints one line per finding to standard error. Exit codes: 0 nothing found, 1 findings, 2 wrong usage or
unreadable input.
"""

import argparse
import sys
from pathlib import Path

from imagecheck import InputError
from imagecheck.dockerfile import check_dockerfile
from imagecheck.image import check_image
from imagecheck.sources import from_archive, from_layout, from_rootfs


def main(arguments):
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--dockerfile", type=Path)
    what.add_argument("--archive", type=Path)
    what.add_argument("--layout", type=Path)
    what.add_argument("--rootfs", type=Path)
    parser.add_argument("--context", type=Path, default=Path("."), help="build context (default: .)")
    parser.add_argument("--config", type=Path, help="image configuration (JSON), for --rootfs")
    parser.add_argument("--max-binary-mb", type=int, default=100, help="default: 100")
    options = parser.parse_args(arguments)
    if (options.rootfs is None) != (options.config is None):
        parser.error("--rootfs and --config belong together")
    try:
        if options.dockerfile:
            findings = check_dockerfile(options.dockerfile, options.context)
        else:
            findings = check_image(_image(options), options.max_binary_mb * 1024 * 1024)
    except (InputError, OSError) as problem:
        print(f"error: {problem}", file=sys.stderr)
        return 2
    for finding in findings:
        print(finding, file=sys.stderr)
    print(f"{len(findings)} findings" if findings else "ok")
    return 1 if findings else 0


def _image(options):
    if options.archive:
        return from_archive(options.archive)
    if options.layout:
        return from_layout(options.layout)
    return from_rootfs(options.rootfs, options.config)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
