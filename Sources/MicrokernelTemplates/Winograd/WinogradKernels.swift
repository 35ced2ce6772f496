/// The signature of ``Winograd/inputRows(_:_:_:_:)`` and of the same by A.
public typealias WinogradRowsFunction =
  @convention(c) (
    Int, UnsafePointer<UnsafePointer<Float>>, UnsafeMutablePointer<Float>, Int
  ) -> Void

/// The signature of ``Winograd/inputColumns(_:_:_:_:_:_:_:_:)`` and of the same by A.
public typealias WinogradColumnsFunction =
  @convention(c) (
    Int, Int, UnsafePointer<Float>, Int, Int, UnsafeMutablePointer<Float>, Int, Int
  ) -> Void

/// The signature of ``Winograd/outputColumns(_:_:_:_:_:_:_:)``.
public typealias WinogradOutputColumnsFunction =
  @convention(c) (
    Int, Int, UnsafePointer<Float>, Int, Int, UnsafeMutablePointer<Float>, Int
  ) -> Void

/// The signature of ``Winograd/outputRows(_:_:_:_:_:_:_:_:)``.
public typealias WinogradOutputRowsFunction =
  @convention(c) (
    Int, Int, UnsafePointer<Float>, Int, UnsafePointer<Float>?,
    UnsafePointer<UnsafePointer<Float>>?, Bool, UnsafePointer<UnsafeMutablePointer<Float>>
  ) -> Void

/// The signature of ``Winograd/weights(_:_:_:_:_:)`` and of its adjoint.
public typealias WinogradWeightsFunction =
  @convention(c) (Int, UnsafePointer<Float>, Int, UnsafeMutablePointer<Float>, Int) -> Void

/// The signature of ``FewSquares/run(_:_:_:_:_:_:_:_:_:)``.
public typealias FewSquaresFunction =
  @convention(c) (
    Int, Int, UnsafePointer<Float>, UnsafePointer<Float>, UnsafePointer<Float>,
    UnsafeMutablePointer<Float>, Bool, UnsafeMutablePointer<Float>, Bool
  ) -> Void

/// The transforms of one scheme.
@safe
public struct WinogradKernels: @unchecked Sendable {
  /// m, the outputs of a square along one axis.
  public let outputs: Int
  /// Inputs from an output to the next along one axis.
  public let stride: Int
  /// Bᵀ along whole rows.
  public let inputRows: WinogradRowsFunction
  /// Bᵀ within rows.
  public let inputColumns: WinogradColumnsFunction
  /// Aᵀ within rows.
  public let outputColumns: WinogradOutputColumnsFunction
  /// Aᵀ along whole rows.
  public let outputRows: WinogradOutputRowsFunction
  /// A along whole rows.
  public let gradientRows: WinogradRowsFunction
  /// A within rows.
  public let gradientColumns: WinogradColumnsFunction
  /// G.
  public let weights: WinogradWeightsFunction
  /// Gᵀ.
  public let weightGradient: WinogradWeightsFunction

  /// Lists a scheme's transforms.
  @inlinable
  public init(
    outputs: Int, stride: Int = 1, inputRows: @escaping WinogradRowsFunction,
    inputColumns: @escaping WinogradColumnsFunction,
    outputColumns: @escaping WinogradOutputColumnsFunction,
    outputRows: @escaping WinogradOutputRowsFunction,
    gradientRows: @escaping WinogradRowsFunction,
    gradientColumns: @escaping WinogradColumnsFunction,
    weights: @escaping WinogradWeightsFunction,
    weightGradient: @escaping WinogradWeightsFunction
  ) {
    self.outputs = outputs
    self.stride = stride
    unsafe self.inputRows = inputRows
    unsafe self.inputColumns = inputColumns
    unsafe self.outputColumns = outputColumns
    unsafe self.outputRows = outputRows
    unsafe self.gradientRows = gradientRows
    unsafe self.gradientColumns = gradientColumns
    unsafe self.weights = weights
    unsafe self.weightGradient = weightGradient
  }
}
