// Which failures are worth another try, by class and by text.

import DatasetModel
import Testing

@testable import Reporting

@Suite("Failures to try again")
struct FailureChoiceTests {
    private func choice(_ words: String...) throws -> FailureChoice {
        var unknown: String?
        return try #require(FailureChoice(words: words, unknown: &unknown), "\(unknown ?? "")")
    }

    @Test(
        "What is temporary is recognised by its class, and without one by its message",
        arguments: [
            ("timeout", "The read operation timed out", true),
            ("connect", "<urlopen error [Errno 111] Connection refused>", true),
            ("connection_lost", "[Errno 104] Connection reset by peer", true),
            ("http_503", "HTTP Error 503: Service Unavailable", true),
            ("http_429", "HTTP Error 429: Too Many Requests", true),
            ("http_501", "HTTP Error 501: Not Implemented", false), ("http_404", "HTTP Error 404: Not Found", false),
            ("dns", "<urlopen error [Errno -3] Temporary failure in name resolution>", true),
            ("dns", "<urlopen error [Errno -2] Name or service not known>", false),
            ("tls", "<urlopen error [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: expired>", false),
            ("host_given_up", "The host was given up for a while: timed out", true),
            ("out_of_memory", "The memory budget was spent while a compressed body was received", true),
            ("decode", "Image decoding error", false), ("disallowed", "Use of image disallowed by X", false),
        ])
    func passing(word: String, message: String, passes: Bool) {
        #expect(FailureSign(tallyWord: word, message: message).mayPass == passes)
        #expect(FailureSign(tallyWord: nil, message: message).mayPass == passes)
        #expect(FailureChoice.passing.takes(FailureSign(tallyWord: word, message: message)) == passes)
    }

    @Test("The word of each class is one that chooses it", arguments: FailureClass.all)
    func words(kind: FailureClass) throws {
        let word = try #require(kind.word)
        #expect(try choice(word).takes(FailureSign(tallyWord: word, message: "")) || word == "http_5xx")
        if word == "http_5xx" { #expect(try choice(word).takes(FailureSign(tallyWord: "http_502", message: ""))) }
        #expect(FailureSign(tallyWord: word, message: "").word == word)
    }

    @Test(
        "A row without a class gets the word that its message shows",
        arguments: [
            ("HTTP Error 404: Not Found", "http_404"), ("HTTP Error 502: Bad Gateway", "http_502"),
            ("<urlopen error [Errno -2] Name or service not known>", "dns"),
            ("The read operation timed out", "timeout"),
            ("Image decoding error", "not_an_image"), ("something else", nil),
        ])
    func wordOfMessage(message: String, word: String?) throws {
        let sign = FailureSign(tallyWord: nil, message: message)
        #expect(sign.word == word)
        if let word { #expect(try choice(word).takes(sign)) }
    }

    @Test("A success never fails for a reason that passes")
    func success() {
        #expect(!SampleOutcome.success.mayPass)
        #expect(SampleOutcome.failedToDownload("timeout", "", isTemporary: true).mayPass)
        #expect(SampleOutcome.recorded(.failedToDownload, "timeout", "").mayPass)
        #expect(!SampleOutcome.failedToResize("timeout", "").mayPass)
    }

    @Test("Classes are named by error_class, by status, by all statuses of a kind, or as the summary does")
    func classes() throws {
        func sign(_ word: String, _ message: String = "") -> FailureSign {
            FailureSign(tallyWord: word, message: message)
        }
        let some = try choice("timeout", "http_5xx", "HTTP_403")
        #expect(some.takes(sign("timeout")) && some.takes(sign("http_501")) && some.takes(sign("http_403")))
        #expect(!some.takes(sign("http_404")) && !some.takes(sign("dns")) && !some.takes(sign("decode")))
        #expect(some.takes(FailureSign(tallyWord: nil, message: "HTTP Error 502: Bad Gateway")))
        #expect(try choice("cut off").takes(sign("connection_lost")))
        #expect(try choice("not-found").takes(sign("http_410")))
        #expect(try choice("proxy").takes(sign("proxy")) && !choice("proxy").takes(sign("unexpected")))
    }

    @Test("A word that names nothing is reported", arguments: ["tmeout", "http_9xx", "http_60", "http_600", "", "5xx"])
    func unknown(word: String) {
        var unknown: String?
        #expect(FailureChoice(words: ["dns", word], unknown: &unknown) == nil && unknown == word)
    }

    @Test("Every word that is offered is taken") func offered() {
        var unknown: String?
        #expect(FailureChoice(words: FailureChoice.words, unknown: &unknown) != nil && unknown == nil)
    }
}
