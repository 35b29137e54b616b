// Where the bytes of an object go.

/// Gets the bytes of one object, once or, after a failure in its middle, again from the start.
package protocol ObjectReceiver: AnyObject {
    /// An object's bytes begin: what came before does not count.
    ///
    /// - Parameter byteCount: nil if the store does not say it before.
    /// - Returns: false if they are not wanted.
    func begin(byteCount: Int?) -> Bool

    /// - Returns: false if no more is wanted.
    func take(_ bytes: UnsafeRawBufferPointer) -> Bool
}
