// One part: read, decode, run the models, write.

internal import Ground
internal import Inference
internal import Tables

/// Makes a part's files. The reader and the decoders have threads, the models run on the calling one.
struct PartRun {
    let part: EmbeddingPart
    let towers: Towers
    let options: EmbeddingOptions
    let columns: PartColumns

    /// - Parameter progress: called with the images that are done.
    func run(_ files: PartFiles, _ progress: (Int) -> Void) throws(CommandFailure) -> PartCounts {
        var writer = try PartWriter(files, imageWidth: towers.image?.width, textWidth: towers.text?.width)
        let read = BoundedQueue<ImageBatch>(capacity: 2)
        let prepared = BoundedQueue<PreparedBatch>(capacity: 2)
        let reader = PartReader(part, columns: columns, options, queue: read)
        let readerThread = NamedThread("shard-reader") { reader.run() }
        let workers = workers(from: read, to: prepared)
        let ending = NamedThread("embed-ending") {
            for worker in workers { worker.join() }
            prepared.close()
        }
        defer {
            // Where a failure left threads waiting, nobody takes their batches.
            read.closeAndDiscard()
            prepared.closeAndDiscard()
            readerThread.join()
            ending.join()
        }
        var counts = PartCounts()
        var waiting: [Int: PreparedBatch] = [:]
        var next = 0
        var shard = ShardResults(towers)
        while let batch = prepared.pop() {
            waiting[batch.number] = batch
            while let batch = waiting.removeValue(forKey: next) {
                next += 1
                counts.failures += batch.failures
                let embeddings = try shard.add(batch, towers)
                try writer.append(images: embeddings.images, texts: embeddings.texts)
                progress(batch.rows.count + batch.failures)
                guard let table = batch.table else { continue }
                if !shard.rows.isEmpty { try writer.append(metadata: shard.metadata(from: table)) }
                shard = ShardResults(towers)
            }
        }
        if let problem = reader.problem { throw problem }
        counts.rows = writer.rows
        counts.unknownKeys = reader.unknownKeys
        try writer.finish()
        return counts
    }

    private func workers(
        from read: BoundedQueue<ImageBatch>, to prepared: BoundedQueue<PreparedBatch>
    ) -> [NamedThread] {
        let (image, nsfw) = (towers.image?.input, towers.nsfw?.input)
        let (tokenizer, length) = (towers.text?.tokenizer, towers.text?.length ?? 0)
        return (0..<options.workers).map { number in
            NamedThread("decode-\(number)") {
                let preparation = BatchPreparation(
                    image: image, nsfw: nsfw, tokenizer: tokenizer, captionLength: length)
                while let batch = read.pop(), prepared.push(preparation.prepared(batch)) {}
            }
        }
    }
}
