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
      case .columnTile: unsafe .columnTile(kernels.microkernels.columnTile)
      case .winogradInputRows, .winogradInputColumns, .winogradOutputColumns,
        .winogradOutputRows, .winogradGradientRows, .winogradGradientColumns, .winogradWeights,
        .winogradWeightGradient:
        .winograd(entry.operation, kernels)
      case .fewSquares: .fewSquares(kernels)
      case .fiveOutputRows: .fiveOutputRows(kernels)
      case .rowTile: unsafe .rowTile(kernels.microkernels.rowTile)
      case .narrowRowTile: unsafe .rowTile(kernels.microkernels.narrowRowTile)
      case .copyingRowTile: .copyingRowTile(kernels)
      case .transpose: .transpose(kernels, rows: 32, columns: count / 32)
      case .multiplyAddPeak: .multiplyAddPeak(kernels)
      case .byteTile: .byteTile(kernels)
      case .requantize: .requantize(kernels)
      case .byteMaximum: .byteMaximum(kernels, channels: 64)
      case .byteProductPeak: .byteProductPeak(kernels)
      case .rectify, .rectifierGradient, .addScaled, .scale, .hyperbolicTangent,
        .hyperbolicTangentGradient, .finiteProbe, .softmax, .exclusiveOr:
        .elementWise(entry.operation, kernels, count: count)
      case .adam: .adam(kernels, count: count / 2)
      case .columnSums, .columnMoments, .scaleAndShift, .normalizationGradientSums,
        .maskedGradientSums, .normalizationGradient:
        .columns(entry.operation, kernels, rows: max(count / 128, 1), columns: 64)
      case .maximumPooling, .windowMaxima, .maximumPoolingGradient, .windowSums:
        .pooling(entry.operation, kernels)
      case .stretchRow, .blendRows, .filterRow, .filterRows, .cubicRow, .mixRows:
        .resampling(entry.operation, kernels)
      case .warpRow, .packRow, .interleaveRow, .changeColors, .sumRows, .bytesOfRow,
        .rowOfBytes:
        .viewRow(entry.operation, kernels, pixels: 224)
      case .inverseFull, .inverseHalf, .inverseQuarter, .inverseEighth, .forwardTransform,
        .pixelsOfPlanes, .planesOfPixels, .widenRow, .rowBetween, .halveRows:
        .blocks(entry.operation, kernels)
      case .distanceTile:
        unsafe .distanceTile(kernels.microkernels.distanceTile, points: 8, dimensions: count / 8)
      case .expandedDistanceTile:
        unsafe .expandedDistanceTile(
          kernels.microkernels.expandedDistanceTile, points: 8, dimensions: count / 8)
      case .singleQueryTile:
        unsafe .distanceTile(
          kernels.microkernels.singleQueryTile, points: 16, dimensions: count / 16)
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
      case .columnMoments: Work(operations: 4 * count, read: count, written: 5 * columns)
      case .scaleAndShift: Work(operations: 2 * count, read: count, written: count)
      case .normalizationGradientSums:
        Work(operations: 6 * count, read: 2 * count, written: 4 * columns)
      case .maskedGradientSums:
        Work(operations: 4 * count, read: 3 * count, written: count + 4 * columns)
      default: Work(operations: 6 * count, read: 2 * count, written: count)
      }
    return MicrokernelTrial("rows=\(rows) columns=\(columns)", work) {
      let (x, gradient) = (FloatBuffer(count), FloatBuffer(count, stream: 1))
      let (output, y) = (FloatBuffer(count, stream: 2), FloatBuffer(count, repeating: 0))
      let factors = FloatBuffer(4 * columns, stream: 3)
      // Doubles in the place of pairs of floats.
      let sums = FloatBuffer(4 * columns, repeating: 0)
      let doubles = unsafe UnsafeMutableRawPointer(sums.pointer).assumingMemoryBound(
        to: Double.self)
      let run: () -> Void =
        switch operation {
        case .columnSums:
          { unsafe table.columnSums(rows, columns, x.readOnly, sums.pointer) }
        case .columnMoments:
          { unsafe table.columnMoments(rows, columns, x.readOnly, factors.pointer, doubles) }
        case .scaleAndShift:
          {
            unsafe table.scaleAndShift(
              rows, columns, x.readOnly, factors.readOnly, factors.readOnly + columns, nil, true,
              y.pointer)
          }
        case .normalizationGradientSums:
          {
            unsafe table.normalizationGradientSums(
              rows, columns, gradient.readOnly, x.readOnly, factors.readOnly,
              factors.readOnly + columns, factors.readOnly + 2 * columns, doubles)
          }
        case .maskedGradientSums:
          {
            unsafe table.maskedGradientSums(
              rows, columns, gradient.readOnly, x.readOnly, output.readOnly, factors.readOnly,
              y.pointer, doubles)
          }
        default:
          {
            unsafe table.normalizationGradient(
              rows, columns, gradient.readOnly, x.readOnly, factors.readOnly,
              factors.readOnly + columns, factors.readOnly + 2 * columns,
              factors.readOnly + 3 * columns, y.pointer)
          }
        }
      return {
        run()
        // The doubles are its memory.
        withExtendedLifetime(sums) {}
      }
    }
  }

  // MARK: Pictures and points

  /// Windows of 3 × 3 with stride 2, 64 channels: seven of them in a row forward; backward and for sums
  /// seven pixels that are in four windows each.
  private static func pooling(_ operation: MicrokernelOperation, _ kernels: KernelSet) -> Self {
    let (pixels, channels) = (7, 64)
    let isForward = operation == .maximumPooling || operation == .windowMaxima
    let taps = isForward ? 9 : 4
    let count = pixels * channels
    let bytes = operation == .maximumPoolingGradient ? taps * count : 0
    let work =
      isForward
      ? Work(
        read: (2 * pixels + 1) * 3 * channels, written: count,
        bytesWritten: operation == .maximumPooling ? count : 0)
      : Work(operations: taps * count, read: taps * count, written: count, bytesRead: bytes)
    return MicrokernelTrial("taps=\(taps) pixels=\(pixels) channels=\(channels)", work) {
      let row = (2 * pixels + 1) * channels
      let source = FloatBuffer(4 * row)
      let target = FloatBuffer(2 * count, repeating: 0)
      let selection = ByteBuffer(4 * row)
      let numbers = ByteBuffer(taps)
      for tap in 0..<taps { unsafe numbers.pointer[tap] = UInt8(tap) }
      let starts = (0..<taps).map {
        taps == 9 ? $0 / 3 * row + $0 % 3 * channels : $0 * row
      }
      let sources = unsafe starts.map { unsafe source.readOnly + $0 }
      let selections = unsafe starts.map { unsafe UnsafePointer(selection.pointer) + $0 }
      let table = kernels.microkernels
      return {
        unsafe sources.withUnsafeBufferPointer { sources in
          unsafe selections.withUnsafeBufferPointer { selections in
            guard let sources = sources.baseAddress, let selections = selections.baseAddress
            else { return }
            let numbers = unsafe UnsafePointer(numbers.pointer)
            switch operation {
            case .maximumPooling:
              unsafe table.maximumPooling(
                pixels, taps, channels, sources, numbers, 2 * channels, target.pointer,
                selection.pointer)
            case .windowMaxima:
              unsafe table.windowMaxima(
                pixels, taps, channels, sources, 2 * channels, 0, target.pointer)
            case .maximumPoolingGradient:
              unsafe table.maximumPoolingGradient(
                pixels, taps, channels, sources, selections, numbers, 2 * channels,
                target.pointer)
            default:
              unsafe table.windowSums(
                pixels, taps, channels, sources, channels, 0.25, 2 * channels, target.pointer)
            }
          }
        }
        // The places point into these.
        withExtendedLifetime((source, selection)) {}
      }
    }
  }

  private static func distanceTile(
    _ tile: DistanceTile, points: Int, dimensions: Int
  ) -> Self {
    distanceTile(unsafe (tile.rows, tile.columns), points: points, dimensions: dimensions) { data in
      unsafe _ = tile.function(
        dimensions, data.query.readOnly, tile.rows, data.point.readOnly, points,
        data.limits.readOnly, data.result.pointer, data.nearTiles, data.point.readOnly, 0)
    }
  }

  private static func expandedDistanceTile(
    _ tile: ExpandedDistanceTile, points: Int, dimensions: Int
  ) -> Self {
    distanceTile(unsafe (tile.rows, tile.columns), points: points, dimensions: dimensions) { data in
      unsafe _ = tile.function(
        dimensions, data.query.readOnly, tile.rows, data.point.readOnly, points,
        data.limits.readOnly, data.result.pointer, data.nearTiles, data.point.readOnly, 0,
        data.norms.readOnly, data.norms.readOnly)
    }
  }

  private static func distanceTile(
    _ tile: (rows: Int, columns: Int), points: Int, dimensions: Int,
    _ body: @escaping @Sendable (DistanceTileData) -> Void
  ) -> Self {
    let work = Work(
      operations: 2 * tile.rows * points * dimensions, read: (points + tile.rows) * dimensions,
      written: tile.rows * points)
    return MicrokernelTrial("points=\(points) d=\(dimensions)", work, .gigaflops) {
      let data = DistanceTileData(queries: tile.rows, points: points, dimensions: dimensions)
      return { body(data) }
    }
  }
}

/// What a tile of distances works on.
private struct DistanceTileData {
  let query: FloatBuffer
  let point: FloatBuffer
  let norms: FloatBuffer
  let limits: FloatBuffer
  let result: FloatBuffer
  private let numbers: FloatBuffer

  init(queries: Int, points: Int, dimensions: Int) {
    query = FloatBuffer(queries * dimensions)
    point = FloatBuffer(points * dimensions, stream: 1)
    norms = FloatBuffer(max(points, 16), stream: 2)
    limits = FloatBuffer(16, repeating: 0)
    result = FloatBuffer(queries * points, repeating: 0)
    numbers = FloatBuffer(points + 1, repeating: 0)
  }

  /// Room for the numbers of near tiles.
  var nearTiles: UnsafeMutablePointer<Int32> {
    unsafe UnsafeMutableRawPointer(numbers.pointer).assumingMemoryBound(to: Int32.self)
  }
}
