/// Rows of a view: three planes of samples in 0 … 1 one after the other, each a whole number of sixteens
/// long.
extension KernelSet {
  /// The length of a plane's row for a view of `width` pixels.
  package static func paddedLength(_ width: Int) -> Int { (width + 15) / 16 * 16 }

  /// Samples a row of a view, bilinearly, darkened where the view is not covered.
  ///
  /// - Parameters:
  ///   - place: Where the row comes from.
  ///   - words: A grid's pixels, red in the low bits, in rows of `stride` words: one more row and column
  ///     than positions reach, which repeat the last ones.
  ///   - bits: Bits of a sample: 8, or 10 for quarters of a level.
  ///   - scratch: At least 7/3 as long as `row`.
  ///   - row: The three planes.
  package func warp(
    _ place: WarpedRow, of words: Span<Int32>, stride: Int, bits: Int,
    scratch: inout MutableSpan<Float>, into row: inout MutableSpan<Float>
  ) {
    let count = row.count / 3
    let reach = place.base + (Int(place.rows.last) + 1) * stride + Int(place.columns.last) + 1
    precondition(row.count % 48 == 0 && scratch.count >= 7 * count, "planes of whole sixteens")
    precondition(place.base >= 0 && place.rows.last >= 0 && place.columns.last >= 0)
    precondition(reach < words.count, "a view reaches beyond its grid")
    let full: Float = bits == 8 ? 255 : 1020
    let constants: [13 of Float] = [
      place.step.x, place.step.y, place.first.x, place.first.y, place.columns.first,
      place.columns.step, place.columns.last, place.rows.first, place.rows.step, place.rows.last,
      place.lastCoordinate, 1 / full, 0,
    ]
    unsafe words.withUnsafeBufferPointer { words in
      unsafe scratch.withUnsafeMutableBufferPointer { scratch in
        unsafe row.withUnsafeMutableBufferPointer { row in
          unsafe constants.span.withUnsafeBufferPointer { constants in
            guard let words = words.baseAddress, let scratch = scratch.baseAddress,
              let red = row.baseAddress, let constants = constants.baseAddress
            else { return }
            unsafe microkernels.warpRow(
              count, constants, words + place.base, stride, bits, scratch, red, red + count,
              red + 2 * count)
          }
        }
      }
    }
  }

  /// Takes a row of a view through a list of colour changes.
  ///
  /// - Parameters:
  ///   - steps: Eight floats a step, as the micro-kernel lists them.
  ///   - firstPixel: The number of the row's first pixel, for noise.
  ///   - row: The three planes.
  package func changeColors(
    _ steps: Span<Float>, firstPixel: Int, of row: inout MutableSpan<Float>
  ) {
    precondition(row.count % 48 == 0 && steps.count % 8 == 0, "planes of whole sixteens")
    let count = row.count / 3
    unsafe row.withUnsafeMutableBufferPointer { row in
      unsafe steps.withUnsafeBufferPointer { steps in
        guard let red = row.baseAddress, let first = steps.baseAddress else { return }
        unsafe microkernels.changeColors(
          count, first, steps.count / 8, firstPixel, red, red + count, red + 2 * count)
      }
    }
  }

  /// Packs the first `words.count` pixels of a row, ten bits a sample in quarters of a level.
  package func pack(_ row: Span<Float>, into words: inout MutableSpan<Int32>) {
    let plane = row.count / 3
    let count = words.count
    precondition(count <= plane, "a row of \(plane) pixels has no \(count)")
    unsafe row.withUnsafeBufferPointer { row in
      unsafe words.withUnsafeMutableBytes { words in
        guard let red = row.baseAddress, let words = words.baseAddress else { return }
        unsafe microkernels.packRow(
          count, red, red + plane, red + 2 * plane, words.assumingMemoryBound(to: Float.self))
      }
    }
  }

  /// Writes the pixels of a row: sample × scale + shift, interleaved.
  ///
  /// - Parameters:
  ///   - row: The three planes.
  ///   - scale: Of red, green and blue.
  ///   - shift: Of red, green and blue.
  ///   - pixels: Three floats a pixel, at most as many pixels as a plane has.
  package func interleave(
    _ row: Span<Float>, scale: SIMD3<Float>, shift: SIMD3<Float>,
    into pixels: inout MutableSpan<Float>
  ) {
    let plane = row.count / 3
    let count = pixels.count / 3
    precondition(count <= plane, "a row of \(plane) pixels has no \(count)")
    let constants: [6 of Float] = [scale.x, scale.y, scale.z, shift.x, shift.y, shift.z]
    unsafe row.withUnsafeBufferPointer { row in
      unsafe pixels.withUnsafeMutableBufferPointer { pixels in
        unsafe constants.span.withUnsafeBufferPointer { constants in
          guard let red = row.baseAddress, let pixels = pixels.baseAddress,
            let constants = constants.baseAddress
          else { return }
          unsafe microkernels.interleaveRow(
            count, red, red + plane, red + 2 * plane, constants, pixels)
        }
      }
    }
  }

  /// `target[i]` = Σₜ `weights[t]` × `source[offsets[t] + i]`.
  ///
  /// `target` is a whole number of sixteens long, and all that is read must be in `source`.
  package func sumRows(
    _ source: Span<Float>, at offsets: Span<Int>, weights: Span<Float>,
    into target: inout MutableSpan<Float>
  ) {
    precondition(offsets.count == weights.count, "each row has a weight")
    precondition(target.count % 16 == 0, "a whole number of sixteens")
    for tap in 0..<offsets.count {
      precondition(
        offsets[tap] >= 0 && offsets[tap] + target.count <= source.count, "a row leaves its source")
    }
    let count = target.count
    unsafe source.withUnsafeBufferPointer { source in
      unsafe offsets.withUnsafeBufferPointer { offsets in
        unsafe weights.withUnsafeBufferPointer { weights in
          unsafe target.withUnsafeMutableBufferPointer { target in
            guard let source = source.baseAddress, let first = offsets.baseAddress,
              let weights = weights.baseAddress, let target = target.baseAddress
            else { return }
            unsafe microkernels.sumRows(count, offsets.count, first, weights, source, target)
          }
        }
      }
    }
  }

  /// A row's first `bytes.count / 3` pixels in 8 bits a sample, rounded to nearest.
  package func bytes(of row: Span<Float>, into bytes: inout MutableSpan<UInt8>) {
    let (plane, count) = (row.count / 3, bytes.count / 3)
    precondition(row.count % 48 == 0 && count <= plane, "a row of \(plane) pixels has no \(count)")
    unsafe row.withUnsafeBufferPointer { row in
      unsafe bytes.withUnsafeMutableBufferPointer { bytes in
        guard let red = row.baseAddress, let bytes = bytes.baseAddress else { return }
        unsafe microkernels.bytesOfRow(count, red, red + plane, red + 2 * plane, bytes)
      }
    }
  }

  /// A row's first `bytes.count / 3` pixels from 8 bits a sample.
  package func row(of bytes: Span<UInt8>, into row: inout MutableSpan<Float>) {
    let (plane, count) = (row.count / 3, bytes.count / 3)
    precondition(count <= plane, "a row of \(plane) pixels has no \(count)")
    unsafe bytes.withUnsafeBufferPointer { bytes in
      unsafe row.withUnsafeMutableBufferPointer { row in
        guard let red = row.baseAddress, let bytes = bytes.baseAddress else { return }
        unsafe microkernels.rowOfBytes(count, bytes, red, red + plane, red + 2 * plane)
      }
    }
  }
}
