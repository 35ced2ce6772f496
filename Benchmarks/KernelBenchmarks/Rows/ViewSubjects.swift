import AugNet
import Kernels

extension MicrokernelTrial {
  /// One row of a view.
  static func viewRow(
    _ operation: MicrokernelOperation, _ kernels: KernelSet, pixels count: Int
  ) -> Self {
    let table = kernels.microkernels
    let work =
      switch operation {
      // Two coordinates, their cover and weights; three blends of four samples.
      case .warpRow: Work(operations: 50 * count, read: count, written: 3 * count)
      case .packRow: Work(operations: 6 * count, read: 3 * count, written: count)
      case .interleaveRow: Work(operations: 6 * count, read: 3 * count, written: 3 * count)
      case .bytesOfRow: Work(operations: 6 * count, bytesRead: 12 * count, bytesWritten: 3 * count)
      case .rowOfBytes: Work(operations: 6 * count, bytesRead: 3 * count, bytesWritten: 12 * count)
      // Fifteen taps.
      case .sumRows: Work(operations: 30 * count, read: count + 14, written: count)
      default: Work(operations: 40 * count, updated: 3 * count)
      }
    return MicrokernelTrial("\(count) pixels", work) {
      let (planes, target) = (FloatBuffer(3 * count), FloatBuffer(3 * count, stream: 1))
      let (scratch, grid) = (FloatBuffer(7 * count), FloatBuffer(4 * (count + 1), stream: 2))
      // A row that runs level through a grid of four, and one hue with one saturation.
      let place: [Float] = [1, 0, 0, 1, 0, 1, Float(count - 1), 0, 1, 2, 223, 1 / 255, 0]
      let hue: [Float] = [0, 0.5, -0.2, 0, 0, 0, 0, 0]
      let constants = FloatBuffer(16)
      let (offsets, taps) = (Array(0..<15), FloatBuffer(15))
      let bytes = ByteBuffer(3 * count)
      for (index, number) in (operation == .warpRow ? place : hue).enumerated() {
        unsafe constants.pointer[index] = number
      }
      return {
        let red = unsafe planes.pointer
        switch operation {
        case .warpRow:
          unsafe UnsafeRawPointer(grid.readOnly).withMemoryRebound(
            to: Int32.self, capacity: 4 * (count + 1)
          ) { words in
            unsafe table.warpRow(
              count, constants.readOnly, words, count + 1, 8, scratch.pointer, red, red + count,
              red + 2 * count)
          }
        case .packRow:
          unsafe table.packRow(count, red, red + count, red + 2 * count, target.pointer)
        case .interleaveRow:
          unsafe table.interleaveRow(
            count, red, red + count, red + 2 * count, constants.readOnly, target.pointer)
        case .sumRows:
          unsafe offsets.withUnsafeBufferPointer { offsets in
            guard let offsets = offsets.baseAddress else { return }
            unsafe table.sumRows(
              count, 15, offsets, taps.readOnly, planes.readOnly, target.pointer)
          }
        case .bytesOfRow:
          unsafe table.bytesOfRow(count, red, red + count, red + 2 * count, bytes.pointer)
        case .rowOfBytes:
          unsafe table.rowOfBytes(count, bytes.pointer, red, red + count, red + 2 * count)
        default:
          unsafe table.changeColors(
            count, constants.readOnly, 1, 0, red, red + count, red + 2 * count)
        }
      }
    }
  }
}

extension Subject {
  /// All views of pictures that are in memory, made ready for them first: as many as the authors draw.
  ///
  /// Each picture is one thread's, as in training.
  static let views: [Subject] = [
    views(.stl, width: 96, height: 96, pictures: 8, views: 4),
    views(.stlSmall, width: 96, height: 96, pictures: 8, views: 4),
    views(.imageNet, width: 640, height: 480, pictures: 4, views: 16),
    views(.stl.asRun, width: 96, height: 96, pictures: 8, views: 4),
  ]

  private static func views(
    _ recipe: AugmentationRecipe, width: Int, height: Int, pictures: Int, views: Int
  ) -> Subject {
    let size = 224
    let count = pictures * views
    let style = recipe.style == .asMeant ? "" : " \(recipe.style.rawValue)"
    return Subject(
      name: "views", problem: "\(recipe.name)\(style) \(width)x\(height) to \(size)x\(size)",
      work: Work(written: count * size * size * 3, items: count), unit: .images,
      level: KernelSet.current.level
    ) { _ in
      // Waves, tiles with sharp edges and a little texture, as the peers draw them too.
      let samples = (0..<width * height * 3).map { index -> UInt8 in
        let (x, y, channel) = (index / 3 % width, index / 3 / width, index % 3)
        let tiles = (x / 24 + y / 16) % 5 * 24
        return UInt8((x * (channel + 2) + y * 3) % 512 / 4 + tiles + (x * y + channel) % 7)
      }
      let image = Image(width: width, height: height, colorModel: .rgb, samples: samples)
      var number = 0
      return {
        number += 1
        let first = number
        _ = Tensor([pictures, views, size, size, 3]) { part, output in
          let source = ViewSource(image)
          let length = size * size * 3
          for view in 0..<views {
            var target = output._mutatingExtracting(view * length..<(view + 1) * length)
            source.render(
              recipe.drawParameters(seed: 0, epoch: first, picture: part, view: view), size: size,
              mean: SIMD3(repeating: 0.5), standardDeviation: SIMD3(repeating: 0.25),
              into: &target)
          }
        }
      }
    }
  }
}
