/// What the pictures of one class have in common: a pattern that covers the plane.
///
/// A texture's unit is about one repeat. Its tone is 0 where the darker and 1 where the lighter of a
/// picture's two colours shows.
enum Texture: Int, CaseIterable, Sendable {
  case stripes, checkers, dots, rings, bricks, honeycomb
  case zigzag, stars, rays, scales, maze, plaid

  /// How far a picture may be turned either way, in radians.
  ///
  /// A texture which looks the same in all directions may have any angle.
  var largestRotation: Float {
    switch self {
    case .dots, .rings, .honeycomb, .stars, .rays, .maze: .pi
    case .stripes, .checkers, .bricks, .zigzag, .scales, .plaid: 0.6
    }
  }

  /// Repeats across the shorter side of a picture at scale 1.
  ///
  /// Chosen so that single repeats are still seen when a picture is scaled to 32 × 32 pixels.
  var repeatsAcross: Float {
    switch self {
    case .stripes: 5.5
    case .checkers: 6
    case .dots: 5
    case .rings: 5.5
    case .bricks: 4.2
    case .honeycomb: 4
    case .zigzag: 4.6
    case .stars: 3.6
    case .rays: 8
    case .scales: 4.4
    case .maze: 3.4
    case .plaid: 3
    }
  }

  /// The tone at a point of the pattern, from 0 to 1.
  func tone(at point: Point, _ variation: TextureVariation) -> Float {
    switch self {
    case .stripes: stripesTone(at: point, variation)
    case .checkers: checkersTone(at: point)
    case .dots: dotsTone(at: point, variation)
    case .rings: ringsTone(at: point)
    case .bricks: bricksTone(at: point, variation)
    case .honeycomb: honeycombTone(at: point, variation)
    case .zigzag: zigzagTone(at: point, variation)
    case .stars: starsTone(at: point, variation)
    case .rays: raysTone(at: point, variation)
    case .scales: scalesTone(at: point, variation)
    case .maze: mazeTone(at: point, variation)
    case .plaid: plaidTone(at: point, variation)
    }
  }
}

/// In what two pictures of one texture differ, besides their place, angle and scale.
struct TextureVariation {
  /// How thick lines are and how large motifs, from 0 (thin) to 1 (thick).
  var thickness: Float
  /// Names the random choices of single tiles.
  var salt: UInt32

  /// The length that lies as far between `thin` and `thick` as ``thickness`` says.
  func between(_ thin: Float, _ thick: Float) -> Float {
    thin + (thick - thin) * thickness
  }
}
