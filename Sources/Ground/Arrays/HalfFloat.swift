// Floats as they stand in arrays of float16.

internal import HalfFloats

package enum HalfFloat {
    /// Two bytes for each value, little endian, rounded as `ArrayWriter` rounds them.
    package static func bytes(of values: ArraySlice<Float>) -> [UInt8] {
        let halves = [UInt16](unsafeUninitializedCapacity: values.count) { buffer, filled in
            values.withUnsafeBufferPointer { from in
                if let to = buffer.baseAddress, let start = from.baseAddress { half_from_float(to, start, from.count) }
            }
            filled = values.count
        }
        return halves.withUnsafeBytes { Array($0) }
    }
}
