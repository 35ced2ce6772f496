import ImageCodecs
import RandomNumbers

/// One picture of the sample collection: where its file belongs and how it is drawn.
public struct SamplePicture: Sendable, Hashable {
  /// The file's path within the collection, such as `stars/stars-07.png`.
  public let path: String
  /// The name of its class.
  public let label: String
  /// Which of ``SamplePictures/classes``.
  public let classIndex: Int
  /// Which picture of the class.
  public let number: Int
  /// Pixels in a row, from 64 to 128.
  public let width: Int
  /// Rows, from 64 to 128.
  public let height: Int
}

extension SamplePictures {
  /// Lists the pictures of a collection, class by class.
  ///
  /// One picture in eight is to be written as a portable pixmap (`.ppm`), the others as PNG. Most
  /// are near 70 pixels on the shorter side, and three in four are not square.
  ///
  /// - Parameters:
  ///   - picturesPerClass: Pictures of each class, 1 ... 1000.
  ///   - seed: The collection's seed; the sizes follow from it.
  /// - Precondition: `picturesPerClass` is in 1 ... 1000.
  public static func plan(picturesPerClass: Int = 40, seed: UInt64) -> [SamplePicture] {
    precondition((1...1000).contains(picturesPerClass), "\(picturesPerClass) pictures a class")
    return classes.enumerated().flatMap { classIndex, label in
      (0..<picturesPerClass).map { number in
        var draws = DrawSequence(
          CounterRandom(seed: seed, UInt32(classIndex), UInt32(number), SampleStream.size))
        let (width, height) = size(&draws)
        let digits = number < 10 ? "0\(number)" : "\(number)"
        let suffix = (number + 3 * classIndex) % 8 == 5 ? "ppm" : "png"
        return SamplePicture(
          path: "\(label)/\(label)-\(digits).\(suffix)", label: label, classIndex: classIndex,
          number: number, width: width, height: height)
      }
    }
  }

  /// Draws one picture of a plan made with the same seed, RGB.
  public static func picture(_ sample: SamplePicture, seed: UInt64) -> Image {
    picture(
      class: sample.classIndex, number: sample.number, seed: seed, width: sample.width,
      height: sample.height)
  }

  /// The text of the labels file: a heading, then each picture's path and label, split by a tab.
  public static func labelsFile(of plan: [SamplePicture]) -> String {
    plan.reduce(into: "path\tlabel\n") { $0 += "\($1.path)\t\($1.label)\n" }
  }

  private static func size(_ draws: inout DrawSequence) -> (width: Int, height: Int) {
    let fraction = draws.uniform()
    let shorter = 64 + 32 * fraction * fraction * fraction
    let ratio = draws.happens(withProbability: 0.25) ? 1 : draws.uniform(in: 1...1.3)
    let sides = (Int(shorter), Int(shorter * ratio))
    return draws.happens(withProbability: 0.5) ? sides : (sides.1, sides.0)
  }
}

/// Which of one picture's streams of random numbers is read.
enum SampleStream {
  static let scene: UInt32 = 0
  static let noise: UInt32 = 1
  static let size: UInt32 = 2
}
