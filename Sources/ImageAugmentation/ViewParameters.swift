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

  /// What is cut off the finished view's edges before it is enlarged to its size again.
  public struct Trim: Sendable, Hashable {
    /// Shares of the view's width and height.
    public let left, right, top, bottom: Float

    /// Makes a trim.
    ///
    /// - Precondition: Shares are not negative, and opposite ones leave something.
    public init(left: Float, right: Float, top: Float, bottom: Float) {
      precondition(
        min(left, right, top, bottom) >= 0 && left + right < 1 && top + bottom < 1,
        "shares that are cut off leave something of the view")
      self.left = left
      self.right = right
      self.top = top
      self.bottom = bottom
    }

    /// Cuts nothing off.
    public static let none = Trim(left: 0, right: 0, top: 0, bottom: 0)
  }

  /// Which square of the picture is taken.
  public let crop: Crop

  /// Whether left and right are exchanged.
  public let isFlipped: Bool

  /// The share of the view's size to which the resolution is reduced; nil keeps the full one.
  public let resolution: Float?

  /// The clockwise rotation about the view's centre, after crop and flip.
  public let rotationInDegrees: Float

  /// What is cut off the edges after the rotation.
  public let trim: Trim

  /// Whether the steps are taken as in the authors' programs.
  public let style: AugmentationRecipe.Style

  /// The changes of pixels in the order in which they act.
  public let changes: [ViewChange]

  /// Makes parameters; those left out change nothing.
  ///
  /// - Precondition: 0 < `resolution` ≤ 1; `rotationInDegrees` is finite.
  public init(
    crop: Crop = Crop(side: 1), isFlipped: Bool = false, resolution: Float? = nil,
    rotationInDegrees: Float = 0, trim: Trim = .none, changes: [ViewChange] = [],
    style: AugmentationRecipe.Style = .asMeant
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
    self.trim = trim
    self.changes = changes
    self.style = style
  }

  /// The parameters that take the central square and change nothing.
  public static let identity = ViewParameters()
}

extension ViewParameters: CustomStringConvertible {
  /// What changes the view, one text each with its numbers, in the order in which it happens.
  public var parts: [String] {
    var parts: [String] = []
    if crop != Crop(side: 1) {
      let place = [crop.horizontalPosition, crop.verticalPosition].map(rounded)
      parts.append("crop \(rounded(crop.side)) at \(place.joined(separator: ", "))")
    }
    if isFlipped { parts.append("flipped") }
    if let resolution { parts.append("resolution \(rounded(resolution))") }
    if rotationInDegrees != 0 { parts.append("rotated \(signed(rotationInDegrees))°") }
    if trim != .none {
      let shares = [trim.left, trim.right, trim.top, trim.bottom].map(rounded)
      parts.append("edges \(shares.joined(separator: ", "))")
    }
    return parts + changes.map(\.description)
  }

  /// One line with every number that changes something.
  public var description: String {
    parts.isEmpty ? "no change" : parts.joined(separator: ", ")
  }
}
