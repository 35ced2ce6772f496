import AugNet

/// `augnet image`: what a picture file is, and the same picture as another file.
package struct ImageCommand: Command {
  private static let input = Positional("IN", "A picture: PNG, JPEG, BMP, PPM, PGM, PBM or PAM.")
  private static let output = OptionalPositional(
    "OUT", "The file to write; its ending names the format.")
  private static let isLenient = Flag(
    "lenient", "Takes the part of a damaged picture that is there, and tells what is wrong.")
  private static let size = Option<PictureSize?>(
    "size", "SIZE", .pictureSize, defaultText: "as it is",
    "Resizes: 640x480, or one number for the shorter side.")
  private static let interpolation = Option<String>(
    "interpolation", "NAME", .oneOf(Interpolation.allCases.map(\.rawValue)),
    default: Interpolation.bilinear.rawValue,
    """
    How to resize: bilinear, area and bicubic give OpenCV's samples, antialiased gives Pillow's \
    bilinear ones.
    """)
  private static let keepsOrientation = Flag(
    "as-stored", "Leaves pixels as they are stored, whatever the orientation in Exif data says.")

  package static let definition = CommandDefinition(
    name: "image",
    summary: "says what a picture file is, and converts and resizes it",
    explanation: [
      """
      Prints what a picture file is, by its content and not by its name: format, size, colours, bits, how \
      it is coded. With OUT it decodes the picture and writes it there.
      """
    ],
    arguments: [
      input, output, isLenient, size, interpolation, keepsOrientation, SharedArguments.json,
    ],
    examples: [
      .init("augnet image photo.jpg", "Prints what the file is."),
      .init("augnet image photo.jpg small.png --size 350", "Makes the shorter side 350 pixels."),
      .init("augnet image cut.png part.png --lenient", "Saves what is left of a damaged file."),
    ])

  package init() {}

  package func run(_ arguments: ParsedArguments, _ console: Console) throws {
    let path = try arguments[Self.input]
    let header = try PictureHeader(ofFileAt: path)
    var facts: [InfoResult.Fact] = [
      .init("format", "format", header.format.rawValue),
      .init("width", "width in pixels", header.width),
      .init("height", "height in pixels", header.height),
      .init("colors", "colours", header.colors),
      .init("bitsPerSample", "bits a sample", header.bitsPerSample),
      .init("coding", "coding", header.coding),
    ]
    if let sampling = header.colorSampling {
      facts.append(.init("colorSampling", "colour sampling", sampling))
    }
    if header.orientation != 1 {
      facts.append(.init("orientation", "orientation (Exif)", header.orientation))
    }
    if let output = arguments[Self.output] {
      facts += try convert(path, to: output, arguments)
    }
    try console.printResult(InfoResult(facts: facts))
  }

  private func convert(
    _ path: String, to output: String, _ arguments: ParsedArguments
  ) throws -> [InfoResult.Fact] {
    let size = try arguments[Self.size]
    let options = DecodingOptions(
      appliesOrientation: !arguments[Self.keepsOrientation],
      acceptsDamage: arguments[Self.isLenient])
    let picture = try DecodedPicture(contentsOf: path, options: options)
    let interpolation = Interpolation(rawValue: try arguments[Self.interpolation]) ?? .bilinear
    let image = try size?.resized(picture.image, by: interpolation) ?? picture.image
    try image.write(to: output)
    var facts: [InfoResult.Fact] = []
    if let damage = picture.damage { facts.append(.init("damage", "damage", "\(damage)")) }
    facts.append(.init("output", "written", output))
    facts.append(.init("outputWidth", "width there", image.width))
    facts.append(.init("outputHeight", "height there", image.height))
    return facts
  }
}
