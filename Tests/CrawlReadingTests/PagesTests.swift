// Pages, their images, and what they ask of those who train on them.

import CrawlReading
import Foundation
import HostileInputs
import TestSupport
import Testing

@Suite("Pages of a crawl")
struct PagesTests {
    /// What is found in a record.
    private struct Found: Equatable {
        var pairs: [String] = []
        var base = ""
        var optOuts = ""
        var withoutAlt = 0
    }

    private func read(_ type: String, _ body: String, _ pages: any PageReader) throws -> (isWhole: Bool, found: Found?)
    {
        let folder = try TemporaryFolder()
        let path = try folder.write("file", Data(SampleCrawl.record(type: type, body: body)))
        let records = try WARCRecords(LocalBytes(path: path))
        let record = try #require(try records.next())
        try #require(pages.takes(record))
        var found: Found?
        let isWhole = try pages.withPage(of: record) { page throws(CrawlError) in
            func text(_ bytes: UnsafeRawBufferPointer) -> String { String(decoding: bytes, as: UTF8.self) }
            found = Found(
                pairs: (0..<page.imageCount).map { text(page.url($0)) + " | " + text(page.alt($0)) },
                base: text(page.base), optOuts: page.optOuts.text, withoutAlt: page.imagesWithoutAlt)
        }
        return (isWhole, found)
    }

