import ImageCodecs

extension AugmentationRecipe {
  /// Draws one view's parameters and makes the view, rounded to 8 bits a sample.
  ///
  /// For several views of one picture make its ``ViewSource`` once instead.
  ///
  /// - Parameters:
  ///   - image: The picture, of any size and colour model.
  ///   - parameters: The view's drawn numbers.
  ///   - size: The view's width and height in pixels, at least 1.
  /// - Returns: An RGB image of `size` × `size` pixels.
  public func view(of image: Image, parameters: ViewParameters, size: Int) -> Image {
    ViewSource(image).view(parameters, size: size)
  }
}
