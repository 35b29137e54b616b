// Where the body of an answer goes.

/// Gets the body of a success. An attempt that failed in its middle is followed by another one, which begins again.
package protocol BodyReceiver: AnyObject {
    /// An answer's body begins: what came before does not count.
    ///
    /// - Returns: false if the body is not wanted: the request then ends with this answer.
    func begin(_ head: ResponseHead) -> Bool

    /// - Returns: false if no more is wanted: the request then ends with this answer.
    func take(_ bytes: UnsafeRawBufferPointer) -> Bool
}
