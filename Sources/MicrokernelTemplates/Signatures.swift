// How the kernels' pages are called. C calling convention: a plain address, nothing to retain, so that a
// table of kernels is plain data and the pages emit no code but their own.

/// See ``MatrixTile/alongColumns(depth:left:leftStride:right:rightStride:result:resultStride:accumulates:)``.
public typealias ColumnTileFunction =
  @convention(c) (
    _ depth: Int, _ left: UnsafePointer<Float>, _ leftStride: Int, _ right: UnsafePointer<Float>,
    _ rightStride: Int, _ result: UnsafeMutablePointer<Float>, _ resultStride: Int,
    _ accumulates: Bool
  ) -> Void

/// See ``RowTileProduct``, ``RowTileTarget``, ``RowTileSweep`` and ``RowTiles/run(_:_:_:_:)``.
public typealias RowTileFunction =
  @convention(c) (
    _ rows: Int, _ taps: Int, _ depth: Int, _ left: UnsafePointer<UnsafePointer<Float>>,
    _ first: Int, _ right: UnsafePointer<Float>, _ rightStride: Int,
    _ start: UnsafePointer<UnsafePointer<Float>>?,
    _ residual: UnsafePointer<UnsafePointer<Float>>?, _ isRectified: Bool,
    _ result: UnsafePointer<UnsafeMutablePointer<Float>>, _ column: Int, _ across: Int,
    _ below: Int, _ rightStep: Int, _ ahead: UnsafePointer<Float>?, _ aheadStep: Int
  ) -> Void

/// See ``RowTileProduct``, ``RowTileTarget``, ``RowTileSweep`` and
/// ``RowTiles/run(_:_:_:_:copy:)``.
public typealias CopyingRowTileFunction =
  @convention(c) (
    _ rows: Int, _ taps: Int, _ depth: Int, _ left: UnsafePointer<UnsafePointer<Float>>,
    _ first: Int, _ right: UnsafePointer<Float>, _ rightStride: Int,
    _ start: UnsafePointer<UnsafePointer<Float>>?,
    _ residual: UnsafePointer<UnsafePointer<Float>>?, _ isRectified: Bool,
    _ result: UnsafePointer<UnsafeMutablePointer<Float>>, _ column: Int, _ across: Int,
    _ rightStep: Int, _ copy: UnsafeMutablePointer<Float>
  ) -> Void

/// See ``Transposition/transpose(_:_:_:_:_:_:)``.
public typealias TransposeFunction =
  @convention(c) (
    Int, Int, UnsafePointer<Float>, Int, UnsafeMutablePointer<Float>, Int
  ) -> Void

/// A register tile of a matrix product: its extent and its code.
@frozen
public struct TileKernel<Function>: @unchecked Sendable {
  /// Rows of the tile.
  public let rows: Int
  /// Floats in a row of the tile.
  public let columns: Int
  /// The code.
  public let function: Function

  /// Names a tile's code.
  @inlinable
  public init(rows: Int, columns: Int, function: Function) {
    self.rows = rows
    self.columns = columns
    self.function = function
  }
}

/// The signature of ``ElementWise/rectify``.
public typealias RectifyFunction =
  @convention(c) (
    Int, UnsafePointer<Float>, Float, UnsafeMutablePointer<Float>
  ) -> Void

/// The signature of ``ElementWise/rectifierGradient``.
public typealias RectifierGradientFunction =
  @convention(c) (
    Int, UnsafePointer<Float>, UnsafePointer<Float>, Float, UnsafeMutablePointer<Float>
  ) -> Void

/// The signature of ``ElementWise/addScaled``.
public typealias AddScaledFunction =
  @convention(c) (
    Int, UnsafePointer<Float>, Float, UnsafeMutablePointer<Float>
  ) -> Void

/// The signature of ``ElementWise/scale``.
public typealias ScaleFunction =
  @convention(c) (
    Int, UnsafePointer<Float>, Float, UnsafeMutablePointer<Float>
  ) -> Void

/// The signature of ``ElementWise/hyperbolicTangent``.
public typealias HyperbolicTangentFunction =
  @convention(c) (
    Int, UnsafePointer<Float>, UnsafeMutablePointer<Float>
  ) -> Void

/// The signature of ``ElementWise/hyperbolicTangentGradient``.
public typealias HyperbolicTangentGradientFunction =
  @convention(c) (
    Int, UnsafePointer<Float>, UnsafePointer<Float>, UnsafeMutablePointer<Float>
  ) -> Void

/// The signature of ``ElementWise/adam``.
public typealias AdamFunction =
  @convention(c) (
    Int, UnsafePointer<Float>, UnsafePointer<Float>, UnsafeMutablePointer<Float>,
    UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>
  ) -> Void

/// The signature of ``Exponential/softmax``.
public typealias SoftmaxFunction =
  @convention(c) (
    Int, UnsafePointer<Float>, UnsafeMutablePointer<Float>
  ) -> Void

