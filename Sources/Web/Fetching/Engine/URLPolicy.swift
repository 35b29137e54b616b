// Which URLs must never be asked for.

/// Decides on URLs by their names. Used by one thread at a time: each loop makes its own.
package protocol URLPolicy: AnyObject {
    /// Whether a URL must not be requested.
    ///
    /// - Parameter name: as of `TargetURL`.
    func refuses(name: String) -> Bool
}
