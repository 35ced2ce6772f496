import Kernels

/// The memory that a network runs in: one block, of which operations read and write parts.
///
/// It is taken from the pool and given back to it. One thread uses it at a time.
package final class Arena {
  /// Some elements of an arena.
  package struct Part: Sendable, Hashable {
    /// Where the first element is, in elements.
    package let offset: Int
    /// How many there are.
    package let count: Int

    /// Names a part.
    package init(offset: Int, count: Int) {
      self.offset = offset
      self.count = count
    }
  }

  private let storage: TensorStorage
  private let count: Int

  /// Makes an arena of `count` elements, their values undefined.
  package init(count: Int) {
    storage = TensorStorage(count: count)
    self.count = count
  }

  /// Where a part of `count` elements at least begins.
  func pointer(_ part: Part, holding count: Int) -> UnsafeMutablePointer<Float> {
    precondition(
      part.offset >= 0 && part.count >= count && part.offset <= self.count - part.count,
      "\(count) elements are not within \(part)")
    return unsafe storage.pointer + part.offset
  }

  /// A copy of a part as a tensor.
  package func tensor(_ shape: Shape, at part: Part) -> Tensor {
    let source = unsafe pointer(part, holding: shape.count)
    var result = Tensor(uninitialized: shape)
    unsafe result.withUnsafeMutablePointer { unsafe $0.update(from: source, count: shape.count) }
    return result
  }

  /// Has the pictures of a batch written into a part, several at once.
  ///
  /// - Parameters:
  ///   - pictures: `[N, H, W, C]`, without their borders.
  ///   - border: Rows and columns of zeros around each picture.
  ///   - part: Gets `[N, H + 2·border, W + 2·border, C]`.
  ///   - body: Gets the picture's number and its elements from its first one on, of which it writes all but
  ///     the borders; from one row to the next are `rowPitch` elements.
  package func writePictures(
    _ pictures: Shape, border: Int, to part: Part,
    _ body: (_ picture: Int, _ elements: inout MutableSpan<Float>, _ rowPitch: Int) -> Void
  ) {
    precondition(pictures.rank == 4, "pictures have rank 4")
    let (height, width, channels) = (pictures[1], pictures[2], pictures[3])
    let pitch = (width + 2 * border) * channels
    let size = pitch * (height + 2 * border)
    let start = unsafe pointer(part, holding: pictures[0] * size)
    let first = border * (pitch + channels)
    Parallel.forEach(pictures[0]) { picture in
      let target = unsafe start + picture * size
      unsafe Self.clearBorder(of: target, height: height, pitch: pitch, border, channels)
      let elements = unsafe UnsafeMutableBufferPointer(
        start: target + first, count: max(0, height - 1) * pitch + width * channels)
      var span = unsafe MutableSpan(_unsafeElements: elements)
      body(picture, &span, pitch)
    }
  }

  private static let rowsAPiece = 16

  /// Copies pictures `[N, H, W, C]` to a part, with a border of zeros around each.
  package func writePictures(_ pictures: Tensor, border: Int, to part: Part) {
    let shape = pictures.shape
    unsafe pictures.withUnsafePointer { source in
      writePictures(shape, border: border, to: part) { picture, elements, rowPitch in
        let (height, row) = (shape[1], shape[2] * shape[3])
        unsafe elements.withUnsafeMutableBufferPointer { target in
          guard let target = target.baseAddress else { return }
          // One picture is shared out too, so that all threads are awake when the network begins.
          Parallel.forEachPiece(of: height, size: Self.rowsAPiece) { rows in
            for y in rows {
              unsafe (target + y * rowPitch).update(
                from: source + (picture * height + y) * row, count: row)
            }
          }
        }
      }
    }
  }

  private static func clearBorder(
    of picture: UnsafeMutablePointer<Float>, height: Int, pitch: Int, _ border: Int, _ channels: Int
  ) {
    guard border > 0 else { return }
    let side = border * channels
    unsafe picture.update(repeating: 0, count: border * pitch)
    for row in border..<border + height {
      unsafe (picture + row * pitch).update(repeating: 0, count: side)
      unsafe (picture + (row + 1) * pitch - side).update(repeating: 0, count: side)
    }
    unsafe (picture + (border + height) * pitch).update(repeating: 0, count: border * pitch)
  }
}
