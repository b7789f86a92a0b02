/// An answer of the library, read value by value where it lies. The generated readers use it, and the functions below, in the
/// place of UniFFI's own: those go through Foundation for each number, and copy each text twice.
@_documentation(visibility: private)
public struct AnswerReader {
    fileprivate var rest: UnsafeRawBufferPointer

    /// Reads bytes that stay where they are until it is done.
    init(_ bytes: UnsafeRawBufferPointer) {
        rest = bytes
    }

    fileprivate mutating func take(_ count: Int) throws -> UnsafeRawBufferPointer {
        guard count >= 0, count <= rest.count else { throw brokenAnswer("the library's answer ends too soon") }
        defer { rest = UnsafeRawBufferPointer(rebasing: rest[count...]) }
        return UnsafeRawBufferPointer(rebasing: rest[..<count])
    }
}

@inline(__always)
func readInt<T: FixedWidthInteger>(_ reader: inout AnswerReader) throws -> T {
    let bytes = try reader.take(MemoryLayout<T>.size)
    var value: T = 0
    withUnsafeMutableBytes(of: &value) { $0.copyMemory(from: bytes) }
    return T(bigEndian: value)
}

@inline(__always)
func readBytes(_ reader: inout AnswerReader, count: Int) throws -> UnsafeRawBufferPointer {
    try reader.take(count)
}

func hasRemaining(_ reader: AnswerReader) -> Bool {
    !reader.rest.isEmpty
}

/// What is thrown when an answer is none that the library can have given.
func brokenAnswer(_ detail: String) -> VestibuleError {
    .Refused(code: .`internal`, path: "", detail: detail)
}
