/// The transforms of Winograd's convolution, as passes over rows and columns of squares that lie side by side.
///
/// A strip is what one row of squares takes: its transform by columns of pixels comes first, along whole rows of
/// the picture, so that memory is read and written as streams and what neighbouring squares share is computed once.
@frozen
public enum Winograd<Set: InstructionSet, Scheme: WinogradScheme> {
  /// Transforms rows of a picture as wholes: `target[i][…]` = Σⱼ Bᵀ[i, j] · `rows[j][…]`.
  ///
  /// - Parameters:
  ///   - count: Floats in a row.
  ///   - rows: `[points]`: where each row starts.
  ///   - target: `[points][count]`, `stride` floats from row to row.
  @inlinable @inline(__always)
  public static func inputRows(
    _ count: Int, _ rows: UnsafePointer<UnsafePointer<Float>>,
    _ target: UnsafeMutablePointer<Float>, _ stride: Int
  ) {
    unsafe self.rows(Scheme.Input.self, count, rows, target, stride)
  }

  /// Transforms rows of an output's gradient: as ``inputRows(_:_:_:_:)``, by A.
  @inlinable @inline(__always)
  public static func gradientRows(
    _ count: Int, _ rows: UnsafePointer<UnsafePointer<Float>>,
    _ target: UnsafeMutablePointer<Float>, _ stride: Int
  ) {
    unsafe self.rows(Scheme.OutputAdjoint.self, count, rows, target, stride)
  }

  @inlinable @inline(__always)
  static func rows<Map: LinearMap>(
    _ map: Map.Type, _ count: Int, _ rows: UnsafePointer<UnsafePointer<Float>>,
    _ target: UnsafeMutablePointer<Float>, _ stride: Int
  ) {
    forEachRun(count) { index, run in
      Map.apply(Set.self) { j in
        unsafe rows[j].lanes(index, run)
      } _: { i, lanes in
        unsafe target.store(lanes, i &* stride &+ index, run)
      }
    }
  }

  /// Transforms the pixels of each square along the rows of a strip and deals them out to the positions.
  ///
  /// - Parameters:
  ///   - squares: How many squares a strip has, one every `outputs` × `stride` pixels.
  ///   - channels: Floats of a pixel.
  ///   - strip: `[points][pixels][…]`, `rowStride` floats from row to row, `pixelStride` from pixel to pixel.
  ///   - target: `[points × points][squares][…]`: `positionStride` floats from position to position,
  ///     `squareStride` from square to square.
  @inlinable @inline(__always)
  public static func inputColumns(
    _ squares: Int, _ channels: Int, _ strip: UnsafePointer<Float>, _ rowStride: Int,
    _ pixelStride: Int, _ target: UnsafeMutablePointer<Float>, _ positionStride: Int,
    _ squareStride: Int
  ) {
    unsafe columns(
      Scheme.Input.self, Scheme.outputs &* Scheme.stride, squares, channels, strip, rowStride,
      pixelStride, target, positionStride, squareStride)
  }

  /// Transforms the pixels of an output's gradient: as ``inputColumns(_:_:_:_:_:_:_:_:)``, by A, with a square
  /// every `outputs` pixels.
  @inlinable @inline(__always)
  public static func gradientColumns(
    _ squares: Int, _ channels: Int, _ strip: UnsafePointer<Float>, _ rowStride: Int,
    _ pixelStride: Int, _ target: UnsafeMutablePointer<Float>, _ positionStride: Int,
    _ squareStride: Int
  ) {
    unsafe columns(
      Scheme.OutputAdjoint.self, Scheme.outputs, squares, channels, strip, rowStride,
      pixelStride, target, positionStride, squareStride)
  }

  /// - Parameter step: Pixels from a square to the next.
  @inlinable @inline(__always)
  static func columns<Map: LinearMap>(
    _ map: Map.Type, _ step: Int, _ squares: Int, _ channels: Int,
    _ strip: UnsafePointer<Float>, _ rowStride: Int, _ pixelStride: Int,
    _ target: UnsafeMutablePointer<Float>, _ positionStride: Int, _ squareStride: Int
  ) {
    for row in 0..<Scheme.points {
      for square in 0..<squares {
        let source =
          unsafe strip + (row &* rowStride &+ square &* step &* pixelStride)
        let place =
          unsafe target + (row &* Scheme.points &* positionStride &+ square &* squareStride)
        forEachRun(channels) { channel, run in
          Map.apply(Set.self) { j in
            unsafe source.lanes(j &* pixelStride &+ channel, run)
          } _: { i, lanes in
            unsafe place.store(lanes, i &* positionStride &+ channel, run)
          }
        }
      }
    }
  }

