// X-Robots-Tag, the directives and the agents they are for.

import Testing

@testable import Fetching

@Suite("Robots tag")
struct RobotsTagTests {
    let tag = RobotsTag(
        disallowedDirectives: ["noai", "noimageai", "noindex", "noimageindex"], agents: ["ourbot", "img2shards"])

    @Test(
        "A directive of the set refuses, for everybody or for us",
        arguments: [
            ["noindex"], ["NOINDEX"], [" noai "], ["nofollow, noimageai"], ["none"], ["all", "noindex"],
            ["ourbot: noindex"], ["OurBot : NOAI"], ["googlebot: nofollow, ourbot: noindex, nofollow"],
            ["otherbot: nofollow", "noindex"], ["*: noai"], ["img2shards: none"],
            ["unavailable_after: Wednesday, 25 Jun 2031 15:00:00 PST, noai"],
            ["max-snippet: 20, noindex"], ["max-image-preview:large,noindex"],
            ["googlebot: noindex, otherbot: noai, ourbot: noindex"], ["googlebot: none, *: noimageindex"],
            ["unavailable_after: 2031-06-25T15:00:00+00:00, none"],
            ["googlebot: noai", "ourbot: nofollow", "ourbot: NoAI"],
            ["ourbot: unavailable_after: 25 Jun 2031 15:00:00 PST, noai"], ["nofollow,,noindex"],
        ])
    func refuses(_ values: [String]) {
        #expect(tag.refuses(values))
    }

    @Test(
        "Other directives, and those for other agents, do not refuse",
        arguments: [
            [], [""], ["all"], ["nofollow"], ["googlebot: noindex"],
            ["googlebot: nofollow, otherbot: noindex, nofollow"],
            ["otherbot: none"], ["noindexing"], ["unavailable_after: 25 Jun 2031 15:00:00 PST"],
            ["unavailable_after: Wednesday, 25-Jun-31 15:00:00 PST, nofollow"], ["googlebot: noindex", "all"],
            ["max-video-preview: -1"], [": , :"], ["ourbot:"],
        ])
    func lets(_ values: [String]) {
        #expect(!tag.refuses(values))
    }

    @Test("The empty set switches the check off")
    func off() {
        let off = RobotsTag(disallowedDirectives: [], agents: [])
        #expect(!off.isActive)
        #expect(!off.refuses(["noindex, none"]))
    }

    @Test("Without a token, a rule for an agent is not for us")
    func noToken() {
        #expect(!RobotsTag(disallowedDirectives: ["noai"], agents: []).refuses(["ourbot: noai"]))
    }
}
