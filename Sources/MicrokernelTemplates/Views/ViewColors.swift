/// Changes of a view's colours, sixteen pixels at a time in three planes of samples in 0 … 1.
@frozen
public enum ViewColors<Set: InstructionSet> {
  /// Floats in a step of ``change``.
  @inlinable
  static var stepLength: Int { 8 }

  /// Takes one row of a view through a list of changes.
  ///
  /// `count` is a whole number of sixteens. A step is eight floats, the first of which says what it is:
  /// 0 hue and saturation (sixths of the circle in 0 ..< 6, saturation); 1 … 5 brightness as luma,
  /// HSV's value, HLS's lightness, L* of Lab or of Luv (factor, offset, whether the offset is added
  /// first); 6 exponents of red, green and blue; 7 noise (its standard deviation, whether the channels
  /// differ, then the bits of a stream's two key words); 8 rounding to 255 levels.
  /// `firstPixel` is the number of the row's first pixel, which counts up in the stream of noise.
  @inlinable @inline(__always)
  public static func change(
    _ count: Int, _ steps: UnsafePointer<Float>, _ stepCount: Int, _ firstPixel: Int,
    _ red: UnsafeMutablePointer<Float>, _ green: UnsafeMutablePointer<Float>,
    _ blue: UnsafeMutablePointer<Float>
  ) {
    for number in 0..<stepCount {
      let step = unsafe steps + stepLength * number
      let (first, second, third) = unsafe (step[1], step[2], step[3])
      let brightness = Brightness(factor: first, offset: second, addsFirst: third != 0)
      switch unsafe Int(step[0]) {
      case 0: unsafe each(count, red, green, blue) { hueSaturation(&$0, first, second) }
      case 1: unsafe each(count, red, green, blue) { luma(&$0, brightness) }
      case 2: unsafe each(count, red, green, blue) { value(&$0, brightness) }
      case 3: unsafe each(count, red, green, blue) { lightness(&$0, brightness) }
      case 4: unsafe each(count, red, green, blue) { lab(&$0, brightness) }
      case 5: unsafe each(count, red, green, blue) { luv(&$0, brightness) }
      case 6: unsafe each(count, red, green, blue) { gamma(&$0, first, second, third) }
      case 7: unsafe ViewNoise<Set>.add(count, step, firstPixel, red, green, blue)
      default: unsafe each(count, red, green, blue) { levels(&$0) }
      }
    }
  }

  /// Sixteen pixels.
  @frozen
  @usableFromInline
  struct Pixels {
    @usableFromInline var red: Lanes
    @usableFromInline var green: Lanes
    @usableFromInline var blue: Lanes

    @inlinable @inline(__always)
    init(red: Lanes, green: Lanes, blue: Lanes) {
      self.red = red
      self.green = green
      self.blue = blue
    }

    /// HSV's value.
    @inlinable @inline(__always)
    var largest: Lanes { greater(greater(red, green), blue) }

    @inlinable @inline(__always)
    var smallest: Lanes { lesser(lesser(red, green), blue) }
  }

  @inlinable @inline(__always)
  static func each(
    _ count: Int, _ red: UnsafeMutablePointer<Float>, _ green: UnsafeMutablePointer<Float>,
    _ blue: UnsafeMutablePointer<Float>, _ body: (inout Pixels) -> Void
  ) {
    var x = 0
    while x < count {
      var pixels = unsafe Pixels(
        red: UnsafePointer(red).lanes(x, laneCount),
        green: UnsafePointer(green).lanes(x, laneCount),
        blue: UnsafePointer(blue).lanes(x, laneCount))
      body(&pixels)
      unsafe red.store(unit(pixels.red), x, laneCount)
      unsafe green.store(unit(pixels.green), x, laneCount)
      unsafe blue.store(unit(pixels.blue), x, laneCount)
      x += laneCount
    }
  }

  @inlinable @inline(__always)
  static func lesser(_ a: Lanes, _ b: Lanes) -> Lanes { Set.lesser(a, b) }

