/// The drawn numbers of one view: together with a picture and a size they determine every pixel.
public struct ViewParameters: Sendable, Hashable {
  /// Which square of the picture is taken.
  public struct Crop: Sendable, Hashable {
    /// The square's side as a share of the picture's short side.
    public let side: Float
    /// Where the square is: 0 touches the picture's left edge, 1 its right edge.
    public let horizontalPosition: Float
    /// Where the square is: 0 touches the picture's upper edge, 1 its lower edge.
    public let verticalPosition: Float

    /// Makes a crop, the central square if no position is given.
    ///
    /// - Precondition: 0 < `side` ≤ 1 and the positions are in 0 … 1.
    public init(side: Float, horizontalPosition: Float = 0.5, verticalPosition: Float = 0.5) {
      precondition(side > 0 && side <= 1, "a crop's side is in 0 < side ≤ 1, not \(side)")
      precondition(
        (0...1).contains(horizontalPosition) && (0...1).contains(verticalPosition),
        "a crop's position is in 0 … 1, not \(horizontalPosition), \(verticalPosition)")
      self.side = side
      self.horizontalPosition = horizontalPosition
      self.verticalPosition = verticalPosition
    }
  }

  /// Which square of the picture is taken.
  public let crop: Crop

  /// Whether left and right are exchanged.
  public let isFlipped: Bool

  /// The share of the view's size to which the resolution is reduced; nil keeps the full one.
  public let resolution: Float?

  /// The clockwise rotation about the view's centre, after crop and flip.
  public let rotationInDegrees: Float

  /// The colour operations in the order in which they act.
  public let colorChanges: [ColorChange]

  /// Makes parameters; those left out change nothing.
  ///
  /// - Precondition: 0 < `resolution` ≤ 1; `rotationInDegrees` is finite.
  public init(
    crop: Crop = Crop(side: 1), isFlipped: Bool = false, resolution: Float? = nil,
    rotationInDegrees: Float = 0, colorChanges: [ColorChange] = []
  ) {
    if let resolution {
      precondition(
        resolution > 0 && resolution <= 1, "a resolution is in 0 < … ≤ 1, not \(resolution)")
    }
    precondition(rotationInDegrees.isFinite, "a rotation is a finite number of degrees")
    self.crop = crop
    self.isFlipped = isFlipped
    self.resolution = resolution
    self.rotationInDegrees = rotationInDegrees
    self.colorChanges = colorChanges
  }

  /// The parameters that take the central square and change nothing.
  public static let identity = ViewParameters()
}

extension ViewParameters: CustomStringConvertible {
  /// One line with every number that changes something.
  public var description: String {
    let horizontal = rounded(crop.horizontalPosition)
    let vertical = rounded(crop.verticalPosition)
    var parts = ["crop \(rounded(crop.side)) at \(horizontal), \(vertical)"]
    if isFlipped { parts.append("flipped") }
    if let resolution { parts.append("resolution \(rounded(resolution))") }
    if rotationInDegrees != 0 { parts.append("rotated \(signed(rotationInDegrees))°") }
    parts += colorChanges.map(\.description)
    return parts.joined(separator: ", ")
  }
}
