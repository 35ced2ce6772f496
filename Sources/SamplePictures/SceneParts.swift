#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A slow wave that bends a pattern a little.
struct Wave {
  private let direction: Point
  private let phase: Float
  private let amplitude: Point

  init(side: Float, draws: inout DrawSequence) {
    let angle = draws.uniform(in: -Float.pi...Float.pi)
    let wavelength = side * draws.uniform(in: 0.8...1.6)
    direction = Point(cos(angle), sin(angle)) * (2 * .pi / wavelength)
    phase = draws.uniform(in: 0...(2 * .pi))
    amplitude = Point(-sin(angle), cos(angle)) * (side * draws.uniform(in: 0...0.03))
  }

  func displacement(at point: Point) -> Point {
    amplitude * sin(direction.dot(point) + phase)
  }
}

/// The rounded region that the pattern fills: most of the picture.
struct Outline {
  private let center: Point
  private let radius: Float
  private let bumps: SIMD4<Float>

  init(middle: Point, side: Float, draws: inout DrawSequence) {
    center = middle + Point(draws.uniform(in: -0.1...0.1), draws.uniform(in: -0.1...0.1)) * side
    radius = side * draws.uniform(in: 0.52...0.7)
    bumps = SIMD4(
      draws.uniform(in: -0.1...0.1), draws.uniform(in: 0...(2 * .pi)),
      draws.uniform(in: -0.07...0.07), draws.uniform(in: 0...(2 * .pi)))
  }

  func holds(_ point: Point) -> Bool {
    let offset = point - center
    let angle = offset.angle
    let swelling = 1 + bumps[0] * cos(2 * angle + bumps[1]) + bumps[2] * cos(3 * angle + bumps[3])
    // Between a circle and a square, so that corners of the picture are reached too.
    let distance = pow(pow(abs(offset.x), 3) + pow(abs(offset.y), 3), 1 / 3)
    return distance < radius * swelling
  }
}

/// The two colours of a pattern: a darker and a lighter one, whose hues drift across the picture.
///
/// Because of the drift, parts of one picture differ in hue as much as pictures do: what a picture
/// can be told by is its pattern.
struct Paint {
  private let darkLuminance: Float
  private let lightLuminance: Float
  private let darkChroma: Float
  private let lightChroma: Float
  private let hue: Float
  private let hueDifference: Float
  private let drift: Point
  private let middle: Point

  init(middle: Point, side: Float, draws: inout DrawSequence) {
    self.middle = middle
    darkLuminance = draws.uniform(in: 0.14...0.34)
    lightLuminance = darkLuminance + draws.uniform(in: 0.38...0.55)
    darkChroma = draws.uniform(in: 0.025...0.085)
    lightChroma = draws.uniform(in: 0.025...0.085)
    hue = draws.uniform(in: -Float.pi...Float.pi)
    hueDifference = draws.uniform(in: -2.2...2.2)
    let angle = draws.uniform(in: -Float.pi...Float.pi)
    drift = Point(cos(angle), sin(angle)) * (draws.uniform(in: 2...4) / side)
  }

  func color(ofTone tone: Float, at point: Point) -> Color {
    let localHue = hue + drift.dot(point - middle)
    let dark = Color(luminance: darkLuminance, hueInRadians: localHue, chroma: darkChroma)
    let light = Color(
      luminance: lightLuminance, hueInRadians: localHue + hueDifference, chroma: lightChroma)
    return dark.mixed(with: light, tone)
  }
}

/// Light that falls off from one side of the picture to the other.
struct Lighting {
  private let slope: Point
  private let middle: Point

  init(middle: Point, side: Float, draws: inout DrawSequence) {
    self.middle = middle
    let angle = draws.uniform(in: -Float.pi...Float.pi)
    slope = Point(cos(angle), sin(angle)) * (draws.uniform(in: 0...0.35) / side)
  }

  func brightness(at point: Point) -> Float {
    1 + slope.dot(point - middle)
  }
}

/// What is behind the object: a gradient with a few discs and bars.
struct Background {
  private let first: Color
  private let second: Color
  private let slope: Point
  private let middle: Point
  private let discs: [(center: Point, radius: Float, color: Color)]
  private let bars: [(normal: Point, offset: Float, halfWidth: Float, color: Color)]

  init(middle: Point, side: Float, draws: inout DrawSequence) {
    self.middle = middle
    first = Self.color(&draws)
    second = Self.color(&draws)
    let angle = draws.uniform(in: -Float.pi...Float.pi)
    slope = Point(cos(angle), sin(angle)) / side
    var discs: [(center: Point, radius: Float, color: Color)] = []
    for _ in 0..<draws.integer(in: 1...4) {
      let center =
        middle + Point(draws.uniform(in: -0.6...0.6), draws.uniform(in: -0.6...0.6)) * side
      discs.append((center, side * draws.uniform(in: 0.05...0.2), Self.color(&draws)))
    }
    self.discs = discs
    var bars: [(normal: Point, offset: Float, halfWidth: Float, color: Color)] = []
    for _ in 0..<draws.integer(in: 1...4) {
      let angle = draws.uniform(in: -Float.pi...Float.pi)
      bars.append(
        (
          Point(cos(angle), sin(angle)), side * draws.uniform(in: 0...0.6),
          side * draws.uniform(in: 0.01...0.03), Self.color(&draws)
        ))
    }
    self.bars = bars
  }

  func color(at point: Point) -> Color {
    let offset = point - middle
    for bar in bars where abs(bar.normal.dot(offset) - bar.offset) < bar.halfWidth {
      return bar.color
    }
    for disc in discs where (point - disc.center).length < disc.radius { return disc.color }
    return first.mixed(with: second, min(max(0.5 + slope.dot(offset), 0), 1))
  }

  static func color(_ draws: inout DrawSequence) -> Color {
    Color(
      luminance: draws.uniform(in: 0.2...0.8),
      hueInRadians: draws.uniform(in: -Float.pi...Float.pi),
      chroma: draws.uniform(in: 0...0.12))
  }
}

/// A plain tilted rectangle in front of everything.
struct Patch {
  let color: Color
  private let center: Point
  private let direction: Point
  private let halfSize: Point

  init(middle: Point, side: Float, draws: inout DrawSequence) {
    color = Background.color(&draws)
    center = middle + Point(draws.uniform(in: -0.45...0.45), draws.uniform(in: -0.45...0.45)) * side
    let angle = draws.uniform(in: -Float.pi...Float.pi)
    direction = Point(cos(angle), sin(angle))
    halfSize = Point(draws.uniform(in: 0.05...0.12), draws.uniform(in: 0.05...0.12)) * side
  }

  func covers(_ point: Point) -> Bool {
    let offset = point - center
    return abs(direction.dot(offset)) < halfSize.x
      && abs(direction.x * offset.y - direction.y * offset.x) < halfSize.y
  }
}
