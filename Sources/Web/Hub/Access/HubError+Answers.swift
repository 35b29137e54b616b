// Bad answers of the Hub in our categories.

internal import Requests

extension HubError {
    init(_ error: RequestError) {
        switch error.category {
        case .unknownHost, .unreachable, .untrusted, .silent, .cut:
            self.init(
                .unreachable, error.detail,
                hint: "is the Hub's address right (HF_ENDPOINT)? A start of the same command resumes")
        case .cancelled: self.init(.cancelled, error.detail)
        case .invalid, .tooLong, .redirects, .unexpected: self.init(.refused, error.detail)
        }
    }

    /// - Parameters:
    ///   - dataset: which was asked for.
    ///   - isWriting: whether a right to write is needed.
    init(_ response: Response, _ dataset: HubDataset, _ access: HubAccess, isWriting: Bool = false) {
        let words = Self.words(response)
        let answer = "the Hub answers \(response.status)" + (words.isEmpty ? "" : ": \(words)")
        let page = "\(access.endpoint)/datasets/\(dataset)"
        switch (response.header("X-Error-Code") ?? "", response.status) {
        case ("GatedRepo", _):
            self.init(
                .denied, "the dataset \(dataset) is gated",
                hint: access.token == nil
                    ? "ask for access at \(page), then give a token: HF_TOKEN, or hf auth login"
                    : "ask for access at \(page) with the account of \(access.token.map { "\($0)" } ?? "the token")")
        case ("RevisionNotFound", _):
            self.init(
                .notFound, "the dataset \(dataset) has no such revision",
                hint: "its branches and tags: \(page)/tree/main")
        case ("EntryNotFound", _): self.init(.notFound, "the dataset \(dataset) has no such file")
        case (_, 401) where words.contains("Invalid credentials"):
            self.init(
                .denied, "the Hub does not know \(access.token.map { "\($0)" } ?? "the token")",
                hint: "make another one at \(access.endpoint)/settings/tokens")
        // What a token may not see is not there.
        case ("RepoNotFound", _), (_, 401), (_, 404):
            self.init(
                .noDataset, "there is no dataset \(dataset), or it is private and this token may not see it",
                hint: Self.tokenHint(access, isWriting: isWriting))
        case (_, 403): self.init(.denied, answer, hint: Self.tokenHint(access, isWriting: isWriting))
        case (_, 409), (_, 412): self.init(.changed, "the dataset \(dataset) was changed by somebody else: \(answer)")
        case (_, 429):
            self.init(
                .unreachable, "the Hub asks to wait: \(answer)",
                hint: access.token == nil
                    ? "with a token more requests are allowed: HF_TOKEN, or hf auth login"
                    : "start the same command again in five minutes: it resumes")
        case (_, 408), (_, 500...599):
            self.init(.unreachable, answer, hint: "a start of the same command resumes")
        default: self.init(.refused, answer)
        }
    }

    private static func tokenHint(_ access: HubAccess, isWriting: Bool) -> String {
        let right = isWriting ? "write" : "read"
        guard let token = access.token else {
            return "private datasets need a token with the right to \(right): HF_TOKEN, or hf auth login"
        }
        return "has \(token) the right to \(right) there? See \(access.endpoint)/settings/tokens"
    }

    /// What the Hub says, bounded and plain.
    private static func words(_ response: Response) -> String {
        let text = response.header("X-Error-Message") ?? ""
        return String(text.prefix(300).filter { $0.isASCII && $0 >= " " && $0 != "\u{7F}" })
    }
}
