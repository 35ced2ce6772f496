/// What an operation is called and which ranges it has: one table for checks, texts and files.
struct OperationForm: Sendable {
  /// One of an operation's ranges.
  struct Parameter: Sendable {
    let name: String
    let limits: ClosedRange<Float>
    /// What a range must be, in words.
    let expectation: String
    /// Whether it is one number, a probability, and no range.
    var isProbability = false
    /// What counts where a file leaves it out.
    var usual: ClosedRange<Float>?
  }

  let name: String
  let parameters: [Parameter]
  /// Makes the operation of as many ranges as there are parameters.
  let make: @Sendable ([ClosedRange<Float>]) -> AugmentationOperation

  /// All operations.
  static let all: [OperationForm] = [
    OperationForm(name: "crop", parameters: [share("side")]) { .crop(side: $0[0]) },
    OperationForm(name: "flip", parameters: [probability("probability")]) {
      .flip(probability: $0[0].lowerBound)
    },
    OperationForm(
      name: "reduceResolution", parameters: [share("scale"), probability("probability")]
    ) { .reduceResolution(scale: $0[0], probability: $0[1].lowerBound) },
    OperationForm(name: "rotate", parameters: [number("degrees", -360...360)]) {
      .rotate(degrees: $0[0])
    },
    OperationForm(name: "cropEdges", parameters: [number("share", 0...0.499)]) {
      .cropEdges(share: $0[0])
    },
    OperationForm(name: "addToHue", parameters: [number("offset", -255...255)]) {
      .addToHue($0[0])
    },
    OperationForm(name: "addToSaturation", parameters: [number("offset", -255...255)]) {
      .addToSaturation($0[0])
    },
    OperationForm(
      name: "multiplyAndAddToBrightness",
      parameters: [number("factor", 0...255), number("offset", -255...255)]
    ) { .multiplyAndAddToBrightness(factor: $0[0], offset: $0[1]) },
    OperationForm(name: "gaussianBlur", parameters: [number("sigma", 0...100)]) {
      .gaussianBlur(sigma: $0[0])
    },
    OperationForm(
      name: "gamma", parameters: [number("exponent", 0...10), probability("perChannel", usual: 0)]
    ) { .gamma(exponent: $0[0], perChannel: $0[1].lowerBound) },
    OperationForm(
      name: "gaussianNoise",
      parameters: [number("deviation", 0...255), probability("perChannel", usual: 0)]
    ) { .gaussianNoise(deviation: $0[0], perChannel: $0[1].lowerBound) },
    OperationForm(
      name: "motionBlur",
      parameters: [
        number("size", 3...255), number("angle", -360...360, usual: 0...360),
        number("direction", -1...1, usual: -1...1),
      ]
    ) { .motionBlur(size: $0[0], angle: $0[1], direction: $0[2]) },
    OperationForm(
      name: "coarseDropout",
      parameters: [
        number("probability", 0...1), share("size"), probability("perChannel", usual: 0),
      ]
    ) { .coarseDropout(probability: $0[0], size: $0[1], perChannel: $0[2].lowerBound) },
    OperationForm(
      name: "cutout", parameters: [number("count", 0...16), number("size", 0...1)]
    ) { .cutout(count: $0[0], size: $0[1]) },
    OperationForm(name: "jpegCompression", parameters: [number("strength", 0...100)]) {
      .jpegCompression(strength: $0[0])
    },
  ]

  private static func share(_ name: String) -> Parameter {
    Parameter(
      name: name, limits: Float.leastNormalMagnitude...1, expectation: "in 0 < \(name) ≤ 1")
  }

  private static func number(
    _ name: String, _ limits: ClosedRange<Float>, usual: ClosedRange<Float>? = nil
  ) -> Parameter {
    Parameter(
      name: name, limits: limits,
      expectation: "in \(plain(limits.lowerBound)) … \(plain(limits.upperBound))", usual: usual)
  }

  private static func probability(_ name: String, usual: Float? = nil) -> Parameter {
    Parameter(
      name: name, limits: 0...1, expectation: "in 0 … 1", isProbability: true,
      usual: usual.map { $0...$0 })
  }

  private static func plain(_ number: Float) -> String {
    let text = number == number.rounded() ? "\(Int(number))" : "\(number)"
    return text.hasPrefix("-") ? "−" + text.dropFirst() : text
  }
}

extension AugmentationOperation {
  /// The table's row of this operation.
  var form: OperationForm {
    let number =
      switch self {
      case .crop: 0
      case .flip: 1
      case .reduceResolution: 2
      case .rotate: 3
      case .cropEdges: 4
      case .addToHue: 5
      case .addToSaturation: 6
      case .multiplyAndAddToBrightness: 7
      case .gaussianBlur: 8
      case .gamma: 9
      case .gaussianNoise: 10
      case .motionBlur: 11
      case .coarseDropout: 12
      case .cutout: 13
      case .jpegCompression: 14
      }
    return OperationForm.all[number]
  }

  /// The ranges in the order of the form's parameters; a probability is a range of one number.
  ///
  /// One that is not a number becomes infinite, since no range can hold it.
  var ranges: [ClosedRange<Float>] {
    func one(_ probability: Float) -> ClosedRange<Float> {
      probability.isNaN ? .infinity ... .infinity : probability...probability
    }
    return switch self {
    case .crop(let side): [side]
    case .flip(let probability): [one(probability)]
    case .reduceResolution(let scale, let probability): [scale, one(probability)]
    case .rotate(let degrees): [degrees]
    case .cropEdges(let share): [share]
    case .addToHue(let offset), .addToSaturation(let offset): [offset]
    case .multiplyAndAddToBrightness(let factor, let offset): [factor, offset]
    case .gaussianBlur(let sigma): [sigma]
    case .gamma(let exponent, let perChannel): [exponent, one(perChannel)]
    case .gaussianNoise(let deviation, let perChannel): [deviation, one(perChannel)]
    case .motionBlur(let size, let angle, let direction): [size, angle, direction]
    case .coarseDropout(let probability, let size, let perChannel):
      [probability, size, one(perChannel)]
    case .cutout(let count, let size): [count, size]
    case .jpegCompression(let strength): [strength]
    }
  }
}

extension AugmentationOperation {
  /// This operation with every range fixed at `strength`, from 0, its lower end, to 1, its upper end, and
  /// with everything happening that has a probability at all.
  public func fixed(at strength: Float) -> AugmentationOperation {
    form.make(
      zip(form.parameters, ranges).map { parameter, range in
        let value =
          parameter.isProbability
          ? (range.lowerBound > 0 ? 1 : 0)
          : range.lowerBound + (range.upperBound - range.lowerBound) * strength
        return value...value
      })
  }
  /// This operation with its ranges, and happening always if it has a probability at all.
  public var happening: AugmentationOperation {
    form.make(
      zip(form.parameters, ranges).map { parameter, range in
        parameter.isProbability && parameter.name == "probability" && range.lowerBound > 0
          ? 1...1 : range
      })
  }
}
