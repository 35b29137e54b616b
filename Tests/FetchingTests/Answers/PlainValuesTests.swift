// The smaller values of the fetch engine.

import ContentDecoding
import Testing

@testable import Fetching
@testable import URLs

@Suite("Plain values of fetching")
struct PlainValuesTests {
    @Test("libcurl gets each address once, and it is removed when nobody uses it")
    func pins() {
        var pins = PinnedNames()
        let address = IPAddress.v4(0x0102_0304)
        #expect(pins.pin("a:80", addresses: [address, .v6(1 << 60, 1)], generation: 1) == ["a:80:1.2.3.4,1000::1"])
        #expect(pins.pin("a:80", addresses: [address], generation: 1).count == 1)
        pins.confirm("a:80")
        #expect(pins.pin("a:80", addresses: [address], generation: 1).isEmpty)
        #expect(pins.pin("a:80", addresses: [address], generation: 2).count == 1)
        for _ in 0..<4 { pins.unpin("a:80") }
        #expect(pins.count == 0)
        #expect(pins.pin("b:80", addresses: [address], generation: 3) == ["-a:80", "b:80:1.2.3.4"])
    }

    @Test("A hosts file is read with comments and several names a line")
    func hostsFile() {
        let file = HostsFile(text: "# x\n1.2.3.4 A.example b # c\r\n::1\tb\nnonsense d\n")
        #expect(file.addresses(of: "a.example") == [.v4(0x0102_0304)])
        #expect(file.addresses(of: "b")?.count == 2)
        #expect(file.addresses(of: "c") == nil)
        #expect(file.addresses(of: "d") == nil)
        #expect(file.addresses(of: "x.localhost") == [.v4(0x7F00_0001)])
    }

