"""python3 -m unittest discover -s tests, from deploy/docker. Images are made up, byte by byte."""

import hashlib
import importlib.util
import io
import json
import struct
import sys
import tarfile
import tempfile
import unittest
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HERE))

from imagecheck import LABELS  # noqa: E402
from imagecheck.dockerignore import DockerIgnore  # noqa: E402
from imagecheck.elf import needed_libraries  # noqa: E402

SPEC = importlib.util.spec_from_file_location("check_image", HERE / "check-image.py")
check_image = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(check_image)

PEM = b"-----BEGIN CERTIFICATE-----\nMAo=\n-----END CERTIFICATE-----\n"
PROGRAM = "usr/local/bin/data-replicator"
STATE = "var/lib/data-replicator"
BUNDLE = "etc/pki/tls/certs/ca-bundle.crt"


def elf(libraries, loader=b"/lib64/ld-linux-x86-64.so.2\0", machine=62):
    """A program with a loader and these libraries, and nothing to execute."""
    strings, names = b"\0", []
    for library in libraries:
        names.append(len(strings))
        strings += library.encode() + b"\0"
    headers_end = 64 + 3 * 56
    loader_at, strings_at = headers_end, headers_end + len(loader)
    dynamic_at = strings_at + len(strings)
    address = 0x1000
    entries = [(1, name) for name in names] + [(5, address + strings_at), (0, 0)]
    dynamic = b"".join(struct.pack("<QQ", *entry) for entry in entries)
    length = dynamic_at + len(dynamic)
    header = b"\x7fELF\x02\x01\x01" + bytes(9)
    header += struct.pack("<HHIQQQIHHHHHH", 3, machine, 1, 0, 64, 0, 0, 64, 56, 3, 0, 0, 0)

    def segment(kind, offset, size):
        return struct.pack("<IIQQQQQQ", kind, 4, offset, address + offset, 0, size, size, 8)

    segments = segment(1, 0, length) + segment(3, loader_at, len(loader))
    segments += segment(2, dynamic_at, len(dynamic))
    return header + segments + loader + strings + dynamic


class Layer:
    def __init__(self):
        self.buffer = io.BytesIO()
        self.tar = tarfile.open(fileobj=self.buffer, mode="w")

    def add(self, name, content=b"", mode=0o644, kind=tarfile.REGTYPE, link="", uid=0, gid=0):
        member = tarfile.TarInfo(name)
        member.mode, member.type, member.linkname = mode, kind, link
        member.uid, member.gid, member.size = uid, gid, len(content)
        self.tar.addfile(member, io.BytesIO(content))
        return self

    def bytes(self):
        self.tar.close()
        return self.buffer.getvalue()


