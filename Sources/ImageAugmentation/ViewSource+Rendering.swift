import ImageCodecs
import Kernels

extension ViewSource {
  /// Makes the view that `parameters` describe, rounded to 8 bits a sample.
  ///
  /// - Parameters:
  ///   - parameters: The view's drawn numbers.
  ///   - size: The view's width and height in pixels, at least 1.
  /// - Returns: An RGB image of `size` × `size` pixels.
  public func view(_ parameters: ViewParameters, size: Int) -> Image {
    precondition(size >= 1, "a view has at least one pixel, not a size of \(size)")
    var levels = [Float](repeating: 0, count: size * size * 3)
    var output = levels.mutableSpan
    render(
      parameters, size: size, scale: SIMD3(repeating: 255), shift: SIMD3(repeating: 0),
      into: &output)
    let samples = [UInt8](capacity: levels.count) { output in
      for level in levels { output.append(UInt8(min(max(level, 0), 255) + 0.5)) }
    }
    return Image(width: size, height: size, colorModel: .rgb, samples: samples)
  }

  /// Makes the view that `parameters` describe as normalised numbers, without rounding to 8 bits.
  ///
  ///     output[y, x, channel] = (sample / 255 − mean[channel]) / standardDeviation[channel]
  ///
  /// - Parameters:
  ///   - parameters: The view's drawn numbers.
  ///   - size: The view's width and height in pixels, at least 1.
  ///   - mean: Of each channel, in units of the full range.
  ///   - standardDeviation: Of each channel, in units of the full range.
  ///   - output: `[size, size, 3]`: the view's part of an NHWC batch.
  /// - Precondition: `output` has `size` × `size` × 3 elements.
  public func render(
    _ parameters: ViewParameters, size: Int, mean: SIMD3<Float>,
    standardDeviation: SIMD3<Float>, into output: inout MutableSpan<Float>
  ) {
    let scale = 1 / standardDeviation
    render(parameters, size: size, scale: scale, shift: -mean * scale, into: &output)
  }

  /// The view's samples in 0 … 1, multiplied by `scale` and increased by `shift`.
  private func render(
    _ parameters: ViewParameters, size: Int, scale: SIMD3<Float>, shift: SIMD3<Float>,
    into output: inout MutableSpan<Float>
  ) {
    precondition(
      size >= 1 && output.count == size * size * 3,
      "a view of size \(size) needs \(size * size * 3) elements, not \(output.count)")
    let stages = ViewStages(parameters.changes, roundsToLevels: parameters.style == .asRun).stages
    let kernels = KernelSet.current
    let (grid, warp) = place(parameters, size: size)
    let stride = KernelSet.paddedLength(size)
    var scratch = [Float](repeating: 0, count: 7 * stride)
    if stages.count == 1 {
      let steps = stages[0].steps
      // Each row goes from the grid to its place while it is in the cache.
      var samples = [Float](repeating: 0, count: 3 * stride)
      for y in 0..<size {
        var row = samples.mutableSpan
        var places = scratch.mutableSpan
        kernels.warp(
          warp.row(y, rowStride: grid.rowStride), of: grid.words.span, stride: grid.rowStride,
          bits: grid.packing.bitsPerSample, scratch: &places, into: &row)
        kernels.changeColors(steps.span, firstPixel: y * size, of: &row)
        var target = output._mutatingExtracting(3 * size * y..<3 * size * (y + 1))
        kernels.interleave(row.span, scale: scale, shift: shift, into: &target)
      }
      return
    }
    var planes = ViewPlanes(size: size)
    let first = stages[0].steps
    planes.forEachRow { y, row in
      var places = scratch.mutableSpan
      kernels.warp(
        warp.row(y, rowStride: grid.rowStride), of: grid.words.span, stride: grid.rowStride,
        bits: grid.packing.bitsPerSample, scratch: &places, into: &row)
      kernels.changeColors(first.span, firstPixel: y * size, of: &row)
    }
    for (number, stage) in stages.enumerated() {
      // Only the first stage has nothing before it.
      guard let neighborhood = stage.neighborhood else { continue }
      let steps = stage.steps
      planes.apply(neighborhood, with: kernels) { y, row in
        if !steps.isEmpty { kernels.changeColors(steps.span, firstPixel: y * size, of: &row) }
        if number == stages.count - 1 {
          var target = output._mutatingExtracting(3 * size * y..<3 * size * (y + 1))
          kernels.interleave(row.span, scale: scale, shift: shift, into: &target)
        }
      }
    }
    planes.finish()
  }

  /// The pixels that a view is sampled from, and where in them.
  private func place(_ parameters: ViewParameters, size: Int) -> (PixelGrid, ViewWarp) {
    if parameters.style == .asRun { return placeAsRun(parameters, size: size) }
    guard let resolution = parameters.resolution else {
      let (level, horizontal, vertical) = cropAxes(parameters, size: size)
      let warp = ViewWarp(
        size: size, rotation: parameters.rotationInDegrees, trim: parameters.trim,
        horizontal: horizontal, vertical: vertical)
      return (levels[level], warp)
    }
    let reducedSize = max(1, Int(Float(size) * resolution))
    let (level, horizontal, vertical) = cropAxes(parameters, size: reducedSize)
    let reduced = levels[level].resampled(
      ViewWarp(size: reducedSize, horizontal: horizontal, vertical: vertical))
    let whole = ViewWarp.Axis(
      size: size, origin: 0, extent: Double(reducedSize), count: reducedSize)
    let warp = ViewWarp(
      size: size, rotation: parameters.rotationInDegrees, trim: parameters.trim, horizontal: whole,
      vertical: whole)
    return (reduced, warp)
  }

  /// How `size` pixels a side cover the crop, and in which level.
  private func cropAxes(
    _ parameters: ViewParameters, size: Int
  ) -> (level: Int, horizontal: ViewWarp.Axis, vertical: ViewWarp.Axis) {
    let crop = parameters.crop
    let side = Double(crop.side) * Double(min(width, height))
    let level = levelNumber(step: side / Double(size))
    let grid = levels[level]
    let levelScale = 1 / Double(1 << level)
    return (
      level,
      ViewWarp.Axis(
        size: size,
        origin: Double(crop.horizontalPosition) * (Double(width) - side) * levelScale,
        extent: side * levelScale, count: grid.width, isReversed: parameters.isFlipped),
      ViewWarp.Axis(
        size: size, origin: Double(crop.verticalPosition) * (Double(height) - side) * levelScale,
        extent: side * levelScale, count: grid.height)
    )
  }
}
