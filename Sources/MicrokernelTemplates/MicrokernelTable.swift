/// One page's kernels: every operation, made for one instruction set.
@safe
public struct MicrokernelTable: @unchecked Sendable {
  /// The register tile for packed operands.
  public let packedTile: TileKernel<PackedTileFunction>
  /// A lower tile of the same columns, for matrices whose rows it fills better.
  public let lowPackedTile: TileKernel<PackedTileFunction>
  /// The register tile for a gathered left operand.
  public let gatheredTile: TileKernel<GatheredTileFunction>
  /// A tile of the same rows and half the columns, for the columns that are left over.
  public let narrowGatheredTile: TileKernel<GatheredTileFunction>
  /// The tiles for a left operand in rows; `rows` is the tallest's.
  public let rowTile: TileKernel<RowTileFunction>
  /// The same with half the columns, for the columns that are left over.
  public let narrowRowTile: TileKernel<RowTileFunction>
  /// See ``FinishRowsFunction``.
  public let finishRows: FinishRowsFunction
  /// See ``TransposeFunction``.
  public let transpose: TransposeFunction
  /// See ``RectifyFunction``.
  public let rectify: RectifyFunction
  /// See ``RectifierGradientFunction``.
  public let rectifierGradient: RectifierGradientFunction
  /// See ``AddScaledFunction``.
  public let addScaled: AddScaledFunction
  /// See ``AddRectifiedFunction``.
  public let addRectified: AddRectifiedFunction
  /// See ``ScaleFunction``.
  public let scale: ScaleFunction
  /// See ``HyperbolicTangentFunction``.
  public let hyperbolicTangent: HyperbolicTangentFunction
  /// See ``HyperbolicTangentGradientFunction``.
  public let hyperbolicTangentGradient: HyperbolicTangentGradientFunction
  /// See ``AdamFunction``.
  public let adam: AdamFunction
  /// See ``SoftmaxFunction``.
  public let softmax: SoftmaxFunction
  /// See ``ColumnSumsFunction``.
  public let columnSums: ColumnSumsFunction
  /// See ``SquaredDeviationsFunction``.
  public let squaredDeviations: SquaredDeviationsFunction
  /// See ``ScaleAndShiftFunction``.
  public let scaleAndShift: ScaleAndShiftFunction
  /// See ``NormalizationGradientSumsFunction``.
  public let normalizationGradientSums: NormalizationGradientSumsFunction
  /// See ``NormalizationGradientFunction``.
  public let normalizationGradient: NormalizationGradientFunction
  /// See ``MaximumPoolingFunction``.
  public let maximumPooling: MaximumPoolingFunction
  /// See ``MaximumPoolingGradientFunction``.
  public let maximumPoolingGradient: MaximumPoolingGradientFunction
  /// See ``SquaredDistancesFunction``.
  public let squaredDistances: SquaredDistancesFunction
  /// See ``FiniteProbeFunction``.
  public let finiteProbe: FiniteProbeFunction
  /// See ``MultiplyAddPeakFunction``; the tile is its chains and a vector's floats.
  public let multiplyAddPeak: TileKernel<MultiplyAddPeakFunction>
  /// See ``ExclusiveOrFunction``.
  public let exclusiveOr: ExclusiveOrFunction

  /// Lists a page's kernels.
  @inlinable
  public init(
    packedTile: TileKernel<PackedTileFunction>, lowPackedTile: TileKernel<PackedTileFunction>,
    gatheredTile: TileKernel<GatheredTileFunction>,
    narrowGatheredTile: TileKernel<GatheredTileFunction>,
    rowTile: TileKernel<RowTileFunction>, narrowRowTile: TileKernel<RowTileFunction>,
    finishRows: @escaping FinishRowsFunction,
    transpose: @escaping TransposeFunction,
    rectify: @escaping RectifyFunction,
    rectifierGradient: @escaping RectifierGradientFunction,
    addScaled: @escaping AddScaledFunction,
    addRectified: @escaping AddRectifiedFunction,
    scale: @escaping ScaleFunction,
    hyperbolicTangent: @escaping HyperbolicTangentFunction,
    hyperbolicTangentGradient: @escaping HyperbolicTangentGradientFunction,
    adam: @escaping AdamFunction,
    softmax: @escaping SoftmaxFunction,
    columnSums: @escaping ColumnSumsFunction,
    squaredDeviations: @escaping SquaredDeviationsFunction,
    scaleAndShift: @escaping ScaleAndShiftFunction,
    normalizationGradientSums: @escaping NormalizationGradientSumsFunction,
    normalizationGradient: @escaping NormalizationGradientFunction,
    maximumPooling: @escaping MaximumPoolingFunction,
    maximumPoolingGradient: @escaping MaximumPoolingGradientFunction,
    squaredDistances: @escaping SquaredDistancesFunction,
    finiteProbe: @escaping FiniteProbeFunction,
    multiplyAddPeak: TileKernel<MultiplyAddPeakFunction>,
    exclusiveOr: @escaping ExclusiveOrFunction
  ) {
    unsafe self.packedTile = packedTile
    unsafe self.lowPackedTile = lowPackedTile
    unsafe self.gatheredTile = gatheredTile
    unsafe self.narrowGatheredTile = narrowGatheredTile
    unsafe self.rowTile = rowTile
    unsafe self.narrowRowTile = narrowRowTile
    unsafe self.finishRows = finishRows
    unsafe self.transpose = transpose
    unsafe self.rectify = rectify
    unsafe self.rectifierGradient = rectifierGradient
    unsafe self.addScaled = addScaled
    unsafe self.addRectified = addRectified
    unsafe self.scale = scale
    unsafe self.hyperbolicTangent = hyperbolicTangent
    unsafe self.hyperbolicTangentGradient = hyperbolicTangentGradient
    unsafe self.adam = adam
    unsafe self.softmax = softmax
    unsafe self.columnSums = columnSums
    unsafe self.squaredDeviations = squaredDeviations
    unsafe self.scaleAndShift = scaleAndShift
    unsafe self.normalizationGradientSums = normalizationGradientSums
    unsafe self.normalizationGradient = normalizationGradient
    unsafe self.maximumPooling = maximumPooling
    unsafe self.maximumPoolingGradient = maximumPoolingGradient
    unsafe self.squaredDistances = squaredDistances
    unsafe self.finiteProbe = finiteProbe
    unsafe self.multiplyAddPeak = multiplyAddPeak
    unsafe self.exclusiveOr = exclusiveOr
  }
}
