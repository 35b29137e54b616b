// libvips' one start per process, and what this project sets in it for good.

internal import CVips

/// The process-wide part of libvips.
package enum VipsLibrary {
    /// Starts libvips; every later call costs nothing. Must come before any other use of this target.
    ///
    /// Sets, for the whole process: one libvips thread (the image workers are the threads), no cache of operations
    /// (no image comes twice), and no loader that libvips marks as unfit for untrusted bytes, except JPEG 2000 and
    /// JPEG XL: both decode inside one library made for the web's images, and are marked for want of fuzzing only.
    package static func start() {
        _ = started
    }

    /// How many warnings libvips has given on this thread: some report problems that no failed call shows.
    package static var warningCount: Int { cvips_warning_count(started) }

    /// The key of each thread's count of warnings.
    private static let started: pthread_key_t = {
        guard cvips_init("img2shards") == 0 else {
            fatalError("libvips did not start: \(String(cString: vips_error_buffer()))")
        }
        let key = cvips_silence()
        vips_concurrency_set(1)
        vips_cache_set_max(0)
        vips_block_untrusted_set(1)
        for loader in ["VipsForeignLoadJp2k", "VipsForeignLoadJxl", "VipsForeignSaveJxl"] {
            vips_operation_block_set(loader, 0)
        }
        return key
    }()

    /// Lets the loader of SVG in, for the whole process. It is blocked otherwise: librsvg is a large program that
    /// runs a drawing, and what a drawing costs does not show in its header.
    package static func allowSVG() {
        start()
        vips_operation_block_set("VipsForeignLoadSvg", 0)
    }

    /// Whether libvips and its libheif can write AVIF here: tried once with a small image.
    package static let canEncodeAVIF: Bool = {
        start()
        do {
            let grey = [UInt8](repeating: 128, count: 64 * 64 * 3)
            let image = try PixelImage(copying: grey, width: 64, height: 64, bands: 3)
            _ = try image.saved { cvips_avifsave($0, $1, $2, 50, 0) }
            return true
        } catch {
            return false
        }
    }()

    /// Gives back what libvips keeps for the calling thread. Call at the end of a thread that used it.
    package static func endThread() {
        vips_thread_shutdown()
    }

    /// libvips' version, for reports.
    package static var version: String { String(cString: vips_version_string()) }
}