/// The signature of ``Columns/sums``.
public typealias ColumnSumsFunction =
  @convention(c) (
    Int, Int, UnsafePointer<Float>, UnsafeMutablePointer<Float>
  ) -> Void

/// The signature of ``Columns/moments``.
public typealias ColumnMomentsFunction =
  @convention(c) (
    Int, Int, UnsafePointer<Float>, UnsafeMutablePointer<Float>, UnsafeMutablePointer<Double>
  ) -> Void

/// The signature of ``Columns/scaleAndShift``.
public typealias ScaleAndShiftFunction =
  @convention(c) (
    Int, Int, UnsafePointer<Float>, UnsafePointer<Float>, UnsafePointer<Float>,
    UnsafePointer<Float>?, Bool, UnsafeMutablePointer<Float>
  ) -> Void

/// The signature of ``Columns/gradientSums``.
public typealias NormalizationGradientSumsFunction =
  @convention(c) (
    Int, Int, UnsafePointer<Float>, UnsafePointer<Float>, UnsafePointer<Float>?,
    UnsafePointer<Float>?, UnsafePointer<Float>, UnsafeMutablePointer<Double>
  ) -> Void

/// The signature of ``Columns/maskedGradientSums``.
public typealias MaskedGradientSumsFunction =
  @convention(c) (
    Int, Int, UnsafePointer<Float>, UnsafePointer<Float>, UnsafePointer<Float>,
    UnsafePointer<Float>, UnsafeMutablePointer<Float>, UnsafeMutablePointer<Double>
  ) -> Void

/// The signature of ``Columns/gradient``.
public typealias NormalizationGradientFunction =
  @convention(c) (
    Int, Int, UnsafePointer<Float>, UnsafePointer<Float>, UnsafePointer<Float>,
    UnsafePointer<Float>, UnsafePointer<Float>, UnsafePointer<Float>?,
    UnsafeMutablePointer<Float>
  ) -> Void

/// The signature of ``Pooling/maximum``.
public typealias MaximumPoolingFunction =
  @convention(c) (
    Int, Int, Int, UnsafePointer<UnsafePointer<Float>>, UnsafePointer<UInt8>, Int,
    UnsafeMutablePointer<Float>, UnsafeMutablePointer<UInt8>
  ) -> Void

/// The signature of ``Pooling/maxima``.
public typealias WindowMaximaFunction =
  @convention(c) (
    Int, Int, Int, UnsafePointer<UnsafePointer<Float>>, Int, Float, UnsafeMutablePointer<Float>
  ) -> Void

/// The signature of ``Pooling/maximumGradient``.
public typealias MaximumPoolingGradientFunction =
  @convention(c) (
    Int, Int, Int, UnsafePointer<UnsafePointer<Float>>, UnsafePointer<UnsafePointer<UInt8>>,
    UnsafePointer<UInt8>, Int, UnsafeMutablePointer<Float>
  ) -> Void

/// The signature of ``Pooling/windowSums``.
public typealias WindowSumsFunction =
  @convention(c) (
    Int, Int, Int, UnsafePointer<UnsafePointer<Float>>, Int, Float, Int,
    UnsafeMutablePointer<Float>
  ) -> Void

/// The signature of ``Distances/squared``.
public typealias DistanceTileFunction =
  @convention(c) (
    _ dimensions: Int, _ query: UnsafePointer<Float>, _ queryCount: Int,
    _ point: UnsafePointer<Float>, _ pointCount: Int, _ limits: UnsafePointer<Float>,
    _ distances: UnsafeMutablePointer<Float>, _ nearTiles: UnsafeMutablePointer<Int32>,
    _ linesAhead: UnsafePointer<Float>, _ linesATile: Int
  ) -> Int

/// The signature of ``Distances/expanded``.
public typealias ExpandedDistanceTileFunction =
  @convention(c) (
    _ dimensions: Int, _ query: UnsafePointer<Float>, _ queryCount: Int,
    _ point: UnsafePointer<Float>, _ pointCount: Int, _ limits: UnsafePointer<Float>,
    _ distances: UnsafeMutablePointer<Float>, _ nearTiles: UnsafeMutablePointer<Int32>,
    _ linesAhead: UnsafePointer<Float>, _ linesATile: Int, _ queryNorms: UnsafePointer<Float>,
    _ pointNorms: UnsafePointer<Float>
  ) -> Int

/// The signature of ``ElementWise/finiteProbe``.
public typealias FiniteProbeFunction = @convention(c) (Int, UnsafePointer<Float>) -> Float

/// The signature of ``ProcessorLimits/multiplyAddPeak``.
public typealias MultiplyAddPeakFunction =
  @convention(c) (
    Int, Float, Float, UnsafeMutablePointer<Float>
  ) -> Void

/// The signature of ``ProcessorLimits/exclusiveOr``.
public typealias ExclusiveOrFunction = @convention(c) (Int, UnsafePointer<Float>) -> UInt32
