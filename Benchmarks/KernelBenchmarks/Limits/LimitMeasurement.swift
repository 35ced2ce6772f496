import CPUFeatures
import Kernels
import MicrokernelsX86AMX

/// Measures limits.
struct LimitMeasurement {
  let sets: [KernelSet]
  let caches: CacheSizes
  let plan: TimingPlan
  /// What is read and written, shared by all limits.
  private let memory: FloatBuffer

  /// Rounds over all limits; the fastest counts, since whatever else the machine does only slows it, and
  /// what slows it for a second does not spoil all samples of one limit.
  private static let roundCount = 5

  /// Makes room for `limits`.
  init(_ limits: [Limit], sets: [KernelSet], caches: CacheSizes, plan: TimingPlan) {
    self.sets = sets
    self.caches = caches
    self.plan = plan
    let bytes = limits.map { limit in
      guard let level = limit.memoryLevel else { return 1 << 20 }
      return level.probeBytes(threads: limit.threads, caches) * limit.threads
    }
    memory = FloatBuffer((bytes.max() ?? 0) / MemoryLayout<Float>.stride)
  }

  /// The limits as rows, in order; each is its own limit.
  func measure(_ limits: [Limit]) -> [RowResult] {
    var best: [RowResult] = []
    for round in 0..<Self.roundCount {
      for (index, limit) in limits.enumerated() {
        guard let result = measureOnce(limit) else { continue }
        if round == 0 {
          best.append(result)
        } else if result.timing.medianSeconds < best[index].timing.medianSeconds {
          best[index] = result
        }
      }
    }
    return best
  }

  /// One round's row; nil if this processor does not run the instruction set.
  private func measureOnce(_ limit: Limit) -> RowResult? {
    guard let kernels = sets.first(where: { $0.level == limit.level }) else { return nil }
    Parallel.threadCount = limit.threads
    let probe =
      switch limit.kind {
      case .multiplyAddPeak: peak(kernels, threads: limit.threads)
      case .byteProductPeak: bytePeak(kernels, threads: limit.threads)
      case .readBandwidth(let level): reading(level, kernels, threads: limit.threads)
      case .writeBandwidth(let level): writing(level, kernels, threads: limit.threads)
      }
    var plan = plan
    plan.totalSeconds /= Double(Self.roundCount)
    plan.leastSamples = 3
    return RowResult(
      name: limit.name, problem: limit.problem(caches), threads: limit.threads,
      level: limit.level, timing: plan.measure(probe.body), amount: probe.amount,
      unit: limit.unit, fractionOfLimit: 1, limit: limit.kind)
  }

  /// Something to time, and the operations or bytes of one call.
  private struct Probe {
    let amount: Double
    let body: () -> Void
  }

  private func peak(_ kernels: KernelSet, threads: Int) -> Probe {
    let tile = unsafe kernels.microkernels.multiplyAddPeak
    let elements = unsafe tile.rows * tile.columns
    // A call lasts milliseconds, so that starting the threads does not count; and there are more pieces
    // than threads, so that one that starts late finds less to do.
    let steps = 1 << 15
    let pieces = 16 * threads
    let results = FloatBuffer(pieces * elements, repeating: 0)
    return Probe(amount: 2 * Double(elements) * Double(steps) * Double(pieces)) {
      Parallel.forEach(pieces) { piece in
        unsafe kernels.microkernels.multiplyAddPeak.function(
          steps, 0.5, 1, results.pointer + piece * elements)
      }
    }
  }

