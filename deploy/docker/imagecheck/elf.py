"""As much of ELF (64 bit, little endian) as it takes to know what a program needs to start."""

import struct

ELF_MAGIC = b"\x7fELF"
MACHINES = {62: "amd64", 183: "arm64"}
LOAD, DYNAMIC, INTERPRETER = 1, 2, 3
NEEDED, STRING_TABLE = 1, 5


def needed_libraries(data):
    """Machine, loader ('' when static) and names of shared libraries.

    Raises ValueError for anything that is not such a program.
    """
    try:
        return _read(data)
    except (struct.error, IndexError) as problem:
        raise ValueError(f"damaged ELF file: {problem}") from problem


def _read(data):
    if data[4:6] != b"\x02\x01":
        raise ValueError("not a 64-bit little-endian ELF file")
    machine = struct.unpack_from("<H", data, 18)[0]
    if machine not in MACHINES:
        raise ValueError(f"ELF machine {machine} is not supported")
    offset = struct.unpack_from("<Q", data, 32)[0]
    size, count = struct.unpack_from("<HH", data, 54)
    headers = [struct.unpack_from("<IIQQQQQQ", data, offset + i * size) for i in range(count)]
    loads = [(h[3], h[2], h[5]) for h in headers if h[0] == LOAD]
    loader = ""
    entries = []
    for kind, _, start, _, _, length, _, _ in headers:
        if kind == INTERPRETER:
            loader = _string(data, start)
        elif kind == DYNAMIC:
            entries = list(struct.iter_unpack("<QQ", data[start : start + length - length % 16]))
    table = [value for tag, value in entries if tag == STRING_TABLE]
    if not table:
        return MACHINES[machine], loader, []
    strings = _file_offset(loads, table[0])
    names = [_string(data, strings + value) for tag, value in entries if tag == NEEDED]
    return MACHINES[machine], loader, names


def _file_offset(loads, address):
    for start, offset, length in loads:
        if start <= address < start + length:
            return offset + address - start
    raise ValueError("damaged ELF file: its strings are in no segment")


def _string(data, offset):
    end = data.find(b"\0", offset)
    if end < 0:
        raise ValueError("damaged ELF file: a string without end")
    return data[offset:end].decode("utf-8", "replace")
