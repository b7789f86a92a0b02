import Foundation

// The generated readers take each number and text of an answer with these. Foundation's own for raw buffers work on any kind
// of bytes, region by region, which took most of the time of a call.
extension Data {
    @inline(__always)
    func copyBytes(to target: UnsafeMutableRawBufferPointer, from range: Range<Int>) {
        withUnsafeBytes { target.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[range])) }
    }

    @inline(__always)
    func copyBytes(to target: UnsafeMutableBufferPointer<UInt8>, from range: Range<Int>) {
        copyBytes(to: UnsafeMutableRawBufferPointer(target), from: range)
    }
}
