// `preprocessor_config.json` of Hugging Face's models, and OpenCLIP's `open_clip_config.json`.

internal import Files
internal import Foundation

/// A preprocessing that cannot be read.
package struct ImageInputError: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String
}

extension ImageInput {
    /// The preprocessing that a file describes.
    package init(configPath path: String) throws(ImageInputError) {
        let bytes: [UInt8]?
        do { bytes = try SmallFile.read(path) } catch { throw ImageInputError(description: error.description) }
        guard let bytes else { throw ImageInputError(description: "\(path): no such file") }
        do {
            let decoder = JSONDecoder()
            decoder.keyDecodingStrategy = .convertFromSnakeCase
            let config = try decoder.decode(PreprocessorConfig.self, from: Data(bytes))
            self = try config.input(path)
        } catch let error as ImageInputError {
            throw error
        } catch {
            throw ImageInputError(description: "\(path) is no preprocessor_config.json: \(error)")
        }
    }
}

/// The members that count here.
private struct PreprocessorConfig: Decodable {
    /// A number, or an object of sides.
    struct Side: Decodable {
        var shortest: Int?
        var width: Int?
        var height: Int?

        private enum CodingKeys: String, CodingKey {
            case shortest = "shortestEdge"
            case width, height
        }

        init(from decoder: any Decoder) throws {
            // Which of both it is shows only in trying.
            if let number = try? decoder.singleValueContainer().decode(Int.self) {
                shortest = number
                return
            }
            let members = try decoder.container(keyedBy: CodingKeys.self)
            shortest = try members.decodeIfPresent(Int.self, forKey: .shortest)
            width = try members.decodeIfPresent(Int.self, forKey: .width)
            height = try members.decodeIfPresent(Int.self, forKey: .height)
        }
    }

    /// OpenCLIP's.
    struct OpenCLIP: Decodable {
        struct Model: Decodable {
            struct Vision: Decodable { let imageSize: Int? }
            let visionCfg: Vision?
        }
        let mean: [Float]?
        let std: [Float]?
        let interpolation: String?
        let resizeMode: String?
        let size: Int?
    }

    let size: Side?
    let cropSize: Side?
    let doCenterCrop: Bool?
    let doNormalize: Bool?
    let doRescale: Bool?
    let rescaleFactor: Float?
    let imageMean: [Float]?
    let imageStd: [Float]?
    let resample: Int?
    let preprocessCfg: OpenCLIP?
    let modelCfg: OpenCLIP.Model?

    func input(_ path: String) throws(ImageInputError) -> ImageInput {
        var input: ImageInput
        if let preprocessCfg { input = try openCLIP(preprocessCfg, path) } else { input = try huggingFace(path) }
        guard input.mean.count == 3, input.deviation.count == 3, input.deviation.allSatisfy({ $0 != 0 }) else {
            throw ImageInputError(description: "\(path): mean and std need three numbers, std without 0")
        }
        guard (1...4096).contains(input.width), (1...4096).contains(input.height) else {
            throw ImageInputError(description: "\(path): sides of 1 to 4096 pixels are taken")
        }
        if doRescale == false { input.scale = 1 }
        return input
    }

    private func huggingFace(_ path: String) throws(ImageInputError) -> ImageInput {
        var input = ImageInput.clip
        if let width = size?.width, let height = size?.height {
            input.fit = .squashed(width: width, height: height)
            (input.width, input.height) = (width, height)
        } else if let shortest = size?.shortest {
            input.fit = .cropped(shorterSide: shortest)
            (input.width, input.height) = (shortest, shortest)
        }
        if doCenterCrop ?? (cropSize != nil), let crop = cropSize {
            input.width = crop.width ?? crop.shortest ?? input.width
            input.height = crop.height ?? crop.shortest ?? input.height
        }
        switch resample ?? 3 {
        case 1: input.filter = .lanczos
        case 2: input.filter = .bilinear
        case 3: input.filter = .bicubic
        case 4: input.filter = .box
        case let other: throw ImageInputError(description: "\(path): resample \(other) is not known; 1 to 4 are")
        }
        if let factor = rescaleFactor { input.scale = factor }
        if let mean = imageMean { input.mean = mean }
        if let std = imageStd { input.deviation = std }
        if doNormalize == false { (input.mean, input.deviation) = ([0, 0, 0], [1, 1, 1]) }
        return input
    }

    private func openCLIP(_ config: OpenCLIP, _ path: String) throws(ImageInputError) -> ImageInput {
        let side = config.size ?? modelCfg?.visionCfg?.imageSize ?? 224
        var input: ImageInput
        switch config.resizeMode ?? "shortest" {
        case "shortest": input = .clip.resized(to: side)
        case "squash":
            input = .clip
            input.fit = .squashed(width: side, height: side)
            (input.width, input.height) = (side, side)
        case let other:
            throw ImageInputError(description: "\(path): resize_mode \(other) is not known; shortest and squash are")
        }
        switch config.interpolation ?? "bicubic" {
        case "bicubic": input.filter = .bicubic
        case "bilinear": input.filter = .bilinear
        case let other:
            throw ImageInputError(description: "\(path): interpolation \(other) is not known; bicubic and bilinear are")
        }
        if let mean = config.mean { input.mean = mean }
        if let std = config.std { input.deviation = std }
        return input
    }
}
