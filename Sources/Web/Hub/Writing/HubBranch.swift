// A branch of a dataset that is written to.

internal import Ground
internal import Synchronization

/// Makes commits on a branch, few and large ones: the Hub allows some hundred an hour. What several threads want to commit
/// at the same time becomes one commit. Used by several threads.
package final class HubBranch: Sendable {
    /// Changes in one commit, and bytes of its request.
    private static let mostChanges = 1000
    private static let mostRequestBytes = 20 << 20
    /// Attempts at a commit when others commit at the same time, or answers are lost.
    static let mostAttempts = 12

    package let client: HubClient
    package let dataset: HubDataset
    package let name: String
    /// Between two commits.
    private let interval: Duration
    /// The longest pause between two attempts.
    private let longestPause: Duration
    /// Whether a dataset that is missing is made, and for whom; nil makes none.
    private let creation: HubVisibility?
    private let state = Monitor(State())

    private struct Group: Sendable {
        var id = 0
        var changes: [HubChange] = []
        var summaries: [String] = []
        var requestBytes = 0
        var members = 0
    }

    private struct State: Sendable {
        var open = Group()
        var results: [Int: Result<String, HubError>] = [:]
        /// Members of a finished group that have not seen its result.
        var unseen: [Int: Int] = [:]
        var isCommitting = false
        var due: ContinuousClock.Instant?
        /// The branch's commit, as far as it is known.
        var head: String?
    }

    /// - Parameter interval: between two commits; the first one is made at once.
    package init(
        _ client: HubClient, _ dataset: HubDataset, branch: String, interval: Duration,
        creation: HubVisibility? = nil, longestPause: Duration = .seconds(10)
    ) {
        self.creation = creation
        self.client = client
        self.dataset = dataset
        name = branch
        self.interval = interval
        self.longestPause = longestPause
    }

    /// The branch's commit now. A dataset that is missing is made, if that was asked for.
    package func head() throws(HubError) -> String {
        let head: String
        do throws(HubError) {
            head = try client.commit(of: dataset, revision: name)
        } catch {
            guard error.category == .noDataset else { throw error }
            guard let creation else {
                throw HubError(
                    .noDataset, error.detail,
                    hint: "make it: hf repos create \(dataset) --type dataset --private, or with --store-option "
                        + "create=private (or public)" + (error.hint.map { "; " + $0 } ?? ""))
            }
            try client.create(dataset, isPrivate: creation == .private)
            head = try client.commit(of: dataset, revision: name)
        }
        state.change { $0.head = head }
        return head
    }

    /// Makes the changes part of the next commit, and waits for it.
    ///
    /// - Parameter isWanted: false commits without waiting for others.
    /// - Returns: the commit.
    package func commit(
        _ changes: [HubChange], summary: String, isWanted: () -> Bool
    ) throws(HubError) -> String {
        let bytes = changes.reduce(0) { $0 + $1.requestBytes }
        // A group that is full is waited for.
        let (id, isFirst) = state.wait { state -> (Int, Bool)? in
            let isFull =
                state.open.members > 0
                && (state.open.changes.count + changes.count > Self.mostChanges
                    || state.open.requestBytes + bytes > Self.mostRequestBytes)
            guard !isFull else { return nil }
            state.open.changes += changes
            state.open.summaries.append(summary)
            state.open.requestBytes += bytes
            state.open.members += 1
            return (state.open.id, state.open.members == 1)
        }
        if isFirst { lead(isWanted) }
        let result = state.wait { state -> Result<String, HubError>? in
            guard let result = state.results[id] else { return nil }
            state.unseen[id, default: 0] -= 1
            if state.unseen[id] == 0 {
                state.unseen[id] = nil
                state.results[id] = nil
            }
            return result
        }
        return try result.get()
    }

    /// Waits until the open group may be committed, and commits it.
    private func lead(_ isWanted: () -> Bool) {
        let group = take(isWanted)
        let result: Result<String, HubError>
        do throws(HubError) {
            result = .success(
                try carryOut(group.changes, summary: Self.summary(group.summaries)))
        } catch {
            result = .failure(error)
        }
        state.change { state in
            state.results[group.id] = result
            state.unseen[group.id] = group.members
            state.isCommitting = false
            state.due = .now + interval
        }
    }

    private func take(_ isWanted: () -> Bool) -> Group {
        while true {
            let group = state.wait(atMost: .milliseconds(500)) { state -> Group? in
                let isDue = state.due.map { $0 <= .now } ?? true
                let isFull =
                    state.open.changes.count >= Self.mostChanges / 2
                    || state.open.requestBytes >= Self.mostRequestBytes / 2
                guard !state.isCommitting, isDue || isFull || !isWanted() else { return nil }
                let group = state.open
                state.open = Group(id: group.id + 1)
                state.isCommitting = true
                return group
            }
            if let group { return group }
        }
    }

    private static func summary(_ summaries: [String]) -> String {
        let first = summaries.first ?? ""
        return summaries.count == 1 ? first : "\(first) and \(summaries.count - 1) more"
    }

    // MARK: One commit

    private func carryOut(_ changes: [HubChange], summary: String) throws(HubError) -> String {
        var parent: String
        if let known = state.look({ $0.head }) { parent = known } else { parent = try head() }
        for attempt in 1...Self.mostAttempts {
            let wanted = try changesLeft(changes, at: parent, isFirst: attempt == 1)
            guard !wanted.isEmpty else { return parent }
            switch try client.commit(wanted, to: dataset, branch: name, parent: parent, summary: summary) {
            case .done(let commit):
                state.change { $0.head = commit }
                return commit
            case .moved: break
            case .unknown:
                guard attempt < Self.mostAttempts else {
                    throw HubError(
                        .unreachable, "the Hub does not say whether it made a commit",
                        hint: "a start of the same command resumes")
                }
            }
            try client.pause(min(.milliseconds(200) * (1 << min(attempt, 8)), longestPause))
            parent = try head()
        }
        throw HubError(
            .changed, "others commit to \(dataset) all the time: no commit of ours was taken",
            hint: "a start of the same command resumes")
    }

    /// What of the changes is not true already at a commit: a removal of a file that is not there is an error for the Hub,
    /// and a commit whose answer was lost may have been made.
    private func changesLeft(
        _ changes: [HubChange], at commit: String, isFirst: Bool
    ) throws(HubError) -> [HubChange] {
        let asked = changes.filter { change in
            if case .removal = change { return true }
            return !isFirst
        }
        guard !asked.isEmpty else { return changes }
        let entries = try client.entries(of: dataset, at: commit, paths: asked.map(\.path))
        let there = Dictionary(entries.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
        return changes.filter { change in
            let entry = there[change.path]
            switch change {
            case .removal: return entry != nil
            case .large(_, let sha256, _): return isFirst || entry?.sha256 != sha256
            // Its bytes are not compared: it is written again.
            case .small: return true
            }
        }
    }
}
