import ImageCodecs
import RandomNumbers

/// Draws the sample collection: pictures of textured objects in classes that differ by pattern.
///
/// A picture is a pure function of its class, its number, the seed and its size. Nothing in it comes
/// from elsewhere, so that anybody may redistribute the pictures.
public enum SamplePictures {
  /// The names of the classes, in the order of their numbers.
  public static let classes: [String] = Texture.allCases.map { "\($0)" }

  /// Draws one picture, RGB.
  ///
  /// - Parameters:
  ///   - classIndex: Which of ``classes``.
  ///   - number: Which picture of the class; at least 0.
  ///   - seed: Another seed gives another collection.
  ///   - width: Pixels in a row.
  ///   - height: Rows.
  /// - Precondition: `classIndex` is an index of ``classes``, `number` is in 0 ... 2³² − 1 and
  ///   the size is in 1 ... 4096 × 1 ... 4096.
  public static func picture(
    class classIndex: Int, number: Int, seed: UInt64, width: Int, height: Int
  ) -> Image {
    precondition(classes.indices.contains(classIndex), "there is no class \(classIndex)")
    precondition((1...4096).contains(width) && (1...4096).contains(height), "\(width)×\(height)")
    let (first, second) = (UInt32(classIndex), UInt32(number))
    var draws = DrawSequence(CounterRandom(seed: seed, first, second, SampleStream.scene))
    let scene = Scene(
      texture: Texture.allCases[classIndex], width: width, height: height, draws: &draws)
    let noise = CounterRandom(seed: seed, first, second, SampleStream.noise)
    let grain = draws.uniform(in: 1...3)
    let samples = [UInt8](capacity: width * height * 3) { output in
      for y in 0..<height {
        for x in 0..<width {
          // Three by three points of the pixel stand for its area.
          var sum = Color()
          for row in 0..<3 {
            for column in 0..<3 {
              sum += scene.color(
                at: Point(
                  Float(x) + (Float(column) + 0.5) / 3, Float(y) + (Float(row) + 0.5) / 3))
            }
          }
          let speckle = noise.uniform(y * width + x, in: -grain...grain)
          let value = sum * (255 / 9 as Float) + speckle
          for channel in 0..<3 {
            output.append(UInt8(min(max(value[channel].rounded(), 0), 255)))
          }
        }
      }
    }
    return Image(width: width, height: height, colorModel: .rgb, samples: samples)
  }
}
