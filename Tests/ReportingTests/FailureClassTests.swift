// From tally words to words for people.

import Ground
import Testing

@testable import Reporting

@Suite("Kinds of failure")
struct FailureClassTests {
    @Test(
        "Tally words become plain words",
        arguments: [
            ("dns", "DNS"), ("http_404", "not found"), ("http_410", "not found"), ("refused", "refused"),
            ("connect", "refused"), ("http_403", "forbidden"), ("http_401", "forbidden"), ("timeout", "timeout"),
            ("http_408", "timeout"), ("decode", "not an image"), ("tls", "TLS"), ("disallowed", "disallowed"),
            ("too_large", "too large"), ("tooLarge", "too large"), ("http_503", "server error"),
            ("http_429", "too many requests"), ("http_302", "redirects"), ("bad_url", "bad URL"),
            ("http_418", "HTTP 418"), ("connection_lost", "cut off"), ("address_refused", "private address"),
            ("invalid_url", "bad URL"), ("encode", "not encoded"), ("protocol_error", "not HTTP"),
            ("host_given_up", "host given up"), ("hostGivenUp", "host given up"),
            ("notAnImage", "not an image"),
            ("tooManyPixels", "too large"), ("redirect", "redirects"), ("http_999", "HTTP 999"),
            ("private_address", "private address"),
        ])
    func known(word: String, plain: String) {
        #expect(FailureClass(tallyWord: word).plainWord == plain)
    }

    @Test("A word the table does not know is shown with spaces, a message as it is, made safe")
    func unknown() {
        #expect(FailureClass(tallyWord: "odd_word").plainWord == "odd word")
        #expect(FailureClass(tallyWord: "http_\u{1B}").plainWord == "http_?")
        #expect(FailureClass(tallyWord: "") == .other(""))
    }

    @Test("Words of one kind are counted together")
    func grouping() {
        let groups = FailureClass.grouped([.init("http_404", 5), .init("dns", 7), .init("http_410", 4)])
        #expect(groups.map(\.kind) == [.notFound, .dns])
        #expect(groups.map(\.count) == [9, 7])
    }
}
