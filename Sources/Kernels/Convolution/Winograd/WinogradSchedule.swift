import CPUFeatures

/// How the strips of a convolution are shared out.
///
/// It changes how long the work takes and not a bit of the result.
enum WinogradSchedule {
  /// Blocks of so many strips go through all stages, one block a thread, in its own cache.
  case blocks(strips: Int)
  /// All threads do a stage of so many strips together: for few squares and many weights.
  case stages(strips: Int)

  init(_ plan: WinogradPlan, tileColumns: Int, threads: Int) {
    let width = (plan.columns + tileColumns - 1) / tileColumns * tileColumns
    let bytesASquare = 4 * plan.positions * (plan.depth + width)
    // Rows of the left operand below which the products wait for the weights, wherever those come from.
    let weightBytes = 4 * plan.weightPositions * plan.depth * width
    let caches = CacheSizes.current
    let waitingRows =
      weightBytes <= caches.level2 / 2 ? 4 : weightBytes <= Self.nearBytes(caches) / 2 ? 8 : 24
    // Positions that share weights make more rows for them of as many squares.
    func rows(_ strips: Int) -> Int {
      max(strips * plan.squaresAcross, waitingRows * plan.weightPositions / plan.positions)
    }
    func rounds(_ strips: Int) -> Int {
      let blocks = (plan.strips + strips - 1) / strips
      return (blocks + threads - 1) / threads
    }

    let stageStrips = max(1, min(plan.strips, (8 << 20) / (bytesASquare * plan.squaresAcross)))
    let stageCount = (plan.strips + stageStrips - 1) / stageStrips
    // What all threads read from each other's caches, and waiting for the last one, is worth an eighth.
    let stageCost = stageCount * (rows(stageStrips) * 9 / (8 * threads) + 2)

    var best = WinogradSchedule.stages(strips: stageStrips)
    var leastCost = stageCost
    let roomForSquares = caches.level2 * 3 / 4 / bytesASquare
    for strips in 1...max(1, roomForSquares / plan.squaresAcross) where strips <= plan.strips {
      // Who is done first waits for the last block, a quarter of its time as a rule.
      let quarters = 4 * rounds(strips) + (threads > 1 ? 1 : 0)
      let cost = quarters * (rows(strips) + 1) / 4
      if cost <= leastCost { (best, leastCost) = (.blocks(strips: strips), cost) }
    }
    self = best
  }

  /// Bytes of the common cache, if that is much nearer than memory.
  ///
  /// One that all cores of a server share is scattered over its chip: of 300 MB a thread reads 25 GB/s, of
  /// memory 17. Those of 32 to 96 MB belong to a group of cores.
  private static func nearBytes(_ caches: CacheSizes) -> Int {
    caches.level3 <= 96 << 20 ? caches.level3 : 0
  }
}