  private func bytePeak(_ kernels: KernelSet, threads: Int) -> Probe {
    if let blocks = kernels.byteBlocks { return peak(blocks, threads: threads) }
    let tile = unsafe kernels.byteKernels.productPeak
    let elements = unsafe tile.rows * tile.columns
    let steps = 1 << 15
    let pieces = 16 * threads
    let results = FloatBuffer(pieces * elements, repeating: 0)
    let activations = ByteBuffer(4 * kernels.byteKernels.peakPeriod)
    return Probe(
      amount: 2 * Double(kernels.byteKernels.depthGroup) * Double(elements) * Double(steps)
        * Double(pieces)
    ) {
      Parallel.forEach(pieces) { piece in
        // Sums in the place of floats.
        let sums = unsafe UnsafeMutableRawPointer(results.pointer + piece * elements)
        unsafe tile.function(steps, activations.fours, sums.assumingMemoryBound(to: Int32.self))
      }
    }
  }

  /// One block again and again, with operands that stay in the first-level cache.
  private func peak(_ blocks: ByteBlocks, threads: Int) -> Probe {
    let (steps, count, pieces) = (4, 1 << 10, 16 * threads)
    let depth = steps * ByteBlocks.stepDepth
    let left = ByteBuffer(ByteBlocks.rows * depth)
    let right = ByteBuffer(ByteBlocks.columns * depth)
    let elements = ByteBlocks.rows * ByteBlocks.columns
    let results = ByteBuffer(4 * elements * pieces)
    let offsets = (0..<steps).map { $0 * ByteBlocks.stepDepth }
    return Probe(amount: 2 * Double(elements * depth) * Double(count) * Double(pieces)) {
      Parallel.forEach(pieces) { piece in
        let sums = unsafe results.sums + piece * elements
        blocks.withRegisters(rows: ByteBlocks.rows) {
          for _ in 0..<count {
            unsafe blocks.multiply(
              offsets, left: left.pointer, leftStride: depth, right: right.signed, steps: steps,
              sums: sums, rows: ByteBlocks.rows)
          }
        }
      }
    }
  }

  private func reading(_ level: MemoryLevel, _ kernels: KernelSet, threads: Int) -> Probe {
    let extent = ProbeExtent(level, threads: threads, caches)
    let words = FloatBuffer(threads * 16, repeating: 0)
    return Probe(amount: extent.bytes) {
      Parallel.forEach(threads) { thread in
        let array = unsafe memory.readOnly + thread * extent.count
        var word: UInt32 = 0
        for _ in 0..<extent.passes {
          unsafe word ^= kernels.microkernels.exclusiveOr(extent.count, array)
        }
        // A cache line each, so that the threads do not disturb each other.
        unsafe words.pointer[thread * 16] = Float(bitPattern: word)
      }
    }
  }

  private func writing(_ level: MemoryLevel, _ kernels: KernelSet, threads: Int) -> Probe {
    let extent = ProbeExtent(level, threads: threads, caches)
    // What is written comes from an array so small that reading it is never the slower part.
    let piece = caches.level1 / MemoryLayout<Float>.stride / 4
    let source = FloatBuffer(piece)
    return Probe(amount: extent.bytes) {
      Parallel.forEach(threads) { thread in
        let array = unsafe memory.pointer + thread * extent.count
        for _ in 0..<extent.passes {
          for start in stride(from: 0, to: extent.count, by: piece) {
            unsafe kernels.microkernels.scale(
              min(piece, extent.count - start), source.readOnly, 0.5, array + start)
          }
        }
      }
    }
  }
}

/// How much a bandwidth's probe reads or writes.
private struct ProbeExtent {
  /// Floats that each thread has.
  let count: Int
  /// How often each thread goes over them: cached arrays until a call lasts about a millisecond, so that
  /// starting the threads does not count.
  let passes: Int
  /// Bytes of all threads and passes together.
  let bytes: Double

  init(_ level: MemoryLevel, threads: Int, _ caches: CacheSizes) {
    let probeBytes = level.probeBytes(threads: threads, caches)
    count = probeBytes / MemoryLayout<Float>.stride
    passes = level == .memory ? 1 : max(1, (256 << 20) / probeBytes)
    bytes = Double(probeBytes) * Double(passes) * Double(threads)
  }
}
