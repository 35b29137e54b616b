// Where the Hub's token comes from.

import TestSupport
import Testing

@testable import Hub

@Suite("The Hub's token")
struct HubTokenTests {
    @Test("The variable comes before the files, which come in the order of the Hub's own client")
    func order() throws {
        let folder = try TemporaryFolder()
        try folder.write("token", "hf_home\n")
        try folder.write("huggingface/token", "hf_cache")
        try folder.write(".cache/huggingface/token", " hf_user ")
        let path = try folder.write("other", "hf_path")
        var variables = [
            "HF_TOKEN": "hf_variable", "HF_TOKEN_PATH": path, "HF_HOME": folder.path, "XDG_CACHE_HOME": folder.path,
            "HOME": folder.path,
        ]
        for (name, value) in [
            ("HF_TOKEN", "hf_variable"), ("HF_TOKEN_PATH", "hf_path"), ("HF_HOME", "hf_home"),
            ("XDG_CACHE_HOME", "hf_cache"), ("HOME", "hf_user"),
        ] {
            #expect(try HubToken.find { variables[$0] }?.value == value)
            variables[name] = nil
        }
        #expect(try HubToken.find { variables[$0] } == nil)
        #expect(try HubToken.find { $0 == "HF_TOKEN_PATH" ? folder.path("none") : nil } == nil)
    }

    @Test("A token with a line break or a blank in it is refused, and no text has a token in it")
    func secrecy() throws {
        for text in ["hf_a\r\nHost: evil", "hf_a b", "hf_ä", String(repeating: "a", count: 5000)] {
            #expect {
                try HubToken.find { $0 == "HF_TOKEN" ? text : nil }
            } throws: { error in
                !"\(error)".contains("hf_a")
            }
        }
        let token = try #require(try HubToken.find { $0 == "HF_TOKEN" ? "hf_secret" : nil })
        var dumped = ""
        dump(token, to: &dumped)
        dump(try HubAccess(endpoint: nil, token: token), to: &dumped)
        #expect(!dumped.contains("hf_secret") && !"\(token)".contains("hf_secret"))
    }

    @Test(
        "The Hub's address is an http or https URL without a password",
        arguments: ["h", "ftp://h", "https://a:b@h", "https://h?x"])
    func address(endpoint: String) {
        #expect(throws: HubError.self) { try HubAccess(endpoint: endpoint, token: nil) }
    }
}
