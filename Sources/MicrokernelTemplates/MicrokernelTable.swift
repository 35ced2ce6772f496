/// One page's kernels: every operation, made for one instruction set.
@safe
public struct MicrokernelTable: @unchecked Sendable {
  /// The register tile for a left operand read along its columns.
  public let columnTile: TileKernel<ColumnTileFunction>
  /// The transforms of F(2 × 2, 3 × 3).
  public let winogradTwo: WinogradKernels
  /// The transforms of F(3 × 3, 3 × 3).
  public let winogradThree: WinogradKernels
  /// The transforms of F(4 × 4, 3 × 3).
  public let winogradFour: WinogradKernels
  /// The transforms of F(6 × 6, 3 × 3).
  public let winogradSix: WinogradKernels
  /// The transforms of a convolution by stride 2 with squares of four outputs.
  public let winogradStridedFour: WinogradKernels
  /// The same with squares of seven outputs.
  public let winogradStridedSeven: WinogradKernels
  /// See ``FewSquaresFunction``.
  public let fewSquares: FewSquaresFunction
  /// The last transform of ``FiveOutputsOfFourTaps``; see ``WinogradOutput/rows(_:_:_:_:_:_:_:_:)``.
  public let fiveOutputRows: WinogradOutputRowsFunction
  /// The tiles for a left operand in rows; `rows` is the tallest's.
  public let rowTile: TileKernel<RowTileFunction>
  /// The same with half the columns, for the columns that are left over.
  public let narrowRowTile: TileKernel<RowTileFunction>
  /// Wide tiles side by side that leave packed copies of their right operands behind; see ``CopyingRowTileFunction``.
  public let copyingRowTile: TileKernel<CopyingRowTileFunction>
  /// See ``TransposeFunction``.
  public let transpose: TransposeFunction
  /// See ``RectifyFunction``.
  public let rectify: RectifyFunction
  /// See ``RectifierGradientFunction``.
  public let rectifierGradient: RectifierGradientFunction
  /// See ``AddScaledFunction``.
  public let addScaled: AddScaledFunction
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
  /// See ``ColumnMomentsFunction``.
  public let columnMoments: ColumnMomentsFunction
  /// See ``ScaleAndShiftFunction``.
  public let scaleAndShift: ScaleAndShiftFunction
  /// See ``NormalizationGradientSumsFunction``.
  public let normalizationGradientSums: NormalizationGradientSumsFunction
  /// See ``MaskedGradientSumsFunction``.
  public let maskedGradientSums: MaskedGradientSumsFunction
  /// See ``NormalizationGradientFunction``.
  public let normalizationGradient: NormalizationGradientFunction
  /// See ``MaximumPoolingFunction``.
  public let maximumPooling: MaximumPoolingFunction
  /// See ``WindowMaximaFunction``.
  public let windowMaxima: WindowMaximaFunction
  /// See ``MaximumPoolingGradientFunction``.
  public let maximumPoolingGradient: MaximumPoolingGradientFunction
  /// See ``WindowSumsFunction``.
  public let windowSums: WindowSumsFunction
  /// See ``DistanceTileFunction``; the tile is its queries and points.
  public let distanceTile: TileKernel<DistanceTileFunction>
  /// See ``ExpandedDistanceTileFunction``; the tile is that of ``distanceTile``.
  public let expandedDistanceTile: TileKernel<ExpandedDistanceTileFunction>
  /// The tile of one query, for points that are read from memory once.
  public let singleQueryTile: TileKernel<DistanceTileFunction>
  /// What brings pictures to another size.
  public let resampling: ResamplingKernels
  /// Blocks of cosine coefficients to pixels and back.
  public let blocks: BlockKernels
  /// See ``FiniteProbeFunction``.
  public let finiteProbe: FiniteProbeFunction
  /// See ``WarpRowFunction``.
  public let warpRow: WarpRowFunction
  /// See ``PackRowFunction``.
  public let packRow: PackRowFunction
  /// See ``InterleaveRowFunction``.
  public let interleaveRow: InterleaveRowFunction
  /// See ``ChangeColorsFunction``.
  public let changeColors: ChangeColorsFunction
  /// See ``SumRowsFunction``.
  public let sumRows: SumRowsFunction
  /// See ``BytesOfRowFunction``.
  public let bytesOfRow: BytesOfRowFunction
  /// See ``RowOfBytesFunction``.
  public let rowOfBytes: RowOfBytesFunction
  /// See ``MultiplyAddPeakFunction``; the tile is its chains and a vector's floats.
  public let multiplyAddPeak: TileKernel<MultiplyAddPeakFunction>
  /// See ``ExclusiveOrFunction``.
  public let exclusiveOr: ExclusiveOrFunction

