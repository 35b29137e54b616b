// Lists whose rows are all on a host or two: then the hosts decide how fast a run is, not the machine.

package import Reporting
internal import Tables
package import URLLists
internal import URLs

/// Looks at the hosts of a list's first rows.
package enum FewHosts {
    /// Rows that are looked at; fewer than `leastRows` say nothing.
    private static let rows = 2000
    private static let leastRows = 100
    private static let mostHosts = 3

    /// - Parameters:
    ///   - perHost: most requests to one host at once.
    ///   - inFlight: most requests at once.
    /// - Returns: nil where there are more hosts, or where they are not the limit.
    package static func limit(of list: URLList, perHost: Int, inFlight: Int) -> HostLimit? {
        // A list that cannot be read is reported where it is read.
        guard let urls = (try? list.firstRows(rows))?.flatMap({ $0.text("url") }), urls.rowCount >= leastRows else {
            return nil
        }
        // Without memory for a parser the run says so itself.
        guard let parser = try? URLParser() else { return nil }
        var hosts: Set<String> = []
        for row in 0..<urls.rowCount {
            // What is no URL is not fetched.
            guard let url = urls.string(row), let target = try? parser.parse(url) else { continue }
            hosts.insert(target.host)
            if hosts.count > mostHosts { return nil }
        }
        let requests = hosts.count * perHost
        return hosts.isEmpty || requests >= inFlight ? nil : HostLimit(hosts: hosts.count, requests: requests)
    }
}
