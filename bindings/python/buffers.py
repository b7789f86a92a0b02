"""How values cross between Python and the library, in fewer steps than UniFFI takes: these definitions stand in
`_bindings.py` in the place of its own. What crosses is the same.

An answer is copied to bytes at once and read from there; what is asked with is written to bytes and copied at once. UniFFI
goes through a pointer for each number, and asks the library for more room as it writes.
"""

import ctypes
import struct

from vestibule._bindings import InternalError, _uniffi_check_call_status, _UniffiLib, _UniffiRustCallStatus


class _UniffiRustBuffer(ctypes.Structure):
    """Bytes of the library's."""

    # The address as a number: a pointer would be an object of its own each time.
    _fields_ = [
        ("capacity", ctypes.c_uint64),
        ("len", ctypes.c_uint64),
        ("data", ctypes.c_void_p),
    ]

    @staticmethod
    def default():
        return _UniffiRustBuffer()

    @staticmethod
    def of(data):
        """A buffer with these bytes, to be handed over."""
        size, status = len(data), _UniffiRustCallStatus()
        buffer = _UniffiLib.ffi_vestibule_bindings_rustbuffer_alloc(size, status)
        if status.code:
            _uniffi_check_call_status(None, status)
        ctypes.memmove(buffer.data, data, size)
        buffer.len = size
        return buffer

    def taken(self):
        """The bytes; the buffer is given back."""
        try:
            return ctypes.string_at(self.data, self.len)
        finally:
            self.free()

    def free(self):
        status = _UniffiRustCallStatus()
        _UniffiLib.ffi_vestibule_bindings_rustbuffer_free(self, status)
        if status.code:
            _uniffi_check_call_status(None, status)


class _UniffiRustBufferStream:
    """Bytes that are read one value after the other. Whoever reads past their end finds out when all is read."""

    __slots__ = ("data", "offset")
    size_at = struct.Struct(">I").unpack_from
    i32_at = struct.Struct(">i").unpack_from

    def __init__(self, data):
        self.data = data
        self.offset = 0

    def read_text(self, size_at=size_at):
        start = self.offset + 4
        self.offset = end = start + size_at(self.data, self.offset)[0]
        return self.data[start:end].decode()

    def read_optional_text(self):
        return self.read_text() if self.read_u8() else None

    def read_flag(self):
        return self.read_u8() != 0

    def read_u8(self):
        at = self.offset
        self.offset = at + 1
        return self.data[at]

    def _reader(format):
        unpack = struct.Struct(format).unpack_from
        size = struct.calcsize(format)

        def read(self):
            at = self.offset
            self.offset = at + size
            return unpack(self.data, at)[0]

        return read

    read_i8 = _reader(">b")
    read_i16 = _reader(">h")
    read_u16 = _reader(">H")
    read_i32 = _reader(">i")
    read_u32 = _reader(">I")
    read_i64 = _reader(">q")
    read_u64 = _reader(">Q")
    read_float = _reader(">f")
    read_double = _reader(">d")


class _UniffiRustBufferBuilder:
    """Bytes that are written one value after the other."""

    __slots__ = ("data",)

    def __init__(self):
        self.data = bytearray()

    def finalize(self):
        return _UniffiRustBuffer.of(bytes(self.data))

    def write(self, value):
        self.data += value

    def write_text(self, value, size=struct.Struct(">I").pack):
        data = value.encode()
        self.data += size(len(data)) + data

    def write_u8(self, value):
        self.data.append(value)

    def _writer(format):
        pack = struct.Struct(format).pack

        def write(self, value):
            self.data += pack(value)

        return write

    write_i8 = _writer(">b")
    write_i16 = _writer(">h")
    write_u16 = _writer(">H")
    write_i32 = _writer(">i")
    write_u32 = _writer(">I")
    write_i64 = _writer(">q")
    write_u64 = _writer(">Q")
    write_float = _writer(">f")
    write_double = _writer(">d")


class _UniffiConverterRustBuffer:
    """A type that crosses as bytes; subclasses say how it is read and written."""

    @classmethod
    def lift(cls, rbuf):
        stream = _UniffiRustBufferStream(rbuf.taken())
        value = cls.read(stream)
        if stream.offset != len(stream.data):
            raise InternalError("an answer of the library is not as long as it should be")
        return value

    @classmethod
    def lower(cls, value):
        builder = _UniffiRustBufferBuilder()
        cls.write(value, builder)
        return builder.finalize()


class _UniffiFfiConverterString:
    @staticmethod
    def check_lower(value):
        if not isinstance(value, str):
            raise TypeError("argument must be str, not {}".format(type(value).__name__))
        return value

    @staticmethod
    def read(buf):
        return buf.read_text()

    @staticmethod
    def write(value, buf):
        buf.write_text(value)

    @staticmethod
    def lift(buf):
        return buf.taken().decode()

    @staticmethod
    def lower(value):
        return _UniffiRustBuffer.of(value.encode())


class _UniffiFfiConverterOptionalString(_UniffiConverterRustBuffer):
    @staticmethod
    def check_lower(value):
        if value is not None:
            _UniffiFfiConverterString.check_lower(value)

    @staticmethod
    def write(value, buf):
        if value is None:
            buf.write_u8(0)
        else:
            buf.write_u8(1)
            buf.write_text(value)

    @staticmethod
    def read(buf):
        return buf.read_optional_text()


def _uniffi_rust_call(fn, *args):
    status = _UniffiRustCallStatus()
    result = fn(*args, status)
    if status.code:
        _uniffi_check_call_status(None, status)
    return result


def _uniffi_rust_call_with_error(error_ffi_converter, fn, *args):
    # Of zeros: success, and no error.
    status = _UniffiRustCallStatus()
    result = fn(*args, status)
    if status.code:
        _uniffi_check_call_status(error_ffi_converter, status)
    return result
