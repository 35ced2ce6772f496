import CPUFeatures
import Kernels

extension Subject {
  /// Every micro-kernel by itself, on one thread and on data that fits the first-level cache.
  static func microkernels(_ entries: [MicrokernelEntry], _ caches: CacheSizes) -> [Subject] {
    entries.map { entry in
      let trial = MicrokernelTrial(entry, caches)
      return Subject(
        name: entry.name, problem: trial.problem, work: trial.work, unit: trial.unit,
        level: entry.kernels.level, isSingleThreaded: true
      ) { _ in trial.prepare() }
    }
  }
}

/// A micro-kernel with the problem it is tried on.
struct MicrokernelTrial: Sendable {
  let problem: String
  let work: Work
  let unit: RateUnit
  let prepare: @Sendable () -> () -> Void

  init(
    _ problem: String, _ work: Work, _ unit: RateUnit = .gigabytes,
    _ prepare: @escaping @Sendable () -> () -> Void
  ) {
    self.problem = problem
    self.work = work
    self.unit = unit
    self.prepare = prepare
  }

  init(_ entry: MicrokernelEntry, _ caches: CacheSizes) {
    // Up to three arrays fill three quarters of the cache, or less.
    let count = max(caches.level1 / MemoryLayout<Float>.stride / 4 & ~63, 64)
    let kernels = entry.kernels
    self =
      switch entry.operation {
      case .packedTile: unsafe .packedTile(kernels.microkernels.packedTile)
      case .lowPackedTile: unsafe .packedTile(kernels.microkernels.lowPackedTile)
      case .gatheredTile: unsafe .gatheredTile(kernels.microkernels.gatheredTile)
      case .narrowGatheredTile: unsafe .gatheredTile(kernels.microkernels.narrowGatheredTile)
      case .rowTile: unsafe .rowTile(kernels.microkernels.rowTile)
      case .narrowRowTile: unsafe .rowTile(kernels.microkernels.narrowRowTile)
      case .finishRows: .finishRows(kernels, rows: 8, columns: 64)
      case .transpose: .transpose(kernels, rows: 32, columns: count / 32)
      case .multiplyAddPeak: .multiplyAddPeak(kernels)
      case .rectify, .rectifierGradient, .addScaled, .addRectified, .scale, .hyperbolicTangent,
        .hyperbolicTangentGradient, .finiteProbe, .softmax, .exclusiveOr:
        .elementWise(entry.operation, kernels, count: count)
      case .adam: .adam(kernels, count: count / 2)
      case .columnSums, .squaredDeviations, .scaleAndShift, .normalizationGradientSums,
        .normalizationGradient:
        .columns(entry.operation, kernels, rows: max(count / 128, 1), columns: 64)
      case .maximumPooling, .maximumPoolingGradient:
        .pooling(entry.operation, kernels, taps: 9, channels: 64)
      case .squaredDistances: .squaredDistances(kernels, points: 8, dimensions: count / 8)
      }
  }

  // MARK: Arrays

  private static func elementWise(
    _ operation: MicrokernelOperation, _ kernels: KernelSet, count: Int
  ) -> Self {
    let table = kernels.microkernels
    let work =
      switch operation {
      case .rectify, .scale: Work(operations: count, read: count, written: count)
      case .hyperbolicTangent:
        Work(operations: OperationCount.hyperbolicTangent * count, read: count, written: count)
      case .softmax: Work(operations: OperationCount.softmax * count, read: count, written: count)
      case .finiteProbe: Work(operations: 2 * count, read: count)
      case .exclusiveOr: Work(read: count)
      case .addScaled: Work(operations: 2 * count, read: count, updated: count)
      case .addRectified: Work(operations: count, read: count, updated: count)
      case .hyperbolicTangentGradient:
        Work(operations: 3 * count, read: 2 * count, written: count)
      default: Work(operations: count, read: 2 * count, written: count)
      }
    return MicrokernelTrial("n=\(count)", work) {
      let (x, other) = (FloatBuffer(count), FloatBuffer(count, stream: 1))
      let y = FloatBuffer(count, stream: 2)
      switch operation {
      case .rectify: return { unsafe table.rectify(count, x.readOnly, 0, y.pointer) }
      case .scale: return { unsafe table.scale(count, x.readOnly, 0.5, y.pointer) }
      case .hyperbolicTangent:
        return { unsafe table.hyperbolicTangent(count, x.readOnly, y.pointer) }
      case .softmax: return { unsafe table.softmax(count, x.readOnly, y.pointer) }
      case .finiteProbe: return { unsafe y.pointer[0] = table.finiteProbe(count, x.readOnly) }
      case .exclusiveOr:
        return {
          unsafe y.pointer[0] = Float(bitPattern: table.exclusiveOr(count, x.readOnly))
        }
      case .addScaled: return { unsafe table.addScaled(count, x.readOnly, 0.001, y.pointer) }
      case .addRectified: return { unsafe table.addRectified(count, x.readOnly, y.pointer) }
      case .hyperbolicTangentGradient:
        return {
          unsafe table.hyperbolicTangentGradient(count, x.readOnly, other.readOnly, y.pointer)
        }
      default:
        return {
          unsafe table.rectifierGradient(count, x.readOnly, other.readOnly, 0, y.pointer)
        }
      }
    }
  }

