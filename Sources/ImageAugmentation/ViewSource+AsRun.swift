import ImageCodecs
import Kernels

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
    let turning = ViewWarp(
      size: size, rotation: parameters.rotationInDegrees, horizontal: whole, vertical: whole)
    let grid = Self.picture(view)
    guard parameters.trim != .none else { return (grid, turning) }
    // imgaug's `Crop`: whole pixels, enlarged by OpenCV's rule for areas.
    func pixels(_ share: Float) -> Int { Int((share * Float(size)).rounded(.toNearestOrEven)) }
    let (left, top) = (pixels(parameters.trim.left), pixels(parameters.trim.top))
    let rest = grid.image(turning).cropped(
      x: left, y: top, width: max(1, size - left - pixels(parameters.trim.right)),
      height: max(1, size - top - pixels(parameters.trim.bottom)))
    return (
      Self.picture(rest.resized(toWidth: size, height: size, by: .area)),
      ViewWarp(size: size, horizontal: whole, vertical: whole)
    )
  }
}

extension PixelGrid {
  /// The view that a warp takes from this grid, in 8 bits.
  fileprivate func image(_ warp: ViewWarp) -> Image {
    let (size, kernels) = (warp.size, KernelSet.current)
    let stride = KernelSet.paddedLength(size)
    var samples = [Float](repeating: 0, count: 3 * stride)
    var scratch = [Float](repeating: 0, count: 7 * stride)
    var bytes = [UInt8](repeating: 0, count: 3 * size * size)
    var target = bytes.mutableSpan
    for y in 0..<size {
      var row = samples.mutableSpan
      var places = scratch.mutableSpan
      kernels.warp(
        warp.row(y, rowStride: rowStride), of: words.span, stride: rowStride,
        bits: packing.bitsPerSample, scratch: &places, into: &row)
      var pixels = target._mutatingExtracting(3 * size * y..<3 * size * (y + 1))
      kernels.bytes(of: row.span, into: &pixels)
    }
    return Image(width: size, height: size, colorModel: .rgb, samples: bytes)
  }

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
