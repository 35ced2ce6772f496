import Kernels

extension MicrokernelTrial {
  /// Blocks and rows of a picture 640 pixels wide.
  static func blocks(_ operation: MicrokernelOperation, _ kernels: KernelSet) -> Self {
    let columns = 640
    let count = columns / 8
    let (pixels, coefficients) = (8 * columns, 16 * columns)
    let work =
      switch operation {
      case .inverseFull: Work(bytesRead: coefficients, bytesWritten: pixels)
      case .inverseHalf: Work(bytesRead: coefficients, bytesWritten: pixels / 4)
      case .inverseQuarter: Work(bytesRead: coefficients, bytesWritten: pixels / 16)
      case .inverseEighth: Work(bytesRead: 2 * count, bytesWritten: count)
      case .forwardTransform: Work(bytesRead: pixels, bytesWritten: coefficients)
      case .widenRow: Work(bytesRead: columns, bytesWritten: columns)
      case .rowBetween: Work(bytesRead: 2 * columns, bytesWritten: columns)
      case .halveRows: Work(bytesRead: 2 * columns, bytesWritten: columns / 2)
      default: Work(bytesRead: 3 * columns, bytesWritten: 3 * columns)
      }
    return MicrokernelTrial("columns=\(columns)", work) {
      let kernels = kernels.microkernels.blocks
      let data = BlockData(columns)
      let (bytes, numbers, factors) = unsafe (data.bytes.pointer, data.numbers, data.factors)
      return {
        switch operation {
        case .inverseFull: unsafe kernels.inverseFull(count, numbers, factors, bytes, columns)
        case .inverseHalf: unsafe kernels.inverseHalf(count, numbers, factors, bytes, columns)
        case .inverseQuarter:
          unsafe kernels.inverseQuarter(count, numbers, factors, bytes, columns)
        case .inverseEighth:
          unsafe kernels.inverseEighth(count, numbers, factors, bytes, columns)
        case .forwardTransform:
          unsafe kernels.forward(count, bytes, columns, factors, data.result)
        case .widenRow:
          unsafe kernels.widenRow(columns / 2, bytes, bytes + columns, 7, 8, bytes + 2 * columns)
        case .rowBetween:
          unsafe kernels.rowBetween(columns, bytes, bytes + columns, 1, bytes + 2 * columns)
        case .halveRows:
          unsafe kernels.halveRows(columns / 2, bytes, bytes + columns, bytes + 2 * columns)
        case .pixelsOfPlanes:
          unsafe kernels.pixelsOfPlanes(
            columns, bytes, bytes + columns, bytes + 2 * columns, bytes + 3 * columns)
        default:
          unsafe kernels.planesOfPixels(
            columns, bytes, bytes + 3 * columns, bytes + 4 * columns, bytes + 5 * columns)
        }
      }
    }
  }
}

/// What the kernels work on.
@safe
private final class BlockData {
  let bytes: ByteBuffer
  let numbers: UnsafeMutablePointer<Int16>
  let factors: UnsafeMutablePointer<Int16>
  let result: UnsafeMutablePointer<Int16>

  init(_ columns: Int) {
    bytes = ByteBuffer(8 * columns)
    unsafe numbers = .allocate(capacity: 8 * columns)
    unsafe factors = .allocate(capacity: 64)
    unsafe result = .allocate(capacity: 8 * columns)
    for index in 0..<8 * columns { unsafe numbers[index] = Int16(index % 23 - 11) }
    unsafe factors.initialize(repeating: 3, count: 64)
    unsafe result.initialize(repeating: 0, count: 8 * columns)
  }

  deinit {
    unsafe numbers.deallocate()
    unsafe factors.deallocate()
    unsafe result.deallocate()
  }
}