class CheckImageTest(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.directory = Path(temporary.name)
        self.config = {
            "architecture": "amd64",
            "config": {
                "User": "1001",
                "Entrypoint": ["/" + PROGRAM],
                "Env": [f"DATA_REPLICATOR_STATE_DIR=/{STATE}", f"SSL_CERT_FILE=/{BUNDLE}"],
                "Labels": {label: "x" for label in LABELS},
                "Volumes": {"/" + STATE: {}},
                "StopSignal": "SIGTERM",
            },
        }

    def base(self):
        layer = Layer().add("lib64", kind=tarfile.SYMTYPE, link="usr/lib64")
        for library in ("libc.so.6", "libz.so.1", "ld-linux-x86-64.so.2"):
            layer.add("usr/lib64/" + library, b"library", 0o755)
        return layer

    def application(self, program=None, mode=0o755, state_mode=0o770, uid=1001):
        layer = Layer().add(PROGRAM, program or elf(["libc.so.6", "libz.so.1"]), mode)
        layer.add(BUNDLE, PEM)
        return layer.add(STATE, kind=tarfile.DIRTYPE, mode=state_mode, uid=uid)

    def archive(self, *layers):
        """What docker save writes."""
        file = self.directory / "image.tar"
        with tarfile.open(file, "w") as archive:
            parts = {"config.json": json.dumps(self.config).encode()}
            names = [f"{index}/layer.tar" for index in range(len(layers))]
            parts.update(zip(names, (layer.bytes() for layer in layers)))
            manifest = [{"Config": "config.json", "Layers": names}]
            parts["manifest.json"] = json.dumps(manifest).encode()
            for name, content in parts.items():
                member = tarfile.TarInfo(name)
                member.size = len(content)
                archive.addfile(member, io.BytesIO(content))
        return file

    def check(self, *arguments):
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            code = check_image.main([str(argument) for argument in arguments])
        return code, err.getvalue()

    def findings(self, *layers):
        code, text = self.check("--archive", self.archive(*layers))
        self.assertEqual(1 if text else 0, code)
        return text

    def assert_finds(self, words, *layers):
        self.assertIn(words, self.findings(*layers))

    def test_a_good_image(self):
        self.assertEqual("", self.findings(self.base(), self.application()))

    def test_a_good_image_as_an_oci_layout(self):
        def blob(content):
            digest = hashlib.sha256(content).hexdigest()
            (self.directory / "blobs/sha256").mkdir(parents=True, exist_ok=True)
            (self.directory / "blobs/sha256" / digest).write_bytes(content)
            return {"digest": "sha256:" + digest}

        manifest = {
            "config": blob(json.dumps(self.config).encode()),
            "layers": [blob(self.base().bytes()), blob(self.application().bytes())],
        }
        index = {"manifests": [blob(json.dumps(manifest).encode())]}
        (self.directory / "index.json").write_text(json.dumps(index), encoding="utf-8")
        self.assertEqual((0, ""), self.check("--layout", self.directory))
        file = self.directory / "oci.tar"
        with tarfile.open(file, "w") as archive:
            archive.add(self.directory / "index.json", "index.json")
            archive.add(self.directory / "blobs", "blobs")
        self.assertEqual((0, ""), self.check("--archive", file))

    def test_a_good_root_file_system(self):
        root = self.directory / "root"
        for layer in (self.base(), self.application()):
            with tarfile.open(fileobj=io.BytesIO(layer.bytes())) as content:
                for member in content.getmembers():
                    target = root / member.name
                    target.parent.mkdir(parents=True, exist_ok=True)
                    if member.issym():
                        target.symlink_to(member.linkname)
                    elif member.isdir():
                        target.mkdir()
                    else:
                        target.write_bytes(content.extractfile(member).read())
                        target.chmod(member.mode)
        config = self.directory / "config.json"
        config.write_text(json.dumps(self.config), encoding="utf-8")
        self.assertEqual((0, ""), self.check("--rootfs", root, "--config", config))
        (root / PROGRAM).chmod(0o600)
        (root / "usr/lib64/libz.so.1").unlink()
        code, text = self.check("--rootfs", root, "--config", config)
        self.assertEqual(1, code)
        self.assertIn("not everybody may execute it", text)
        self.assertIn("library libz.so.1 is not in the image", text)

    def test_the_user(self):
        for user in ("", "0", "root", "quarkus", "0:0"):
            self.config["config"]["User"] = user
            self.assert_finds("must be a number other than 0", self.base(), self.application())

    def test_the_entry_point(self):
        self.config["config"]["Entrypoint"] = ["/bin/sh", "-c", "data-replicator"]
        self.assert_finds("must be in exec form", self.base(), self.application())
        self.config["config"]["Entrypoint"] = ["/usr/bin/other"]
        self.assert_finds("/usr/bin/other: not in the image", self.base(), self.application())

    def test_the_program(self):
        self.assert_finds("not everybody may execute", self.base(), self.application(mode=0o700))
        self.assert_finds("neither ELF nor script", self.base(), self.application(b"MZ\x90"))
        self.assert_finds("damaged ELF file", self.base(), self.application(elf(["libc.so.6"])[:150]))
        self.assert_finds("for arm64", self.base(), self.application(elf([], machine=183)))
        self.assert_finds(
            "library libstdc++.so.6 is not", self.base(), self.application(elf(["libstdc++.so.6"]))
        )
        self.assert_finds("ld-linux-x86-64.so.2 is not in the image", self.application(elf([])))

    def test_a_script_needs_its_interpreter(self):
        script = b"#!/bin/sh\nexec java\n"
        self.assert_finds("/bin/sh is not in the image", self.base(), self.application(script))
        with_shell = self.base().add("bin/sh", b"sh", 0o755)
        self.assertEqual("", self.findings(with_shell, self.application(script)))

    def test_a_program_of_too_many_bytes(self):
        code, text = self.check(
            "--archive", self.archive(self.base(), self.application()), "--max-binary-mb", "0"
        )
        self.assertEqual(1, code)
        self.assertIn("more than 0", text)

    def test_the_certificates(self):
        self.assert_finds("not a PEM file", self.base(), self.application(), Layer().add(BUNDLE, b"x"))
        gone = Layer().add("etc/pki/tls/certs/.wh.ca-bundle.crt")
        self.assert_finds("no file of the image", self.base(), self.application(), gone)
        opaque = Layer().add("etc/pki/.wh..wh..opq")
        self.assert_finds("no file of the image", self.base(), self.application(), opaque)

    def test_the_state(self):
        for bad in (self.application(state_mode=0o750), self.application(uid=0)):
            self.assert_finds("user 1001 and group 0 must be able to write", self.base(), bad)
        self.config["config"]["Volumes"] = {}
        self.assert_finds("no volume", self.base(), self.application())

    def test_secrets_and_leftovers(self):
        self.config["config"]["Env"].append("SOURCE_TOKEN=x")
        leftover = Layer().add("root/.m2/settings.xml", b"x")
        text = self.findings(self.base(), self.application(), leftover)
        self.assertIn("variable SOURCE_TOKEN: a secret", text)
        self.assertIn("/root/.m2/settings.xml: must not be in an image", text)

    def test_labels(self):
        self.config["config"]["Labels"]["org.opencontainers.image.version"] = "unknown"
        self.assert_finds("image.version is missing", self.base(), self.application())

    def test_links_in_a_circle_end(self):
        circle = Layer().add("lib64", kind=tarfile.SYMTYPE, link="lib64")
        self.assert_finds("loader", self.base(), self.application(), circle)

    def test_what_is_no_image_is_an_error(self):
        file = self.directory / "noise"
        for content in (b"", b"\0" * 10240, bytes(range(256)) * 8):
            file.write_bytes(content)
            code, text = self.check("--archive", file)
            self.assertEqual(2, code)
            self.assertTrue(text.startswith("error: "), text)

    def test_this_interpreter_is_understood(self):
        machine, _, libraries = needed_libraries(Path(sys.executable).resolve().read_bytes())
        self.assertIn(machine, ("amd64", "arm64"))
        self.assertIsInstance(libraries, list)


class DockerIgnoreTest(unittest.TestCase):
    def test_the_last_match_decides(self):
        ignore = DockerIgnore("*\n!src/main\n# comment\n**/*.pem\n/docs/**\n!docs/a?.md\n")
        for path in ("pom.xml", "src/test/A.java", "src/main/server.pem", "docs/x/y", "a.pem"):
            self.assertTrue(ignore.excludes(path), path)
        for path in ("src/main", "src/main/java/A.java", "docs/ab.md"):
            self.assertFalse(ignore.excludes(path), path)


if __name__ == "__main__":
    unittest.main()
