// What each option takes, read from the Swift types of the option groups: for `make docs` and its test, never for a run.

internal import ArgumentParser
internal import CommandWords

/// The shapes of options that are not flags, by name. The parser finds its options the same way, and says no types.
enum OptionKinds {
    static func all(_ group: any ParsableArguments.Type) -> [String: KnownOption.Shape] {
        var shapes: [String: KnownOption.Shape] = [:]
        for child in Mirror(reflecting: group.init()).children {
            if let inner = child.value as? any OptionGroupType {
                shapes.merge(all(inner.innerGroup)) { $1 }
            } else if let option = child.value as? any TypedOption, let label = child.label {
                shapes[name(of: label)] = shape(of: option.valueType)
            }
        }
        return shapes
    }

    private static func shape(of type: any Any.Type) -> KnownOption.Shape {
        if let setting = type as? any SettingType.Type { return shape(of: setting.innerType) }
        return switch type {
        case is Int.Type, is Int?.Type: .one(.wholeNumber)
        case is Double.Type, is Double?.Type: .one(.number)
        case is String.Type, is String?.Type: .one(.text)
        // Types of our own read one word each, with commas where there are several.
        default: .commaList
        }
    }

    /// `_imageSize` → `image-size`, as ArgumentParser names options.
    private static func name(of label: String) -> String {
        label.drop { $0 == "_" }.reduce(into: "") { name, letter in
            name += letter.isUppercase ? "-" + letter.lowercased() : String(letter)
        }
    }
}

private protocol OptionGroupType {
    var innerGroup: any ParsableArguments.Type { get }
}

extension OptionGroup: OptionGroupType {
    fileprivate var innerGroup: any ParsableArguments.Type { Value.self }
}

private protocol SettingType {
    static var innerType: any Any.Type { get }
}

extension Setting: SettingType {
    fileprivate static var innerType: any Any.Type { Value.self }
}

private protocol TypedOption {
    var valueType: any Any.Type { get }
}

extension Option: TypedOption {
    fileprivate var valueType: any Any.Type { Value.self }
}
