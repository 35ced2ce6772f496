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
