#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A drawn motion blur: a mean along a line.
public struct MotionBlur: Sendable, Hashable {
  /// The window's width and height in pixels; odd, at least 3.
  public var size: Int
  /// How far the line, upright at 0, is turned clockwise.
  public var degrees: Float
  /// Where the weight lies, from −1, at the line's end, over 0, everywhere, to 1, at its beginning.
  public var direction: Float

  /// Makes a motion blur; an even size becomes the next odd one, as in imgaug.
  public init(size: Int, degrees: Float, direction: Float) {
    self.size = max(3, size | 1)
    self.degrees = degrees
    self.direction = direction
  }

  /// The window's weights from top to bottom, which sum to 1.
  ///
  /// As imgaug 0.4.0 makes them: an upright line of weights in 8 bits, turned by OpenCV's
  /// `warpAffine`, whose coordinates have 1/32 pixel.
  var weights: [Float] {
    let share = (min(max(direction, -1), 1) + 1) / 2
    let line = (0..<size).map { y in
      (255 * (share + (1 - 2 * share) * Float(y) / Float(size - 1))).rounded(.towardZero)
    }
    let radians = Double(degrees) * Double.pi / 180
    let (cosine, sine) = (cos(radians), sin(radians))
    let center = Double(size - 1) / 2
    func level(_ x: Int, _ y: Int) -> Float {
      x == size / 2 && line.indices.contains(y) ? line[y] : 0
    }
    var turned: [Float] = []
    for y in 0..<size {
      for x in 0..<size {
        let (across, down) = (Double(x) - center, Double(y) - center)
        let u = ((across * cosine + down * sine + center) * 32).rounded() / 32
        let v = ((down * cosine - across * sine + center) * 32).rounded() / 32
        let (left, top) = (Int(u.rounded(.down)), Int(v.rounded(.down)))
        let (right, low) = (Float(u) - Float(left), Float(v) - Float(top))
        let upper = level(left, top) * (1 - right) + level(left + 1, top) * right
        let lower = level(left, top + 1) * (1 - right) + level(left + 1, top + 1) * right
        turned.append((upper * (1 - low) + lower * low).rounded())
      }
    }
    let sum = turned.reduce(0, +)
    return sum > 0 ? turned.map { $0 / sum } : turned
  }
}
