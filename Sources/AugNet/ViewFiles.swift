import DurableFiles
import ImageAugmentation
import ImageCodecs

/// Writes views of a picture as PNG pictures: `view-1.png` and so on.
///
/// - Parameters:
///   - views: The drawn numbers of each.
///   - image: The picture.
///   - size: The side of a view in pixels, at least 1.
///   - folder: Made if it is not there.
/// - Throws: `FileError`.
public func writeViews(
  _ views: [ViewParameters], of image: Image, size: Int, to folder: String
) throws {
  try createDirectory(atPath: folder)
  let source = ViewSource(image)
  for (number, parameters) in views.enumerated() {
    try source.view(parameters, size: size).write(to: "\(folder)/view-\(number + 1).png")
  }
}
