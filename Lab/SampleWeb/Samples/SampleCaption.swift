// Captions made of a few words, in several scripts, with the characters that break careless readers.

/// Makes captions up.
enum SampleCaption {
    /// A caption; one in a hundred has a line break, a few are empty.
    static func caption(_ chance: inout SeededChance) -> String {
        let thing = chance.one(of: things)
        let place = chance.one(of: places)
        switch chance.below(200) {
        case 0: return ""
        case 1, 2: return "\(thing)\n\(place)"
        case 3..<12: return "\"\(thing)\", \(place)"
        case 12..<20: return "\(thing);\t\(place) | 100% & more <b>"
        case 20..<50: return chance.one(of: others)
        case 50..<110: return "\(chance.one(of: looks)) \(thing), \(place)"
        default: return "\(chance.one(of: looks)) \(thing) \(place) - \(1900 + chance.below(126))"
        }
    }

    private static let looks = [
        "a small", "an old", "two bright", "a quiet", "the first", "a wooden", "one very large", "a hand-made",
        "a blurred", "an almost new",
    ]
    private static let things = [
        "boat", "kitchen table", "red bicycle", "cat", "harbour crane", "birthday cake", "mountain path", "tea cup",
        "bookshelf", "tram stop", "café", "garden fence", "jacket", "piano", "lighthouse", "bowl of soup",
    ]
    private static let places = [
        "by the river", "in the snow", "at dawn", "on a white background", "near the station", "in Zürich",
        "under a grey sky", "in São Paulo", "before the rain", "at grandmother's house", "in the workshop",
    ]
    private static let others = [
        "ein grüner Stuhl am Fluß", "une forêt en été, très calme", "маленький дом у озера", "赤い傘と白い猫",
        "늦은 밤의 골목길", "قارب صغير في الميناء", "ένα παλιό ρολόι", "一杯热茶", "🚲 along the canal 🌧️",
        "señal de tráfico al atardecer", "žlutý kůň na louce", "e\u{301}tude in two parts",
    ]
}
