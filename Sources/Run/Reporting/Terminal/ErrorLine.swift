// An error before a run has begun, for a machine.

package import Ground
internal import JSON

/// One object in the form of the run's log.
package enum ErrorLine {
    /// - Parameters:
    ///   - lines: the message as a person would read it: what is wrong, then what can be done.
    ///   - exitCode: what the process ends with.
    package static func json(_ lines: [String], exitCode: Int32, at time: UTCTimestamp) -> String {
        let first = lines.first ?? ""
        let text = first.hasPrefix("error: ") ? String(first.dropFirst("error: ".count)) : first
        let hints = lines.dropFirst().map { String($0.drop { $0 == " " }) }.filter { !$0.isEmpty }
        return LogLine.event(
            "error", at: time,
            [
                .init("exit_code", .integer(Int(exitCode))), .init("text", .text(text)),
                .init("hints", .array(hints.map { .text($0) })),
            ])
    }
}
