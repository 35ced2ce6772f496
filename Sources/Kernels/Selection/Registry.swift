import CPUFeatures
import MicrokernelTemplates

/// A tile of distances.
package typealias DistanceTile = TileKernel<DistanceTileFunction>

/// A tile of distances by the expanded square.
package typealias ExpandedDistanceTile = TileKernel<ExpandedDistanceTileFunction>

/// A register tile for a left operand read along its columns.
package typealias ColumnTile = TileKernel<ColumnTileFunction>

/// A register tile for a left operand in rows.
package typealias RowTile = TileKernel<RowTileFunction>

/// What a micro-kernel computes.
///
/// Tests and benchmarks switch over all cases, so that a new one cannot be
/// left untested or unmeasured.
package enum MicrokernelOperation: String, CaseIterable, Sendable {
  case columnTile
  case winogradInputRows, winogradInputColumns, winogradOutputColumns, winogradOutputRows
  case winogradGradientRows, winogradGradientColumns, winogradWeights, winogradWeightGradient
  case fewSquares, fiveOutputRows
  case rectify, rectifierGradient, addScaled, scale
  case rowTile, narrowRowTile, copyingRowTile, transpose
  case hyperbolicTangent, hyperbolicTangentGradient, adam, finiteProbe, softmax
  case columnSums, columnMoments, scaleAndShift
  case normalizationGradientSums, maskedGradientSums, normalizationGradient
  case maximumPooling, windowMaxima, maximumPoolingGradient, windowSums
  case distanceTile, expandedDistanceTile, singleQueryTile
  case stretchRow, blendRows, filterRow, filterRows, cubicRow, mixRows
  case warpRow, packRow, interleaveRow, changeColors, sumRows, bytesOfRow, rowOfBytes
  case inverseFull, inverseHalf, inverseQuarter, inverseEighth, forwardTransform
  case pixelsOfPlanes, planesOfPixels, widenRow, rowBetween, halveRows
  case multiplyAddPeak, exclusiveOr
  case byteTile, requantize, byteMaximum, byteProductPeak

  /// Whether every instruction set gives the same bits, fused or not.
  package var isExact: Bool {
    switch self {
    case .byteTile, .requantize, .byteMaximum, .byteProductPeak: true
    default: false
    }
  }
}

/// One micro-kernel of the registry.
package struct MicrokernelEntry: Sendable {
  /// What it computes.
  package let operation: MicrokernelOperation
  /// The set it belongs to, whose table holds its code.
  package let kernels: KernelSet
  /// The tile's rows and columns; 1 × 16 for kernels without a tile.
  package let tile: (rows: Int, columns: Int)

  /// A name for people, as in `rowTile_9x32_avx512`.
  package var name: String {
    "\(operation.rawValue)_\(tile.rows)x\(tile.columns)_\(kernels.level.rawValue)"
  }

  /// Whether its bits equal those of every other kernel of the same operation with this flag.
  package var hasSameBits: Bool { kernels.hasFusedBits || operation.isExact }
}

/// Every micro-kernel this processor can run.
package enum Registry {
  /// All entries: by instruction set, then by operation.
  package static let entries: [MicrokernelEntry] = KernelSet.all.flatMap { kernels in
    MicrokernelOperation.allCases.map { operation in
      MicrokernelEntry(operation: operation, kernels: kernels, tile: tile(operation, kernels))
    }
  }

  private static func tile(
    _ operation: MicrokernelOperation, _ kernels: KernelSet
  ) -> (rows: Int, columns: Int) {
    switch operation {
    case .columnTile:
      unsafe (kernels.microkernels.columnTile.rows, kernels.microkernels.columnTile.columns)
    case .distanceTile, .expandedDistanceTile:
      unsafe (kernels.microkernels.distanceTile.rows, kernels.microkernels.distanceTile.columns)
    case .singleQueryTile:
      unsafe (
        kernels.microkernels.singleQueryTile.rows, kernels.microkernels.singleQueryTile.columns
      )
    case .rowTile, .copyingRowTile:
      unsafe (kernels.microkernels.rowTile.rows, kernels.microkernels.rowTile.columns)
    case .narrowRowTile:
      unsafe (
        kernels.microkernels.narrowRowTile.rows, kernels.microkernels.narrowRowTile.columns
      )
    case .multiplyAddPeak:
      unsafe (
        kernels.microkernels.multiplyAddPeak.rows, kernels.microkernels.multiplyAddPeak.columns
      )
    case .byteTile, .requantize:
      unsafe (kernels.byteKernels.tile.rows, kernels.byteKernels.tile.columns)
    case .byteProductPeak:
      unsafe (kernels.byteKernels.productPeak.rows, kernels.byteKernels.productPeak.columns)
    default: (1, 16)
    }
  }
}