  /// Lists a page's kernels.
  @inlinable
  public init(
    columnTile: TileKernel<ColumnTileFunction>,
    winogradTwo: WinogradKernels, winogradThree: WinogradKernels,
    winogradFour: WinogradKernels, winogradSix: WinogradKernels,
    winogradStridedFour: WinogradKernels, winogradStridedSeven: WinogradKernels,
    fewSquares: @escaping FewSquaresFunction,
    fiveOutputRows: @escaping WinogradOutputRowsFunction,
    rowTile: TileKernel<RowTileFunction>, narrowRowTile: TileKernel<RowTileFunction>,
    copyingRowTile: TileKernel<CopyingRowTileFunction>,
    transpose: @escaping TransposeFunction,
    rectify: @escaping RectifyFunction,
    rectifierGradient: @escaping RectifierGradientFunction,
    addScaled: @escaping AddScaledFunction,
    scale: @escaping ScaleFunction,
    hyperbolicTangent: @escaping HyperbolicTangentFunction,
    hyperbolicTangentGradient: @escaping HyperbolicTangentGradientFunction,
    adam: @escaping AdamFunction,
    softmax: @escaping SoftmaxFunction,
    columnSums: @escaping ColumnSumsFunction,
    columnMoments: @escaping ColumnMomentsFunction,
    scaleAndShift: @escaping ScaleAndShiftFunction,
    normalizationGradientSums: @escaping NormalizationGradientSumsFunction,
    maskedGradientSums: @escaping MaskedGradientSumsFunction,
    normalizationGradient: @escaping NormalizationGradientFunction,
    maximumPooling: @escaping MaximumPoolingFunction,
    windowMaxima: @escaping WindowMaximaFunction,
    maximumPoolingGradient: @escaping MaximumPoolingGradientFunction,
    windowSums: @escaping WindowSumsFunction,
    distanceTile: TileKernel<DistanceTileFunction>,
    expandedDistanceTile: TileKernel<ExpandedDistanceTileFunction>,
    singleQueryTile: TileKernel<DistanceTileFunction>,
    resampling: ResamplingKernels, blocks: BlockKernels,
    finiteProbe: @escaping FiniteProbeFunction,
    warpRow: @escaping WarpRowFunction,
    packRow: @escaping PackRowFunction,
    interleaveRow: @escaping InterleaveRowFunction,
    changeColors: @escaping ChangeColorsFunction,
    sumRows: @escaping SumRowsFunction,
    bytesOfRow: @escaping BytesOfRowFunction,
    rowOfBytes: @escaping RowOfBytesFunction,
    multiplyAddPeak: TileKernel<MultiplyAddPeakFunction>,
    exclusiveOr: @escaping ExclusiveOrFunction
  ) {
    unsafe self.columnTile = columnTile
    self.winogradTwo = winogradTwo
    self.winogradThree = winogradThree
    self.winogradFour = winogradFour
    self.winogradSix = winogradSix
    self.winogradStridedFour = winogradStridedFour
    self.winogradStridedSeven = winogradStridedSeven
    unsafe self.fewSquares = fewSquares
    unsafe self.fiveOutputRows = fiveOutputRows
    unsafe self.rowTile = rowTile
    unsafe self.narrowRowTile = narrowRowTile
    unsafe self.copyingRowTile = copyingRowTile
    unsafe self.transpose = transpose
    unsafe self.rectify = rectify
    unsafe self.rectifierGradient = rectifierGradient
    unsafe self.addScaled = addScaled
    unsafe self.scale = scale
    unsafe self.hyperbolicTangent = hyperbolicTangent
    unsafe self.hyperbolicTangentGradient = hyperbolicTangentGradient
    unsafe self.adam = adam
    unsafe self.softmax = softmax
    unsafe self.columnSums = columnSums
    unsafe self.columnMoments = columnMoments
    unsafe self.scaleAndShift = scaleAndShift
    unsafe self.normalizationGradientSums = normalizationGradientSums
    unsafe self.maskedGradientSums = maskedGradientSums
    unsafe self.normalizationGradient = normalizationGradient
    unsafe self.maximumPooling = maximumPooling
    unsafe self.windowMaxima = windowMaxima
    unsafe self.maximumPoolingGradient = maximumPoolingGradient
    unsafe self.windowSums = windowSums
    unsafe self.distanceTile = distanceTile
    unsafe self.expandedDistanceTile = expandedDistanceTile
    unsafe self.singleQueryTile = singleQueryTile
    self.resampling = resampling
    self.blocks = blocks
    unsafe self.finiteProbe = finiteProbe
    unsafe self.warpRow = warpRow
    unsafe self.packRow = packRow
    unsafe self.interleaveRow = interleaveRow
    unsafe self.changeColors = changeColors
    unsafe self.sumRows = sumRows
    unsafe self.bytesOfRow = bytesOfRow
    unsafe self.rowOfBytes = rowOfBytes
    unsafe self.multiplyAddPeak = multiplyAddPeak
    unsafe self.exclusiveOr = exclusiveOr
  }
}