  /// Collects the positions of each square and transforms them to pixels along the rows of a strip.
  ///
  /// - Parameters:
  ///   - squares: How many squares the strip has.
  ///   - channels: Floats of a pixel.
  ///   - source: `[points × points][squares][…]`, strides as in ``inputColumns(_:_:_:_:_:_:_:_:)``.
  ///   - strip: `[points][squares × outputs][channels]`, `rowStride` floats from row to row.
  @inlinable @inline(__always)
  public static func outputColumns(
    _ squares: Int, _ channels: Int, _ source: UnsafePointer<Float>, _ positionStride: Int,
    _ squareStride: Int, _ strip: UnsafeMutablePointer<Float>, _ rowStride: Int
  ) {
    for row in 0..<Scheme.points {
      for square in 0..<squares {
        let place =
          unsafe source + (row &* Scheme.points &* positionStride &+ square &* squareStride)
        let target = unsafe strip + (row &* rowStride &+ square &* Scheme.outputs &* channels)
        forEachRun(channels) { channel, run in
          Scheme.Output.apply(Set.self) { j in
            unsafe place.lanes(j &* positionStride &+ channel, run)
          } _: { i, lanes in
            unsafe target.store(lanes, i &* channels &+ channel, run)
          }
        }
      }
    }
  }

  /// Transforms a strip to rows of the output, with all that follows a convolution in the same pass.
  ///
  /// - Parameters:
  ///   - pixels: How many pixels of a row to write.
  ///   - channels: Floats of a pixel.
  ///   - strip: `[points][…][channels]`, `rowStride` floats from row to row.
  ///   - bias: `[channels]`, or nil for none.
  ///   - residual: `[outputs]`: rows to be added, or nil for none.
  ///   - rectified: Whether negative results become 0.
  ///   - rows: `[outputs]`: where each row goes.
  @inlinable @inline(__always)
  public static func outputRows(
    _ pixels: Int, _ channels: Int, _ strip: UnsafePointer<Float>, _ rowStride: Int,
    _ bias: UnsafePointer<Float>?, _ residual: UnsafePointer<UnsafePointer<Float>>?,
    _ rectified: Bool, _ rows: UnsafePointer<UnsafeMutablePointer<Float>>
  ) {
    unsafe WinogradOutput<Set, Scheme.Output>.rows(
      pixels, channels, strip, rowStride, bias, residual, rectified, rows)
  }

  /// Transforms weights: `[3 × 3][columns]` to `[weight points × weight points][columns]`.
  @inlinable @inline(__always)
  public static func weights(
    _ columns: Int, _ source: UnsafePointer<Float>, _ tapStride: Int,
    _ target: UnsafeMutablePointer<Float>, _ positionStride: Int
  ) {
    forEachRun(columns) { column, run in
      Scheme.Weight.applySquare(Set.self) { row, tap in
        unsafe source.lanes((row &* 3 &+ tap) &* tapStride &+ column, run)
      } _: { row, point, lanes in
        unsafe target.store(
          lanes, (row &* Scheme.weightPoints &+ point) &* positionStride &+ column, run)
      }
    }
  }

  /// The adjoint of ``weights(_:_:_:_:_:)``: `[weight points × weight points][columns]`
  /// to `[3 × 3][columns]`.
  @inlinable @inline(__always)
  public static func weightGradient(
    _ columns: Int, _ source: UnsafePointer<Float>, _ positionStride: Int,
    _ target: UnsafeMutablePointer<Float>, _ tapStride: Int
  ) {
    forEachRun(columns) { column, run in
      Scheme.WeightAdjoint.applySquare(Set.self) { row, point in
        unsafe source.lanes((row &* Scheme.weightPoints &+ point) &* positionStride &+ column, run)
      } _: { row, tap, lanes in
        unsafe target.store(lanes, (row &* 3 &+ tap) &* tapStride &+ column, run)
      }
    }
  }
}

/// The last transform of a scheme, whose map is Aᵀ.
@frozen
public enum WinogradOutput<Set: InstructionSet, Map: LinearMap> {
  /// Transforms a strip to rows of the output: see ``Winograd/outputRows(_:_:_:_:_:_:_:_:)``.
  @inlinable @inline(__always)
  public static func rows(
    _ pixels: Int, _ channels: Int, _ strip: UnsafePointer<Float>, _ rowStride: Int,
    _ bias: UnsafePointer<Float>?, _ residual: UnsafePointer<UnsafePointer<Float>>?,
    _ rectified: Bool, _ rows: UnsafePointer<UnsafeMutablePointer<Float>>
  ) {
    let floor = Lanes(repeating: rectified ? 0 : -.infinity)
    for pixel in 0..<pixels {
      let first = pixel &* channels
      forEachRun(channels) { channel, run in
        let index = first &+ channel
        var start = Lanes.zero
        if let bias = unsafe bias { unsafe start = bias.lanes(channel, run) }
        Map.apply(Set.self) { j in
          unsafe strip.lanes(j &* rowStride &+ index, run)
        } _: { i, lanes in
          var sum = lanes + start
          if let residual = unsafe residual { unsafe sum += residual[i].lanes(index, run) }
          unsafe rows[i].store(sum.replacing(with: floor, where: sum .< floor), index, run)
        }
      }
    }
  }
}