    @Test("A WAT record gives images with a caption, the base and the opt-outs, in any order of its members")
    func wat() throws {
        let links = #"[{"alt":"caf\u00e9 \ud83d\ude00","url":"a.jpg","path":"IMG@/src"},{"path":"IMG@/src","url":"b"}]"#
        let heads = [
            (#"{"Base":"/b/","Metas":[{"name":"robots","content":"NoAI, noimageai"}]}"#, "/b/", "noai,noimageai"),
            (#"{"Metas":[{"content":"1","name":"tdm-reservation"}],"Base":"/b/"}"#, "/b/", "tdm-reservation"),
            (#"{"Metas":[{"name":"robots","content":"max-image-preview:large"}]}"#, "", ""), ("{}", "", ""),
            (
                #"{"Metas":[{"name":"tdm-reservation","content":"0"},{"name":"ROBOTS","content":"none"}]}"#, "",
                "noindex"
            ),
        ]
        for (head, base, optOuts) in heads {
            let (isWhole, found) = try read("metadata", SampleCrawl.wat(links: links, head: head), WATPages())
            #expect(isWhole)
            #expect(found == Found(pairs: ["a.jpg | café 😀"], base: base, optOuts: optOuts, withoutAlt: 1), "\(head)")
        }
    }

    @Test(
        "A record without a page's JSON is broken, or a page without images",
        arguments: [
            ("{}", true), ("{\"x\":\"IMG@/src\"}", true), ("[\"IMG@/src\"]", false),
            ("{\"Envelope\":\"IMG@/src\",", false),
            (
                #"{"Envelope":{"Payload-Metadata":{"HTTP-Response-Metadata":{"HTML-Metadata":{"Links":"IMG@/src"}}}}}"#,
                true
            ),
        ])
    func otherJSON(body: String, isWhole: Bool) throws {
        let (found, page) = try read("metadata", body, WATPages())
        #expect(page == nil)
        #expect(found == isWhole, "\(body)")
    }

    @Test("An HTML page gives the same by a parser of its own: entities, attributes in any case, images of noscript")
    func html() throws {
        let page = """
            HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nX-Robots-Tag: noai\r\n\r\n\
            <html><head><base href='/b/'><meta name=Robots content='noimageindex'></head><body>\
            <IMG SRC="a.jpg?x=1&amp;y=2" ALT="caf&eacute; 😀"><img alt=plain src=c.jpg><img src=d.jpg>\
            <noscript><img src=e.jpg alt="no script"></noscript><!-- <img src=f.jpg alt=comment> --></body>
            """
        let (isWhole, found) = try read("response", page, HTMLPages())
        #expect(isWhole)
        #expect(
            found
                == Found(
                    pairs: ["a.jpg?x=1&y=2 | café 😀", "c.jpg | plain", "e.jpg | no script"], base: "/b/",
                    optOuts: "noai,noimageindex", withoutAlt: 1))
    }

    @Test("A page in another character set is read by its header or its meta tag")
    func charsets() throws {
        let folder = try TemporaryFolder()
        for (header, meta) in [("; charset=iso-8859-1", ""), ("", "<meta charset=\"windows-1252\">")] {
            let head = "HTTP/1.1 200 OK\r\nContent-Type: text/html\(header)\r\n\r\n<html><head>\(meta)</head>"
            var body = Array(head.utf8) + Array("<img src=a.jpg alt=\"caf".utf8)
            body += [0xE9] + Array(" au lait\">".utf8)
            var record = Array("WARC/1.0\r\nWARC-Type: response\r\nContent-Length: \(body.count)\r\n\r\n".utf8)
            record += body
            let records = try WARCRecords(LocalBytes(path: folder.write("file", Data(record))))
            let stored = try #require(try records.next())
            var alt = ""
            _ = try HTMLPages().withPage(of: stored) { page throws(CrawlError) in
                alt = String(decoding: page.alt(0), as: UTF8.self)
            }
            #expect(alt == "café au lait", "\(header)\(meta)")
        }
    }

    @Test("A page that is stored as it came over the wire is unpacked; one that only says so is taken as it is")
    func wire() throws {
        let folder = try TemporaryFolder()
        let html = Array("<html><body><img src=a.jpg alt='on the wire'></body></html>".utf8)
        let packed = Array(
            try Data(contentsOf: URL(filePath: folder.writeCompressed("page", String(decoding: html, as: UTF8.self)))))
        func chunked(_ bytes: [UInt8]) -> [UInt8] {
            let pieces = [bytes[..<20], bytes[20...]]
            return pieces.flatMap { Array((String($0.count, radix: 16) + ";x=y\r\n").utf8) + $0 + Array("\r\n".utf8) }
                + Array("0\r\n\r\n".utf8)
        }
        let (gzip, chunks) = ("Content-Encoding: gzip\r\n", "Transfer-Encoding: chunked\r\n")
        for (headers, body) in [
            (gzip, packed), (chunks, chunked(html)), (gzip + chunks, chunked(packed)), (gzip + chunks, html),
            (chunks, Array(chunked(html).dropLast(9))),
        ] {
            let head = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\(headers)\r\n"
            let block = Array(head.utf8) + body
            let record = Array("WARC/1.0\r\nWARC-Type: response\r\nContent-Length: \(block.count)\r\n\r\n".utf8) + block
            let records = try WARCRecords(LocalBytes(path: folder.write("file", Data(record))))
            let stored = try #require(try records.next())
            var alts: [String] = []
            let isWhole = try HTMLPages().withPage(of: stored) { page throws(CrawlError) in
                alts = (0..<page.imageCount).map { String(decoding: page.alt($0), as: UTF8.self) }
            }
            #expect(isWhole && alts == ["on the wire"], "\(headers)")
        }
    }

    @Test("A stored header whose lines end without CR is read")
    func lineEnds() throws {
        let page = "HTTP/1.1 200 OK\nContent-Type: text/html\n\n<img src=a.jpg alt='no CR'>\r\n\r\n"
        #expect(try read("response", page, HTMLPages()).found?.pairs == ["a.jpg | no CR"])
    }

    @Test("Redirects, errors and images are no pages")
    func others() throws {
        for head in ["HTTP/1.1 404 Not Found\r\nContent-Type: text/html", "HTTP/1.1 200 OK\r\nContent-Type: image/png"]
        {
            let (_, found) = try read("response", head + "\r\n\r\n<img src=a alt=b>", HTMLPages())
            #expect(found == nil)
        }
    }

    @Test("Languages are recognised where the text is long enough")
    func languages() {
        func code(_ text: String) -> String? {
            Array(text.utf8).withUnsafeBytes { TextLanguage.code(of: $0) }
        }
        #expect(code("A red bicycle leaning against an old brick wall in the evening sun") == "en")
        #expect(code("Ein rotes Fahrrad lehnt in der Abendsonne an einer alten Mauer aus Ziegeln") == "de")
        #expect(code("夕方の日差しの中、古いレンガの壁に立てかけられた赤い自転車") == "ja")
        #expect(code("x") == nil)
    }
}