    @Test("Proxies come from the option or from the environment")
    func proxies() throws {
        let parser = try URLParser()
        let environment = [
            "http_proxy": "http://p:1", "HTTPS_PROXY": "http://q:2", "no_proxy": "a.example, .b.example,1.2.3.4",
        ]
        let settings = ProxySettings(option: nil) { environment[$0] }
        func proxy(_ url: String) throws -> String? { settings.proxy(for: try parser.parse(url)) }
        #expect(try proxy("http://c.example/") == "http://p:1")
        #expect(try proxy("https://c.example/") == "http://q:2")
        #expect(try proxy("http://a.example/") == nil)
        #expect(try proxy("http://x.a.example/") == nil)
        #expect(try proxy("http://x.b.example/") == nil)
        #expect(try proxy("http://xa.example/") != nil)
        #expect(try proxy("http://1.2.3.4/") == nil)
        #expect(ProxySettings(option: "") { environment[$0] }.all.isEmpty)
        #expect(ProxySettings(option: "http://r:3") { environment[$0] }.all.map(\.proxy) == ["http://r:3"])
        let none = ["http_proxy": "::::", "all_proxy": "socks5h://s:1", "no_proxy": "x,*"]
        #expect(ProxySettings(option: nil) { none[$0] }.all.isEmpty)
        #expect(
            Set(
                ProxySettings(option: nil) { ["all_proxy": "socks5h://s:1", "https_proxy": "h:1"][$0] }.all.map(\.name))
                == ["all_proxy", "https_proxy"])
    }

    @Test("The user agent is honest, and takes a base and a token")
    func userAgent() {
        #expect(UserAgent.text(base: nil, token: nil).hasPrefix("img2shards/"))
        #expect(UserAgent.text(base: "x", token: "bot").hasPrefix("x (compatible; bot; +https://"))
        #expect(UserAgent.text(base: nil, token: nil).contains("(+https://"))
        #expect(UserAgent.names(base: nil, token: "Bot") == ["bot", "img2shards"])
        #expect(UserAgent.names(base: "OurBot/2.0 (+https://a.example)", token: nil) == ["ourbot"])
        #expect(UserAgent.names(base: "Mozilla/5.0 (X11)", token: nil).isEmpty)
    }

    @Test("A response's head is read line by line")
    func head() {
        func read(_ lines: [String]) -> (ResponseHead, ResponseHead.Step) {
            var head = ResponseHead()
            var step = ResponseHead.Step.more
            for line in lines {
                step = Array((line + "\r\n").utf8).withUnsafeBytes { head.read($0, keepsRobots: true) }
            }
            return (head, step)
        }
        let (interim, interimStep) = read(["HTTP/1.1 103 Early Hints", "Location: /x", ""])
        #expect(interimStep == .more)
        #expect(!interim.isRedirect)
        let (found, step) = read([
            "HTTP/1.1 103 Early Hints", "Link: x", "", "HTTP/1.1 302 Over There", "LOCATION:  /y ",
            "Content-Length: 12", "X-Robots-Tag: a", "x-robots-tag: b", "",
        ])
        #expect(step == .complete)
        #expect(found.isRedirect)
        #expect(found.reason == "Over There")
        #expect(found.location == Array("/y".utf8))
        #expect(found.contentLength == 12)
        #expect(found.robotsValues == ["a", "b"])
        #expect(read(["HTTP/2 404 ", ""]).0.reason == "Not Found")
        #expect(read(["HTTP/1.1 520 ", ""]).0.reason.isEmpty)
        #expect(read(["HTTP/1.1 200 OK", "Content-Length: -5", ""]).0.contentLength == nil)
        #expect(
            read(["HTTP/1.1 200 OK"] + Array(repeating: String(repeating: "x", count: 10_000), count: 27)).1 == .tooLong
        )
    }

    @Test("Header lines that go on with the next are joined, and bytes that are not UTF-8 are Latin-1")
    func foldedHead() {
        func read(_ lines: [[UInt8]]) -> ResponseHead {
            var head = ResponseHead()
            for line in lines {
                _ = (line + [13, 10]).withUnsafeBytes { head.read($0, keepsRobots: true) }
            }
            return head
        }
        let lines = [
            "HTTP/1.1 302 Found", "X-Robots-Tag: max-snippet:5,", " noai", "Location: /a", "\tb", "Server: x", " y",
            "X-Robots-Tag: a", "Content-Length:", "  12", "Content-Encoding: gzip,", " br", "",
        ]
        let head = read(lines.map { Array($0.utf8) })
        #expect(head.robotsValues == ["max-snippet:5, noai", "a"])
        #expect(head.location == Array("/a b".utf8))
        #expect(head.contentLength == 12)
        #expect(head.codings == [.gzip, .brotli])
        #expect(read([Array("HTTP/1.1 404 Non trouv".utf8) + [0xE9], []]).reason == "Non trouvé")
        #expect(read([Array("HTTP/1.1 404 Non trouvé".utf8), []]).reason == "Non trouvé")
        #expect(read([Array("HTTP/1.1 404 \u{1B}[2J".utf8) + [0x9B], []]).reason == "?[2J?")
    }

    @Test("A range says whether it is all of a body")
    func contentRange() {
        #expect(ContentRange("bytes 0-99/100")?.isPart == false)
        #expect(ContentRange("bytes 0-99/*")?.isPart == false)
        #expect(ContentRange("bytes 0-99/1000")?.isPart == true)
        #expect(ContentRange("Bytes 5-99/100")?.isPart == true)
        for text in ["", "bytes", "bytes */100", "bytes 9-5/100", "pages 0-9/10", "bytes 0-99"] {
            #expect(ContentRange(text) == nil, "\(text)")
        }
    }

    @Test("The memory budget tells of a release that was awaited, once")
    func budget() {
        let budget = MemoryBudget(limitBytes: 100)
        let told = TallyBox()
        budget.onRelease { told.add() }
        budget.reserve(120)
        #expect(!budget.hasRoom(for: 1))
        budget.release(10)
        #expect(told.count == 0)
        budget.awaitRelease()
        budget.release(10)
        budget.release(10)
        #expect(told.count == 1)
        #expect(budget.used == 90)
        #expect(budget.hasRoom(for: 10))
    }
}
