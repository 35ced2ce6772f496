/// The signature of ``InverseTransform/full(_:_:_:_:_:)`` and of its smaller scales.
public typealias InverseTransformFunction =
  @convention(c) (
    Int, UnsafePointer<Int16>, UnsafePointer<Int16>, UnsafeMutablePointer<UInt8>, Int
  ) -> Void

/// The signature of ``ForwardTransform/quantized(_:_:_:_:_:)``.
public typealias ForwardTransformFunction =
  @convention(c) (
    Int, UnsafePointer<UInt8>, Int, UnsafePointer<Int16>, UnsafeMutablePointer<Int16>
  ) -> Void

/// The signature of ``ColorRows/pixels(_:_:_:_:_:)``.
public typealias PixelsOfPlanesFunction =
  @convention(c) (
    Int, UnsafePointer<UInt8>, UnsafePointer<UInt8>, UnsafePointer<UInt8>,
    UnsafeMutablePointer<UInt8>
  ) -> Void

/// The signature of ``ColorRows/planes(_:_:_:_:_:)``.
public typealias PlanesOfPixelsFunction =
  @convention(c) (
    Int, UnsafePointer<UInt8>, UnsafeMutablePointer<UInt8>, UnsafeMutablePointer<UInt8>,
    UnsafeMutablePointer<UInt8>
  ) -> Void

/// The signature of ``ColorRows/widen(_:_:_:_:_:_:)``.
public typealias WidenRowFunction =
  @convention(c) (
    Int, UnsafePointer<UInt8>, UnsafePointer<UInt8>, UInt16, UInt16, UnsafeMutablePointer<UInt8>
  ) -> Void

/// The signature of ``ColorRows/between(_:_:_:_:_:)``.
public typealias RowBetweenFunction =
  @convention(c) (
    Int, UnsafePointer<UInt8>, UnsafePointer<UInt8>, UInt16, UnsafeMutablePointer<UInt8>
  ) -> Void

/// The signature of ``ColorRows/halve(_:_:_:_:)``.
public typealias HalveRowsFunction =
  @convention(c) (
    Int, UnsafePointer<UInt8>, UnsafePointer<UInt8>, UnsafeMutablePointer<UInt8>
  ) -> Void

/// What turns blocks of cosine coefficients into pixels and back.
@safe
public struct BlockKernels: @unchecked Sendable {
  /// 8 × 8 samples a block.
  public let inverseFull: InverseTransformFunction
  /// 4 × 4 samples a block.
  public let inverseHalf: InverseTransformFunction
  /// 2 × 2 samples a block.
  public let inverseQuarter: InverseTransformFunction
  /// One sample a block.
  public let inverseEighth: InverseTransformFunction
  /// Samples to quantised coefficients.
  public let forward: ForwardTransformFunction
  /// YCbCr to RGB.
  public let pixelsOfPlanes: PixelsOfPlanesFunction
  /// RGB to YCbCr.
  public let planesOfPixels: PlanesOfPixelsFunction
  /// Twice the width.
  public let widenRow: WidenRowFunction
  /// Between two rows.
  public let rowBetween: RowBetweenFunction
  /// Half the width and the height.
  public let halveRows: HalveRowsFunction

  /// Lists the kernels.
  @inlinable
  public init(
    inverseFull: @escaping InverseTransformFunction,
    inverseHalf: @escaping InverseTransformFunction,
    inverseQuarter: @escaping InverseTransformFunction,
    inverseEighth: @escaping InverseTransformFunction,
    forward: @escaping ForwardTransformFunction,
    pixelsOfPlanes: @escaping PixelsOfPlanesFunction,
    planesOfPixels: @escaping PlanesOfPixelsFunction, widenRow: @escaping WidenRowFunction,
    rowBetween: @escaping RowBetweenFunction, halveRows: @escaping HalveRowsFunction
  ) {
    unsafe self.inverseFull = inverseFull
    unsafe self.inverseHalf = inverseHalf
    unsafe self.inverseQuarter = inverseQuarter
    unsafe self.inverseEighth = inverseEighth
    unsafe self.forward = forward
    unsafe self.pixelsOfPlanes = pixelsOfPlanes
    unsafe self.planesOfPixels = planesOfPixels
    unsafe self.widenRow = widenRow
    unsafe self.rowBetween = rowBetween
    unsafe self.halveRows = halveRows
  }
}
