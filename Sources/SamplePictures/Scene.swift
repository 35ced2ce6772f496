#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Everything drawn at random for one picture except its noise.
///
/// Only the texture and its angle depend on the class; colours, light, background, outline and
/// occluding patch come from the same distributions for all classes.
struct Scene {
  private let texture: Texture
  private let variation: TextureVariation
  private let paint: Paint
  private let rotation: Point
  private let unitInPixels: Float
  private let patternCenter: Point
  private let warp: Wave
  private let outline: Outline
  private let lighting: Lighting
  private let background: Background
  private let patch: Patch?

  init(texture: Texture, width: Int, height: Int, draws: inout DrawSequence) {
    self.texture = texture
    let side = Float(min(width, height))
    let middle = Point(Float(width), Float(height)) / 2
    variation = TextureVariation(thickness: draws.uniform(), salt: draws.word())

    paint = Paint(middle: middle, side: side, draws: &draws)

    let angle = draws.uniform(in: -texture.largestRotation...texture.largestRotation)
    rotation = Point(cos(angle), sin(angle))
    // Uniform in the logarithm: half as large is as likely as twice as large.
    let scale = exp2(draws.uniform(in: -0.4...0.4))
    unitInPixels = side / texture.repeatsAcross * scale
    patternCenter =
      middle + Point(draws.uniform(in: -0.25...0.25), draws.uniform(in: -0.25...0.25)) * side
    warp = Wave(side: side, draws: &draws)
    outline = Outline(middle: middle, side: side, draws: &draws)
    lighting = Lighting(middle: middle, side: side, draws: &draws)
    background = Background(middle: middle, side: side, draws: &draws)
    patch =
      draws.happens(withProbability: 0.6)
      ? Patch(middle: middle, side: side, draws: &draws) : nil
  }

  /// The colour at a point, in pixels from the picture's upper left corner.
  func color(at point: Point) -> Color {
    if let patch, patch.covers(point) { return patch.color }
    guard outline.holds(point) else { return background.color(at: point) }
    let offset = point + warp.displacement(at: point) - patternCenter
    let turned = Point(
      rotation.x * offset.x + rotation.y * offset.y,
      rotation.x * offset.y - rotation.y * offset.x)
    let tone = texture.tone(at: turned / unitInPixels, variation)
    return paint.color(ofTone: tone, at: point) * lighting.brightness(at: point)
  }
}
