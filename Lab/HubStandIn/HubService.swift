// A stand-in for the Hugging Face Hub.

internal import Foundation
internal import Synchronization
package import TestSupport

/// Plays the Hub and the server of its large files on loopback: trees in pages, redirects, tokens, rate limits, commits.
/// huggingface_hub reads from it and writes to it, which `Tests/HubTests` checks.
package final class HubService: Sendable {
    let state: Mutex<HubState>
    private let hub: ScriptedService
    private let files: ScriptedService

    package init() throws {
        let shared = Shared()
        hub = try ScriptedService { request in shared.answer(request, isHub: true) }
        files = try ScriptedService { request in shared.answer(request, isHub: false) }
        state = Mutex(HubState(hub: hub.url(""), files: files.url("")))
        shared.service.withLock { $0.service = self }
    }

    /// The service, for its servers, which are made before it.
    private final class Shared: Sendable {
        struct Holder { weak var service: HubService? }
        let service = Mutex(Holder())

        func answer(_ request: ServiceRequest, isHub: Bool) -> ServiceAnswer {
            guard let service = service.withLock({ $0.service }) else { return .lost }
            return service.state.withLock { isHub ? $0.answer(request) : $0.fileAnswer(request) }
        }
    }

    /// `HF_ENDPOINT`.
    package var endpoint: String { hub.url("") }

    /// The environment of a command that asks this Hub, without a token.
    package var environment: [String: String] { ["HF_ENDPOINT": endpoint, "HF_TOKEN": "", "HF_HOME": "/nonexistent"] }

    /// Requests to the Hub since the last call.
    package func takeRequests() -> [ServiceRequest] { hub.takeRequests() }

    /// Requests to the server of large files since the last call.
    package func takeFileRequests() -> [ServiceRequest] { files.takeRequests() }

    /// Makes a dataset, empty but for the Hub's own `.gitattributes`.
    package func make(_ dataset: String, isPrivate: Bool = false, isGated: Bool = false) {
        state.withLock { $0.make(dataset, isPrivate: isPrivate, isGated: isGated) }
    }

    /// A commit on `main` that writes files.
    ///
    /// - Returns: its name.
    @discardableResult
    package func commit(_ files: [String: [UInt8]], to dataset: String) -> String {
        state.withLock {
            $0.commit(files.mapValues { HubState.Blob($0, path: "") }, deleting: [], to: dataset, "a test's")
        }
    }

    package func tag(_ name: String, _ commit: String, of dataset: String) {
        state.withLock { $0.datasets[dataset]?.branches[name] = commit }
    }

    /// The files of `main`.
    package func files(of dataset: String) -> [String: [UInt8]] {
        state.withLock { $0.datasets[dataset].map { $0.files(at: "main")?.mapValues(\.bytes) ?? [:] } ?? [:] }
    }

    /// Commits on `main`, oldest first: their summaries.
    package func history(of dataset: String) -> [String] {
        state.withLock { $0.datasets[dataset]?.commits.map(\.summary) ?? [] }
    }

    /// The token that may read private datasets and write.
    package func accept(token: String) { state.withLock { $0.token = token } }

    /// Entries of a tree that a page has.
    package func setPageSize(_ count: Int) { state.withLock { $0.pageSize = count } }

    /// The next requests to the Hub are answered with 429, and a `RateLimit` of so many seconds.
    package func limitRate(_ count: Int, seconds: Int) { state.withLock { $0.rateLimited = (count, seconds) } }

    /// The next requests whose path has that text are answered with a fault.
    package func fail(_ count: Int, at text: String, with fault: ServiceAnswer) {
        state.withLock { $0.faults.append(HubState.Fault(left: count, text: text, answer: fault)) }
    }

    /// The URLs that the Hub led to are not valid any more.
    package func expireLinks() { state.withLock { $0.linkEpoch += 1 } }

    /// Large files go up in parts of so many bytes; nil: at once.
    package func setPartSize(_ bytes: Int?) { state.withLock { $0.partBytes = bytes } }

    /// Large objects that were uploaded, by their SHA-256, in the order in which they were complete.
    package var uploads: [String] { state.withLock { $0.uploads } }

    /// The answers to the next commits are lost, after they were made.
    package func loseCommitAnswers(_ count: Int) { state.withLock { $0.lostCommits = count } }

    /// Another program commits before the next commit of ours.
    package func interfere(_ count: Int) { state.withLock { $0.interferences = count } }
}
