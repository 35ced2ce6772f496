extension KernelSet {
  /// The largest of each channel under each window; the first of equals wins.
  ///
  /// - Parameters:
  ///   - input: `[N, H, W, C]`.
  ///   - output: `[N, H_out, W_out, C]`.
  ///   - selection: `[N, H_out, W_out, C]`: the winner's place in the window, row by row.
  package func poolMaximum(
    _ geometry: PoolingGeometry, input: UnsafePointer<Float>,
    output: UnsafeMutablePointer<Float>, selection: UnsafeMutablePointer<UInt8>
  ) {
    let g = geometry
    let taps = g.window * g.window
    Parallel.forEach(g.batch * g.outputHeight) { line in
      let (picture, y) = line.quotientAndRemainder(dividingBy: g.outputHeight)
      unsafe withUnsafeTemporaryAllocation(of: UnsafePointer<Float>?.self, capacity: taps) {
        guard let pixels = $0.baseAddress else { return }
        for x in 0..<g.outputWidth {
          for tap in 0..<taps {
            let pixel = g.pixel(picture: picture, y: y, x: x, tap: tap)
            unsafe (pixels + tap).initialize(to: pixel.map { unsafe input + $0 * g.channels })
          }
          let place = (line * g.outputWidth + x) * g.channels
          unsafe microkernels.maximumPooling(
            taps, g.channels, UnsafePointer(pixels), output + place, selection + place)
        }
      }
    }
  }

  /// The transpose of ``poolMaximum(_:input:output:selection:)``.
  package func maximumPoolingGradient(
    _ geometry: PoolingGeometry, outputGradient: UnsafePointer<Float>,
    selection: UnsafePointer<UInt8>, inputGradient: UnsafeMutablePointer<Float>
  ) {
    let g = geometry
    let taps = g.window * g.window
    unsafe forEachPictureGradient(g, inputGradient) { picture in
      unsafe withUnsafeTemporaryAllocation(
        of: UnsafeMutablePointer<Float>?.self, capacity: taps
      ) {
        guard let pixels = $0.baseAddress else { return }
        for y in 0..<g.outputHeight {
          for x in 0..<g.outputWidth {
            for tap in 0..<taps {
              let pixel = g.pixel(picture: picture, y: y, x: x, tap: tap)
              unsafe (pixels + tap).initialize(
                to: pixel.map { unsafe inputGradient + $0 * g.channels })
            }
            let place = ((picture * g.outputHeight + y) * g.outputWidth + x) * g.channels
            unsafe microkernels.maximumPoolingGradient(
              g.channels, outputGradient + place, selection + place, UnsafePointer(pixels))
          }
        }
      }
    }
  }

  /// The mean of each channel under each window, the border's zeros counted.
  ///
  /// - Parameters:
  ///   - input: `[N, H, W, C]`.
  ///   - output: `[N, H_out, W_out, C]`.
  package func poolAverage(
    _ geometry: PoolingGeometry, input: UnsafePointer<Float>,
    output: UnsafeMutablePointer<Float>
  ) {
    let g = geometry
    let factor = 1 / Float(g.window * g.window)
    Parallel.forEach(g.batch * g.outputHeight) { line in
      let (picture, y) = line.quotientAndRemainder(dividingBy: g.outputHeight)
      for x in 0..<g.outputWidth {
        let target = unsafe output + (line * g.outputWidth + x) * g.channels
        unsafe target.update(repeating: 0, count: g.channels)
        for tap in 0..<g.window * g.window {
          guard let pixel = g.pixel(picture: picture, y: y, x: x, tap: tap) else { continue }
          unsafe microkernels.addScaled(g.channels, input + pixel * g.channels, factor, target)
        }
      }
    }
  }

  /// The transpose of ``poolAverage(_:input:output:)``.
  package func averagePoolingGradient(
    _ geometry: PoolingGeometry, outputGradient: UnsafePointer<Float>,
    inputGradient: UnsafeMutablePointer<Float>
  ) {
    let g = geometry
    let factor = 1 / Float(g.window * g.window)
    unsafe forEachPictureGradient(g, inputGradient) { picture in
      for y in 0..<g.outputHeight {
        for x in 0..<g.outputWidth {
          let place = ((picture * g.outputHeight + y) * g.outputWidth + x) * g.channels
          for tap in 0..<g.window * g.window {
            guard let pixel = g.pixel(picture: picture, y: y, x: x, tap: tap) else { continue }
            unsafe microkernels.addScaled(
              g.channels, outputGradient + place, factor, inputGradient + pixel * g.channels)
          }
        }
      }
    }
  }

  /// Clears each picture's gradient and lets `body` add to it; windows overlap, so a picture has one owner.
  private func forEachPictureGradient(
    _ g: PoolingGeometry, _ inputGradient: UnsafeMutablePointer<Float>, _ body: (Int) -> Void
  ) {
    let pictureCount = g.inputHeight * g.inputWidth * g.channels
    Parallel.forEach(g.batch) { picture in
      unsafe (inputGradient + picture * pictureCount).update(repeating: 0, count: pictureCount)
      body(picture)
    }
  }

  /// The mean over all pixels: `[N, pixels, C]` to `[N, C]`.
  package func poolGlobalAverage(
    batch: Int, pixels: Int, channels: Int, input: UnsafePointer<Float>,
    output: UnsafeMutablePointer<Float>
  ) {
    Parallel.forEach(batch) { picture in
      let target = unsafe output + picture * channels
      unsafe microkernels.columnSums(
        pixels, channels, input + picture * pixels * channels, target)
      unsafe microkernels.scale(channels, UnsafePointer(target), 1 / Float(pixels), target)
    }
  }

  /// The transpose of ``poolGlobalAverage(batch:pixels:channels:input:output:)``.
  package func globalAveragePoolingGradient(
    batch: Int, pixels: Int, channels: Int, outputGradient: UnsafePointer<Float>,
    inputGradient: UnsafeMutablePointer<Float>
  ) {
    guard pixels > 0 else { return }
    Parallel.forEach(batch) { picture in
      let first = unsafe inputGradient + picture * pixels * channels
      unsafe microkernels.scale(
        channels, outputGradient + picture * channels, 1 / Float(pixels), first)
      for pixel in 1..<pixels {
        unsafe (first + pixel * channels).update(from: first, count: channels)
      }
    }
  }
}
