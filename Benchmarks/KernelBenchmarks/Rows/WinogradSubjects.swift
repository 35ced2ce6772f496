import CPUFeatures
import Kernels

/// The parts of Winograd's convolution by themselves, with squares of four outputs.
extension MicrokernelTrial {
  static func columnTile(_ tile: ColumnTile) -> Self {
    let (rows, columns, depth) = unsafe (tile.rows, tile.columns, 128)
    let work = Work(
      operations: 2 * rows * columns * depth, read: (rows + columns) * depth,
      written: rows * columns)
    return MicrokernelTrial("k=\(depth)", work, .gigaflops) {
      let left = FloatBuffer(rows * depth)
      let right = FloatBuffer(columns * depth, stream: 1)
      let result = FloatBuffer(rows * columns, repeating: 0)
      return {
        unsafe tile.function(
          depth, left.readOnly, rows, right.readOnly, columns, result.pointer, columns, false)
      }
    }
  }

  static func fewSquares(_ kernels: KernelSet) -> Self {
    let (squares, points, depth, columns) = (4, 6, 32, 16)
    let work = Work(
      operations: 2 * points * squares * depth * columns,
      read: depth * (9 * columns + points * squares), written: points * squares * columns)
    return MicrokernelTrial("k=\(depth)", work, .gigaflops) {
      let weights = FloatBuffer(depth * 9 * columns)
      let input = FloatBuffer(depth * points * squares, stream: 1)
      let result = FloatBuffer(points * squares * columns, repeating: 0)
      let room = FloatBuffer(points * columns * depth, repeating: 0)
      return {
        unsafe kernels.microkernels.fewSquares(
          1, depth, weights.readOnly, weights.readOnly, input.readOnly, result.pointer, true,
          room.pointer, InstructionSetLevel.addsApart)
      }
    }
  }

  static func fiveOutputRows(_ kernels: KernelSet) -> Self {
    let (points, outputs, pixels, channels) = (8, 5, 6, 64)
    let count = pixels * channels
    let work = Work(operations: 0, read: points * count, written: outputs * count)
    return MicrokernelTrial("\(pixels) pixels of \(channels) channels", work) {
      let source = FloatBuffer(points * count)
      let target = FloatBuffer(outputs * count, stream: 1)
      let places = unsafe (0..<outputs).map { unsafe target.pointer + $0 * count }
      return {
        unsafe kernels.microkernels.fiveOutputRows(
          pixels, channels, source.readOnly, count, nil, nil, false, places)
        // Places point into it.
        withExtendedLifetime(target) {}
      }
    }
  }

  static func winograd(_ operation: MicrokernelOperation, _ kernels: KernelSet) -> Self {
    let transforms = kernels.microkernels.winogradFour
    let (points, outputs, channels) = (6, 4, 32)
    let (pixels, positions) = (points * channels, points * points * channels)
    let (read, written) =
      switch operation {
      case .winogradInputRows: (points * pixels, points * pixels)
      case .winogradGradientRows: (outputs * pixels, points * pixels)
      case .winogradGradientColumns: (points * outputs * channels, positions)
      case .winogradOutputColumns: (positions, points * outputs * channels)
      case .winogradOutputRows: (points * pixels, outputs * pixels)
      case .winogradWeights: (9 * channels, positions)
      case .winogradWeightGradient: (positions, 9 * channels)
      default: (positions, positions)
      }
    let work = Work(operations: 0, read: read, written: written)
    return MicrokernelTrial("\(channels) channels of a square", work) {
      let source = FloatBuffer(positions)
      let target = FloatBuffer(positions, stream: 1)
      let rows = unsafe (0..<points).map { unsafe source.readOnly + $0 * pixels }
      let places = unsafe (0..<outputs).map { unsafe target.pointer + $0 * pixels }
      return {
        switch operation {
        case .winogradInputRows:
          unsafe transforms.inputRows(pixels, rows, target.pointer, pixels)
        case .winogradGradientRows:
          unsafe transforms.gradientRows(pixels, rows, target.pointer, pixels)
        case .winogradInputColumns:
          unsafe transforms.inputColumns(
            1, channels, source.readOnly, pixels, channels, target.pointer, channels, channels)
        case .winogradGradientColumns:
          unsafe transforms.gradientColumns(
            1, channels, source.readOnly, pixels, channels, target.pointer, channels, channels)
        case .winogradOutputColumns:
          unsafe transforms.outputColumns(
            1, channels, source.readOnly, channels, channels, target.pointer, pixels)
        case .winogradOutputRows:
          unsafe transforms.outputRows(
            points, channels, source.readOnly, pixels, nil, nil, false, places)
        case .winogradWeights:
          unsafe transforms.weights(
            channels, source.readOnly, channels, target.pointer, channels)
        default:
          unsafe transforms.weightGradient(
            channels, source.readOnly, channels, target.pointer, channels)
        }
        // Rows and places point into these.
        withExtendedLifetime((source, target)) {}
      }
    }
  }
}
