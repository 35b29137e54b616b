// Whether a failed row's failure was temporary, judged by what its dataset's table says about it.
//
// Texts are looked into here and in `FailureClass+Message` only, because a table, a journal or a stats file has nothing else:
// img2dataset's, those of older versions, and ours without extra columns. What this run sees itself goes by kind
// (`FetchError.isRetriable`, `SampleOutcome.isTemporary`); tests hold the two together.

internal import DatasetModel

/// Why a row failed, as a metadata table has it.
package struct FailureSign: Hashable, Sendable {
    /// `error_class`; nil in datasets without that column: img2dataset's, and ours without extra columns.
    package let tallyWord: String?
    /// `error_message`.
    package let message: String

    package init(tallyWord: String?, message: String) {
        self.tallyWord = tallyWord
        self.message = message
    }

    /// The class as people think of it.
    package var kind: FailureClass { tallyWord.map { FailureClass(tallyWord: $0) } ?? FailureClass(message: message) }

    /// The answer's status, when that is why the row failed.
    package var httpStatus: Int? {
        if let tallyWord { return FailureClass.httpStatus(in: tallyWord) }
        guard !message.contains(" - Redirection is not allowed") else { return nil }
        return FailureClass.status(in: message)
    }

    /// Whether the reason is one that passes: what the fetcher itself would try again.
    package var mayPass: Bool {
        if let status = httpStatus {
            return [408, 425, 429].contains(status) || (500...599).contains(status) && status != 501 && status != 505
        }
        switch kind {
        case .timeout, .refused, .unreachable, .cutOff, .hostGivenUp, .outOfMemory: return true
        // EAI_AGAIN: nobody answered for the name. The others say that there is no such name or address.
        case .dns: return message.contains("[Errno -3]")
        case .tls:
            let lowered = message.lowercased()
            return ["ssl_error_syscall", "unexpected eof", "reset by peer"].contains { lowered.contains($0) }
        case .other:
            // Where the later run's shard is gone, the row is nowhere.
            if message == SampleOutcome.triedAgain.message { return true }
            if message.hasPrefix("The proxy cannot be used") || message.hasPrefix("libcurl was not told")
                || message.hasPrefix("Too many open files on this machine")
            {
                return true
            }
            return message.hasPrefix("<urlopen error Tunnel connection failed: 5")
        default: return false
        }
    }
}