  private static func adam(_ kernels: KernelSet, count: Int) -> Self {
    let work = Work(operations: OperationCount.adam * count, read: count, updated: 3 * count)
    return MicrokernelTrial("n=\(count)", work) {
      let state = AdamState(count)
      return {
        unsafe kernels.microkernels.adam(
          count, state.constants.readOnly, state.gradient.readOnly, state.firstMoment.pointer,
          state.secondMoment.pointer, state.value.pointer)
      }
    }
  }

  private static func columns(
    _ operation: MicrokernelOperation, _ kernels: KernelSet, rows: Int, columns: Int
  ) -> Self {
    let table = kernels.microkernels
    let count = rows * columns
    let work =
      switch operation {
      case .columnSums: Work(operations: count, read: count, written: columns)
      case .squaredDeviations: Work(operations: 3 * count, read: count, written: columns)
      case .scaleAndShift: Work(operations: 2 * count, read: count, written: count)
      case .normalizationGradientSums:
        Work(operations: 4 * count, read: 3 * count, written: 2 * columns)
      default: Work(operations: 4 * count, read: 3 * count, written: count)
      }
    return MicrokernelTrial("rows=\(rows) columns=\(columns)", work) {
      let (x, gradient) = (FloatBuffer(count), FloatBuffer(count, stream: 1))
      let (output, y) = (FloatBuffer(count, stream: 2), FloatBuffer(count, repeating: 0))
      let factors = FloatBuffer(3 * columns, stream: 3)
      let sums = FloatBuffer(2 * columns, repeating: 0)
      switch operation {
      case .columnSums:
        return { unsafe table.columnSums(rows, columns, x.readOnly, sums.pointer) }
      case .squaredDeviations:
        return {
          unsafe table.squaredDeviations(
            rows, columns, x.readOnly, factors.readOnly, sums.pointer)
        }
      case .scaleAndShift:
        return {
          unsafe table.scaleAndShift(
            rows, columns, x.readOnly, factors.readOnly, factors.readOnly + columns, true,
            y.pointer)
        }
      case .normalizationGradientSums:
        return {
          unsafe table.normalizationGradientSums(
            rows, columns, gradient.readOnly, x.readOnly, output.readOnly, factors.readOnly,
            sums.pointer, sums.pointer + columns)
        }
      default:
        return {
          unsafe table.normalizationGradient(
            rows, columns, gradient.readOnly, x.readOnly, output.readOnly, factors.readOnly,
            factors.readOnly + columns, factors.readOnly + 2 * columns, y.pointer)
        }
      }
    }
  }

  // MARK: Pictures and points

  private static func pooling(
    _ operation: MicrokernelOperation, _ kernels: KernelSet, taps: Int, channels: Int
  ) -> Self {
    let isGradient = operation == .maximumPoolingGradient
    // The gradient reads and writes one tap's element of each channel.
    let work =
      isGradient
      ? Work(operations: channels, read: channels, updated: channels, bytesRead: channels)
      : Work(read: taps * channels, written: channels, bytesWritten: channels)
    return MicrokernelTrial("taps=\(taps) channels=\(channels)", work) {
      let pixels = FloatBuffer(taps * channels)
      let output = FloatBuffer(channels, stream: 1)
      let selection = ByteBuffer(channels)
      let places: [UnsafeMutablePointer<Float>?] = unsafe (0..<taps).map {
        unsafe pixels.pointer + $0 * channels
      }
      let sources: [UnsafePointer<Float>?] = unsafe places.map { place in
        unsafe place.map { unsafe UnsafePointer($0) }
      }
      func runForward() {
        unsafe sources.withUnsafeBufferPointer {
          guard let sources = $0.baseAddress else { return }
          unsafe kernels.microkernels.maximumPooling(
            taps, channels, sources, output.pointer, selection.pointer)
        }
      }
      // The gradient's selections must be ones that a forward pass makes.
      runForward()
      guard isGradient else {
        return {
          runForward()
          withExtendedLifetime(pixels) {}
        }
      }
      return {
        unsafe places.withUnsafeBufferPointer {
          guard let places = $0.baseAddress else { return }
          unsafe kernels.microkernels.maximumPoolingGradient(
            channels, output.readOnly, UnsafePointer(selection.pointer), places)
        }
        withExtendedLifetime(pixels) {}
      }
    }
  }

  private static func squaredDistances(
    _ kernels: KernelSet, points: Int, dimensions: Int
  ) -> Self {
    let work = Work(
      operations: 3 * points * dimensions, read: (points + 1) * dimensions, written: points)
    return MicrokernelTrial("points=\(points) d=\(dimensions)", work) {
      let (query, point) = (FloatBuffer(dimensions), FloatBuffer(points * dimensions, stream: 1))
      let result = FloatBuffer(points, repeating: 0)
      return {
        unsafe kernels.microkernels.squaredDistances(
          dimensions, points, query.readOnly, point.readOnly, result.pointer)
      }
    }
  }
}
