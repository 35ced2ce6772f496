/// Kernels that do nothing but run into a limit of the processor, which other kernels are held against.
@frozen
public enum ProcessorLimits<Set: InstructionSet> {
  /// Chains x = x × `factor` + `addend` of `count` steps, chain c starting from c, in registers alone.
  ///
  /// Each step needs the one before it, so that none can be left out or taken out of the loop. With the two
  /// constants the chains fill sixteen registers; fewer leave the units of some processors idle where
  /// multiplying and adding are two instructions, one waiting for the other.
  ///
  /// - Parameters:
  ///   - count: Steps of each chain.
  ///   - factor: Less than 1 in magnitude, or the chains grow without bound.
  ///   - addend: What each step adds.
  ///   - result: `[14][a vector's floats]`, overwritten.
  @inlinable @inline(__always)
  public static func multiplyAddPeak(
    _ count: Int, _ factor: Float, _ addend: Float, _ result: UnsafeMutablePointer<Float>
  ) {
    // Chains that start alike would be one chain to the compiler.
    var values = InlineArray<14, Set.Vector> { Set.Vector(repeating: Float($0)) }
    let factor = Set.Vector(repeating: factor)
    let addend = Set.Vector(repeating: addend)
    for _ in 0..<count {
      for c in 0..<14 { values[c] = Set.multiplyAdd(values[c], factor, addend) }
    }
    for c in 0..<14 {
      unsafe UnsafeMutableRawPointer(result).storeBytes(
        of: values[c], toByteOffset: c * MemoryLayout<Set.Vector>.stride, as: Set.Vector.self)
    }
  }

  /// The exclusive or of all elements' bits: reading with the least that can be done about it.
  ///
  /// The order does not matter to the outcome, and an instruction takes one cycle, so that two
  /// runs side by side keep up with the loads.
  @inlinable @inline(__always)
  public static func exclusiveOr(_ count: Int, _ x: UnsafePointer<Float>) -> UInt32 {
    var even = SIMD16<UInt32>.zero
    var odd = SIMD16<UInt32>.zero
    var index = 0
    while index + 2 * laneCount <= count {
      unsafe even ^= bits(x.lanes(index, laneCount))
      unsafe odd ^= bits(x.lanes(index + laneCount, laneCount))
      index += 2 * laneCount
    }
    forEachRun(count - index) { start, count in
      unsafe even ^= bits(x.lanes(index + start, count))
    }
    let sixteen = even ^ odd
    let eight = sixteen.lowHalf ^ sixteen.highHalf
    let four = eight.lowHalf ^ eight.highHalf
    let two = four.lowHalf ^ four.highHalf
    return two.x ^ two.y
  }

  @inlinable @inline(__always)
  static func bits(_ lanes: Lanes) -> SIMD16<UInt32> {
    unsafe unsafeBitCast(lanes, to: SIMD16<UInt32>.self)
  }
}
