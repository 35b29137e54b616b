// Which addresses libcurl has: each is given to libcurl once and removed when unused.

internal import URLs

/// Keeps libcurl's own name table as small as the set of hosts in flight.
///
/// libcurl 7.88 keeps names in 71 lists and walks all of them after each transfer when entries may age.
/// So entries never age there; they are given when a transfer needs one, through the `CURLOPT_RESOLVE` of
/// that transfer, and removed with the next such list once no transfer needs them.
struct PinnedNames {
    private struct Pin {
        var users = 0
        var generation: UInt64
        var isTold = false
    }

    private var pins: [String: Pin] = [:]
    private var withdrawn: [String] = []

    /// Origins that transfers in flight use.
    var count: Int { pins.count }

    /// Counts one more transfer to `origin` (`host:port`) and returns the lines that libcurl needs.
    mutating func pin(_ origin: String, addresses: [IPAddress], generation: UInt64) -> [String] {
        var pin = pins[origin] ?? Pin(generation: generation)
        pin.users += 1
        if pin.generation != generation {
            pin.generation = generation
            pin.isTold = false
        }
        pins[origin] = pin
        var lines: [String] = []
        if !withdrawn.isEmpty { swap(&lines, &withdrawn) }
        if !pin.isTold {
            // A leading sign is a command to libcurl: `-` takes a name back, `+` lets one age. Behind a sign it is a name.
            let sign = origin.utf8.first == 0x2D ? "+" : ""
            lines.append("\(sign)\(origin):\(addresses.map(\.text).joined(separator: ","))")
        }
        return lines
    }

    /// libcurl has used the lines of `origin`; the next transfers need not repeat them.
    mutating func confirm(_ origin: String) {
        pins[origin]?.isTold = true
    }

    /// One transfer to `origin` has ended.
    mutating func unpin(_ origin: String) {
        guard var pin = pins[origin] else { return }
        pin.users -= 1
        if pin.users > 0 {
            pins[origin] = pin
        } else {
            pins[origin] = nil
            withdrawn.append("-" + origin)
        }
    }
}
