// Captions to the numbers that CLIP's text models take.

/// CLIP's tokenizer: cleans, finds words, merges their bytes. Immutable.
package struct CLIPTokenizer: Sendable {
    /// Numbers of a caption, those at its start and end included: what all of CLIP's models take.
    package static let contextLength = 77
    /// Longer words are cut: merging takes the square of the length, and no caption has such words.
    private static let mostWordBytes = 4096

    private let vocabulary: CLIPVocabulary

    package init(_ vocabulary: CLIPVocabulary) { self.vocabulary = vocabulary }

    /// The caption's numbers between start and end, zeros behind them. A longer caption is cut, and its last number is
    /// the end.
    ///
    /// - Returns: `length` numbers.
    package func numbers(of caption: String, length: Int = contextLength) -> [Int64] {
        precondition(length >= 2)
        var numbers = [Int64(CLIPVocabulary.start)]
        CaptionWords.forEach(in: CaptionCleaning.cleaned(caption)) { word in
            numbers += tokens(of: word).map(Int64.init)
            return numbers.count < length - 1
        }
        numbers = Array(numbers.prefix(length - 1)) + [Int64(CLIPVocabulary.end)]
        return numbers + [Int64](repeating: 0, count: length - numbers.count)
    }

    private func tokens(of word: ArraySlice<Unicode.Scalar>) -> [Int32] {
        if word.elementsEqual(CaptionWords.startMark) { return [Int32(CLIPVocabulary.start)] }
        if word.elementsEqual(CaptionWords.endMark) { return [Int32(CLIPVocabulary.end)] }
        var bytes: [UInt8] = []
        for scalar in word.prefix(Self.mostWordBytes) { bytes += Array(String(scalar).utf8) }
        var tokens = vocabulary.tokens(ofBytes: bytes.prefix(Self.mostWordBytes))
        while tokens.count > 1, let best = bestMerge(in: tokens) {
            var (merged, place) = ([Int32](), 0)
            merged.reserveCapacity(tokens.count)
            while place < tokens.count {
                if place + 1 < tokens.count, tokens[place] == best.first, tokens[place + 1] == best.second {
                    merged.append(best.token)
                    place += 2
                } else {
                    merged.append(tokens[place])
                    place += 1
                }
            }
            tokens = merged
        }
        return tokens
    }

    private struct Found {
        let first: Int32
        let second: Int32
        let rank: Int32
        let token: Int32
    }

    /// Of all neighbours the two that are merged first.
    private func bestMerge(in tokens: [Int32]) -> Found? {
        var best: Found?
        for place in 1..<tokens.count {
            guard let merge = vocabulary.merge(tokens[place - 1], tokens[place]) else { continue }
            if merge.rank < best?.rank ?? .max {
                best = Found(first: tokens[place - 1], second: tokens[place], rank: merge.rank, token: merge.token)
            }
        }
        return best
    }
}
