import Synchronization

/// What an export reported.
final class Said: Sendable {
    private let lines = Mutex<[String]>([])
    var texts: [String] { lines.withLock { $0 } }
    func add(_ text: String) { lines.withLock { $0.append(text) } }
}
