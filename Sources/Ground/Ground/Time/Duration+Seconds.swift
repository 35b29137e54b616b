// Spans of time as numbers.

extension Duration {
    /// Seconds as a number.
    package var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
