import Kernels

extension MicrokernelTrial {
  /// A row of 224 colour pixels from 640, and a sum of six rows.
  static func resampling(
    _ operation: MicrokernelOperation, _ kernels: KernelSet
  ) -> Self {
    let (columns, channels, sourceColumns, taps) = (224, 3, 640, 6)
    let count = columns * channels
    let work =
      switch operation {
      case .stretchRow:
        Work(read: 2 * columns, bytesRead: 2 * count, bytesWritten: 2 * count)
      case .blendRows: Work(bytesRead: 4 * count, bytesWritten: count)
      case .filterRow:
        Work(
          read: (taps + 2) * columns, written: count, bytesRead: sourceColumns * channels)
      case .cubicRow: Work(read: 3 * columns, written: count, bytesRead: sourceColumns * channels)
      case .mixRows: Work(read: 4 * count, bytesWritten: count)
      default: Work(bytesRead: taps * count, bytesWritten: count)
      }
    return MicrokernelTrial("columns=\(columns) channels=\(channels)", work) {
      let kernels = kernels.microkernels.resampling
      let data = ResamplingData(columns, channels, sourceColumns, taps)
      let source = unsafe UnsafePointer(data.source.pointer)
      return {
        switch operation {
        case .stretchRow:
          unsafe kernels.stretchRow(
            columns, channels, source, data.offsets, data.weights, data.halfWords)
        case .blendRows:
          unsafe kernels.blendRows(
            count, data.halfWords, 1348, data.halfWords + count, 700, data.bytes.pointer)
        case .filterRow:
          unsafe kernels.filterRow(
            columns, channels, source, data.offsets, data.counts, data.weights, taps, data.words)
        case .cubicRow:
          unsafe kernels.cubicRow(
            columns, channels, source, data.offsets, data.weights, data.sums.pointer)
        case .mixRows:
          let sums = unsafe data.sums.readOnly
          unsafe kernels.mixRows(
            count, sums, sums, sums, sums, data.quarters.readOnly, data.bytes.pointer)
        default:
          unsafe kernels.filterRows(
            count, taps, source, count, data.weights, data.bytes.pointer)
        }
      }
    }
  }
}

/// What the kernels work on.
@safe
private final class ResamplingData {
  let source: ByteBuffer
  let bytes: ByteBuffer
  let quarters = FloatBuffer(4)
  let sums: FloatBuffer
  let offsets: UnsafeMutablePointer<Int32>
  let counts: UnsafeMutablePointer<Int32>
  let weights: UnsafeMutablePointer<Int32>
  let words: UnsafeMutablePointer<Int32>
  let halfWords: UnsafeMutablePointer<Int16>

  init(_ columns: Int, _ channels: Int, _ sourceColumns: Int, _ taps: Int) {
    let count = columns * channels
    source = ByteBuffer(max(sourceColumns * channels, taps * count) + 8)
    bytes = ByteBuffer(count)
    sums = FloatBuffer(count + 4)
    unsafe offsets = .allocate(capacity: columns + 3)
    unsafe counts = .allocate(capacity: columns)
    unsafe weights = .allocate(capacity: columns * taps)
    unsafe words = .allocate(capacity: count + 3)
    unsafe halfWords = .allocate(capacity: 2 * count + 3)
    unsafe offsets.initialize(repeating: 0, count: columns + 3)
    unsafe counts.initialize(repeating: Int32(taps), count: columns)
    unsafe weights.initialize(repeating: 700 << 16 | 1348, count: columns * taps)
    unsafe words.initialize(repeating: 0, count: count + 3)
    unsafe halfWords.initialize(repeating: 0, count: 2 * count + 3)
    for column in 0..<columns {
      let place = column * (sourceColumns - taps) / columns
      unsafe offsets[column] = Int32(place * channels)
    }
  }

  deinit {
    unsafe offsets.deallocate()
    unsafe counts.deallocate()
    unsafe weights.deallocate()
    unsafe words.deallocate()
    unsafe halfWords.deallocate()
  }
}
