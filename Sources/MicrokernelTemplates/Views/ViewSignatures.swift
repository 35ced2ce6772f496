/// The signature of ``ViewSampling/warp``.
public typealias WarpRowFunction =
  @convention(c) (
    Int, UnsafePointer<Float>, UnsafePointer<Int32>, Int, Int, UnsafeMutablePointer<Float>,
    UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>
  ) -> Void

/// The signature of ``ViewSampling/pack``.
public typealias PackRowFunction =
  @convention(c) (
    Int, UnsafePointer<Float>, UnsafePointer<Float>, UnsafePointer<Float>,
    UnsafeMutablePointer<Float>
  ) -> Void

/// The signature of ``ViewSampling/interleave``.
public typealias InterleaveRowFunction =
  @convention(c) (
    Int, UnsafePointer<Float>, UnsafePointer<Float>, UnsafePointer<Float>, UnsafePointer<Float>,
    UnsafeMutablePointer<Float>
  ) -> Void

/// The signature of ``ViewColors/change``.
public typealias ChangeColorsFunction =
  @convention(c) (
    Int, UnsafePointer<Float>, Int, Int, UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>,
    UnsafeMutablePointer<Float>
  ) -> Void

/// The signature of ``WeightedSum/rows``.
public typealias SumRowsFunction =
  @convention(c) (
    Int, Int, UnsafePointer<Int>, UnsafePointer<Float>, UnsafePointer<Float>,
    UnsafeMutablePointer<Float>
  ) -> Void

/// The signature of ``ViewBytes/bytes``.
public typealias BytesOfRowFunction =
  @convention(c) (
    Int, UnsafePointer<Float>, UnsafePointer<Float>, UnsafePointer<Float>,
    UnsafeMutablePointer<UInt8>
  ) -> Void

/// The signature of ``ViewBytes/planes``.
public typealias RowOfBytesFunction =
  @convention(c) (
    Int, UnsafePointer<UInt8>, UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>,
    UnsafeMutablePointer<Float>
  ) -> Void
