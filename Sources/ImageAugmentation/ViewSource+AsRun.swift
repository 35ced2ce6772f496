import ImageCodecs

extension ViewSource {
  /// The pixels of a view before its rotation as the authors' `extractor` makes them, in 8 bits: the
  /// picture enlarged to twice the view's size, cut, mirrored, reduced and brought to size, one after
  /// the other by OpenCV's bilinear rule.
  func placeAsRun(_ parameters: ViewParameters, size: Int) -> (PixelGrid, ViewWarp) {
    let enlarged = levels[0].image.shortSide(resizedTo: 2 * size)
    let crop = parameters.crop
    let side = min(max(1, Int(crop.side * Float(2 * size))), 2 * size)
    func start(_ position: Float, _ extent: Int) -> Int {
      min(Int(position * Float(extent - side + 1)), extent - side)
    }
    var view = enlarged.cropped(
      x: start(crop.horizontalPosition, enlarged.width),
      y: start(crop.verticalPosition, enlarged.height), width: side, height: side)
    if parameters.isFlipped { view = view.flippedHorizontally() }
    if let resolution = parameters.resolution {
      let reduced = max(1, Int(Float(size) * resolution))
      view = view.resized(toWidth: reduced, height: reduced)
    }
    view = view.resized(toWidth: size, height: size)
    let whole = ViewWarp.Axis(size: size, origin: 0, extent: Double(size), count: size)
    let warp = ViewWarp(
      size: size, rotation: parameters.rotationInDegrees, trim: parameters.trim, horizontal: whole,
      vertical: whole)
    return (Self.picture(view), warp)
  }
}

extension PixelGrid {
  /// The pixels of a grid of bytes.
  var image: Image {
    let words = words.span
    let samples = [UInt8](capacity: width * height * 3) { output in
      for y in 0..<height {
        for x in 0..<width {
          let word = words[y * rowStride + x]
          output.append(UInt8(truncatingIfNeeded: word))
          output.append(UInt8(truncatingIfNeeded: word >> 8))
          output.append(UInt8(truncatingIfNeeded: word >> 16))
        }
      }
    }
    return Image(width: width, height: height, colorModel: .rgb, samples: samples)
  }
}
