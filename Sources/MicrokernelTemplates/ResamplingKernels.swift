/// The signature of ``Resampling/stretch(_:_:_:_:_:_:)``.
public typealias StretchRowFunction =
  @convention(c) (
    Int, Int, UnsafePointer<UInt8>, UnsafePointer<Int32>, UnsafePointer<Int32>,
    UnsafeMutablePointer<Int16>
  ) -> Void

/// The signature of ``Resampling/blend(_:_:_:_:_:_:)``.
public typealias BlendRowsFunction =
  @convention(c) (
    Int, UnsafePointer<Int16>, Int16, UnsafePointer<Int16>, Int16, UnsafeMutablePointer<UInt8>
  ) -> Void

/// The signature of ``Resampling/filterRow(_:_:_:_:_:_:_:_:)``.
public typealias FilterRowFunction =
  @convention(c) (
    Int, Int, UnsafePointer<UInt8>, UnsafePointer<Int32>, UnsafePointer<Int32>,
    UnsafePointer<Int32>, Int, UnsafeMutablePointer<Int32>
  ) -> Void

/// The signature of ``Resampling/filterRows(_:_:_:_:_:_:)``.
public typealias FilterRowsFunction =
  @convention(c) (
    Int, Int, UnsafePointer<UInt8>, Int, UnsafePointer<Int32>, UnsafeMutablePointer<UInt8>
  ) -> Void

/// The signature of ``Resampling/cubicRow(_:_:_:_:_:_:)``.
public typealias CubicRowFunction =
  @convention(c) (
    Int, Int, UnsafePointer<UInt8>, UnsafePointer<Int32>, UnsafePointer<Int32>,
    UnsafeMutablePointer<Float>
  ) -> Void

/// The signature of ``Resampling/mixRows(_:_:_:_:_:_:_:)``.
public typealias MixRowsFunction =
  @convention(c) (
    Int, UnsafePointer<Float>, UnsafePointer<Float>, UnsafePointer<Float>, UnsafePointer<Float>,
    UnsafePointer<Float>, UnsafeMutablePointer<UInt8>
  ) -> Void

/// What brings pictures to another size.
@safe
public struct ResamplingKernels: @unchecked Sendable {
  /// Between two neighbours in a row.
  public let stretchRow: StretchRowFunction
  /// Between two rows.
  public let blendRows: BlendRowsFunction
  /// Of several neighbours in a row.
  public let filterRow: FilterRowFunction
  /// Of several rows.
  public let filterRows: FilterRowsFunction
  /// Of four neighbours in a row.
  public let cubicRow: CubicRowFunction
  /// Of four rows.
  public let mixRows: MixRowsFunction

  /// Lists the kernels.
  @inlinable
  public init(
    stretchRow: @escaping StretchRowFunction, blendRows: @escaping BlendRowsFunction,
    filterRow: @escaping FilterRowFunction, filterRows: @escaping FilterRowsFunction,
    cubicRow: @escaping CubicRowFunction, mixRows: @escaping MixRowsFunction
  ) {
    unsafe self.stretchRow = stretchRow
    unsafe self.blendRows = blendRows
    unsafe self.filterRow = filterRow
    unsafe self.filterRows = filterRows
    unsafe self.cubicRow = cubicRow
    unsafe self.mixRows = mixRows
  }
}
