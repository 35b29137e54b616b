// The bytes of a file on the Hub.

internal import Requests
internal import Synchronization

/// A file at one commit, which never changes. Used by several threads.
///
/// The Hub leads to another server, whose URL is valid for a time: it is asked directly as long as it answers.
package final class HubFile: Sendable {
    /// A file that the Hub does not give by ranges is kept whole up to so many bytes.
    private static let mostKept = 64 << 20

    package let entry: HubEntry
    private let hub: HubClient
    private let dataset: HubDataset
    private let url: String
    private let state = Mutex(State())

    private struct State {
        /// Where the Hub led to.
        var location: String?
        var whole: [UInt8]?
    }

    package init(_ hub: HubClient, _ dataset: HubDataset, commit: String, _ entry: HubEntry) {
        self.hub = hub
        self.dataset = dataset
        self.entry = entry
        url = hub.fileURL(dataset, at: commit, path: entry.path)
    }

    /// Fills `room` with the bytes from `offset` on.
    ///
    /// - Returns: how many; fewer than there is room at the file's end alone.
    package func read(at offset: Int, into room: UnsafeMutableRawBufferPointer) throws(HubError) -> Int {
        let wanted = min(room.count, entry.byteCount - offset)
        guard wanted > 0 else { return 0 }
        var done = 0
        while done < wanted {
            let part = UnsafeMutableRawBufferPointer(rebasing: room[done..<wanted])
            let count = try piece(at: offset + done, into: part)
            guard count > 0 else { throw HubError(.unreachable, "the Hub sends no bytes") }
            done += count
        }
        return wanted
    }

    private func piece(at offset: Int, into room: UnsafeMutableRawBufferPointer) throws(HubError) -> Int {
        let (location, whole) = state.withLock { ($0.location, $0.whole) }
        if let whole { return copy(whole, at: offset, into: room) }
        if let location, let count = try askDirectly(location, at: offset, into: room) { return count }
        let (response, count) = try ask(hub.request(.get, url), at: offset, into: room)
        let place = response.head.url
        switch response.status {
        case 206:
            guard Self.isRange(response, from: offset, of: entry.byteCount) else { throw Self.otherBytes }
            if Origin(of: place) != Origin(of: url) { state.withLock { $0.location = place } }
            return count
        case 200: return copy(try readWhole(), at: offset, into: room)
        default: throw HubError(response, dataset, hub.access)
        }
    }

    /// Nil if the Hub has to be asked for the place again.
    private func askDirectly(
        _ location: String, at offset: Int, into room: UnsafeMutableRawBufferPointer
    ) throws(HubError) -> Int? {
        var request = Request(.get, location)
        request.silence = hub.silence
        let answer: (response: Response, count: Int)?
        do throws(HubError) { answer = try ask(request, at: offset, into: room) } catch {
            guard error.category == .unreachable else { throw error }
            answer = nil
        }
        if let answer, answer.response.status == 206, Self.isRange(answer.response, from: offset, of: entry.byteCount) {
            return answer.count
        }
        state.withLock { $0.location = nil }
        return nil
    }

    private func ask(
        _ request: Request, at offset: Int, into room: UnsafeMutableRawBufferPointer
    ) throws(HubError) -> (response: Response, count: Int) {
        var request = request
        request.headers.append(Header("Range", "bytes=\(offset)-\(offset + room.count - 1)"))
        do throws(RequestError) { return try hub.client.read(request, into: room) } catch { throw HubError(error) }
    }

    /// The Hub gives small files whole.
    private func readWhole() throws(HubError) -> [UInt8] {
        guard entry.byteCount <= Self.mostKept else {
            throw HubError(.refused, "the Hub does not give \(entry.path) by ranges")
        }
        var request = hub.request(.get, url)
        request.mostAnswerBytes = entry.byteCount
        let response = try hub.send(request)
        guard response.isSuccess else { throw HubError(response, dataset, hub.access) }
        guard response.body.count == entry.byteCount else { throw Self.otherBytes }
        state.withLock { $0.whole = response.body }
        return response.body
    }

    private func copy(_ whole: [UInt8], at offset: Int, into room: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(room.count, whole.count - offset)
        room.copyBytes(from: whole[offset..<offset + count])
        return count
    }

    private static let otherBytes = HubError(.refused, "the Hub sends other bytes than it says the file has")

    private static func isRange(_ response: Response, from offset: Int, of byteCount: Int) -> Bool {
        let words = (response.header("Content-Range") ?? "").split(whereSeparator: { " -/".contains($0) })
        return words.count == 4 && Int(words[1]) == offset && Int(words[3]) == byteCount
    }
}
