// Python's values in words.

import CommandWords
import Testing

@Suite("Python's literals")
struct PythonLiteralTests {
    @Test(
        "Lists and tuples",
        arguments: [
            ("[\"NSFW\",\"similarity\"]", ["NSFW", "similarity"]), ("['a', 'b']", ["a", "b"]),
            ("[NSFW,similarity]", ["NSFW", "similarity"]), ("[ a , b, ]", ["a", "b"]), ("[]", []), ("()", []),
            ("('a',)", ["a"]), ("[\"a,b\", 'it\\'s']", ["a,b", "it's"]), ("[all-captions]", ["all-captions"]),
            (" [a] ", ["a"]),
        ])
    func lists(word: String, items: [String]) {
        #expect(PythonLiteral.list(word) == items)
    }

    @Test(
        "What is no list", arguments: ["a,b", "", "[", "[a", "a]", "[\"a]", "[\"a\" \"b\"]", "{a: b}", "[::1],[::2]"])
    func noList(word: String) {
        #expect(PythonLiteral.list(word) == nil)
    }

    @Test(
        "Texts lose one pair of quotes",
        arguments: [("\"URL\"", "URL"), ("'URL'", "URL"), ("URL", "URL"), ("'a'b'", "'a'b'"), ("'", "'"), ("''", "")])
    func texts(word: String, text: String) {
        #expect(PythonLiteral.text(word) == text)
    }

    @Test(
        "Whole numbers may have Python's separators",
        arguments: [
            ("10_000", "10000"), ("7", "7"), ("-1", "-1"), ("1__0", nil), ("_1", nil), ("1e4", nil), ("x", nil),
        ])
    func integers(word: String, number: String?) {
        #expect(PythonLiteral.integer(word) == number)
    }
}