  @inlinable @inline(__always)
  static func greater(_ a: Lanes, _ b: Lanes) -> Lanes { Set.greater(a, b) }

  /// `a` held in 0 … `limit`.
  @inlinable @inline(__always)
  static func clamped(_ a: Lanes, _ limit: Lanes) -> Lanes { lesser(greater(a, .zero), limit) }

  /// `a` held in 0 … 1.
  @inlinable @inline(__always)
  static func unit(_ a: Lanes) -> Lanes { clamped(a, Lanes(repeating: 1)) }

  /// How much of the pixels at `coordinate` lies within a view of `size`, along one axis.
  @inlinable @inline(__always)
  static func coverage(_ coordinate: Lanes, _ size: Float) -> Lanes {
    unit(lesser(coordinate + 1, size - coordinate))
  }

  @inlinable @inline(__always)
  static func quotient(_ a: Lanes, _ b: Lanes, orWhereZero fallback: Float) -> Lanes {
    Set.chosen(a / b, Lanes(repeating: fallback), where: b .== 0)
  }

  /// Rounds to the 8-bit level that OpenCV's conversion gives.
  @inlinable @inline(__always)
  static func levels(_ pixels: inout Pixels) {
    let magic: Float = 0x1p23
    pixels.red = ((pixels.red * 255 + magic) - magic) * Float(1.0 / 255)
    pixels.green = ((pixels.green * 255 + magic) - magic) * Float(1.0 / 255)
    pixels.blue = ((pixels.blue * 255 + magic) - magic) * Float(1.0 / 255)
  }

  /// Every sample to the power of its channel's exponent.
  @inlinable @inline(__always)
  static func gamma(_ pixels: inout Pixels, _ red: Float, _ green: Float, _ blue: Float) {
    pixels.red = power(pixels.red, red)
    pixels.green = power(pixels.green, green)
    pixels.blue = power(pixels.blue, blue)
  }

  @inlinable @inline(__always)
  static func power(_ x: Lanes, _ exponent: Float) -> Lanes {
    Set.chosen(
      Exponential<Set>.exponential(ViewNoise<Set>.logarithm(x) * exponent),
      Lanes(repeating: exponent == 0 ? 1 : 0), where: x .<= 0)
  }

  /// Turns the hue and then adds to the saturation, through HSV.
  @inlinable @inline(__always)
  static func hueSaturation(_ pixels: inout Pixels, _ hueOffset: Float, _ saturationOffset: Float) {
    let value = pixels.largest
    let chroma = value - pixels.smallest
    let reciprocal = 1 / chroma
    // Sixths of the circle from red; where two samples share the maximum, the earlier one counts.
    let fromRed = (pixels.green - pixels.blue) * reciprocal
    let fromGreen = (pixels.blue - pixels.red) * reciprocal + 2
    let fromBlue = (pixels.red - pixels.green) * reciprocal + 4
    var hue = Set.chosen(fromBlue, fromGreen, where: value .== pixels.green)
    hue = Set.chosen(hue, fromRed, where: value .== pixels.red)
    hue += hueOffset
    hue = Set.chosen(hue, hue + 6, where: hue .< 0)
    hue = Set.chosen(hue, hue - 6, where: hue .>= 6)
    hue = Set.chosen(hue, .zero, where: chroma .== 0)
    let saturation = unit(quotient(chroma, value, orWhereZero: 0) + saturationOffset)
    // Each sample is the value, less the saturation where its pure hue is dark.
    let darkness = value * saturation
    pixels.red = value - darkness * (1 - unit(magnitude(hue - 3) - 1))
    pixels.green = value - darkness * (1 - unit(2 - magnitude(hue - 2)))
    pixels.blue = value - darkness * (1 - unit(2 - magnitude(hue - 4)))
  }

  @inlinable @inline(__always)
  static func magnitude(_ a: Lanes) -> Lanes { greater(a, -a) }
}
