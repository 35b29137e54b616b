// Whether a run is still running, by its last record.

internal import Ground
internal import Reporting

/// A record with its age: what can be said of the run now.
package struct RunStatus: Hashable, Sendable {
    package enum Life: String, Hashable, Sendable {
        case running
        /// The record is too old for a running process; the reason is not known.
        case silent
        /// The process has ended without a last record.
        case lost
        case ended
    }

    /// A run notes something every three seconds; a slow disk may take some more.
    private static let longestSilence = 30.0

    package let record: StatusRecord
    package let life: Life
    /// Seconds since the record.
    package let age: Double

    /// - Parameters:
    ///   - now: seconds since 1970.
    ///   - host: of this machine.
    ///   - isAlive: whether a process of this machine is there.
    package init(_ record: StatusRecord, now: Double, host: String, isAlive: (Int) -> Bool) {
        self.record = record
        // A clock of another machine may be ahead.
        age = max(0, now - record.time)
        if record.state != "running" {
            life = .ended
        } else if record.host == host, !isAlive(record.process) {
            life = .lost
        } else {
            life = age > Self.longestSilence ? .silent : .running
        }
    }

    /// The first line: what the run is doing, or how it ended.
    package func headline(folder: String) -> String {
        let name = PlainText.safe(folder, maximumCharacters: 300)
        let host = PlainText.safe(record.host, maximumCharacters: 60)
        let command = PlainText.safe(record.command, maximumCharacters: 20)
        let silence = Duration.seconds(age).forecastWords
        let ago = silence + " ago"
        let resume = "start the same command again to resume"
        switch life {
        case .running:
            return "\(name): \(command) is running on \(host) (process \(record.process))"
        case .silent:
            return
                "\(name): the \(command) on \(host) has reported nothing for \(silence). If that machine is down, \(resume)"
        case .lost:
            return "\(name): the \(command) was killed, or its machine was restarted; last report \(ago): \(resume)"
        case .ended:
            switch record.state {
            case "finished": return "\(name): the \(command) finished \(ago)"
            case "stopped": return "\(name): the \(command) was stopped \(ago): \(resume)"
            default:
                let word = PlainText.safe(record.state, maximumCharacters: 40).replacing("_", with: " ")
                return "\(name): the \(command) ended \(ago): \(word)"
            }
        }
    }

    /// The headline and the figures of the run's last moment.
    ///
    /// - Parameter width: in columns.
    package func lines(folder: String, width: Int) -> [String] {
        var figures = record.figures
        if life != .running {
            // Nobody knows when it is continued, and nothing is in flight.
            (figures.timeLeft, figures.inFlight, figures.imagesPerSecond) = (nil, 0, Rate(0))
            (figures.bytesInPerSecond, figures.bytesOutPerSecond) = (Rate(0), Rate(0))
            (figures.cpuShare, figures.residentBytes) = (nil, nil)
        }
        var lines = JoinedItems.wrapped(words: headline(folder: folder), indent: 2, width: width)
        lines += ProgressBlock(width: width).lines(figures).dropFirst().map(\.plain)
        guard life == .running else { return lines }
        if let text = record.heldBackText {
            lines.append("held back by " + PlainText.safe(text, maximumCharacters: 200))
        }
        for host in record.pausedHosts {
            let paused = RunFlow.PausedHost(host: host.host, left: .seconds(host.seconds), isGivenUp: host.givenUp)
            lines.append(paused.words)
        }
        if let page = record.page { lines.append("page and metrics: " + PlainText.safe(page, maximumCharacters: 100)) }
        return lines
    }
}
