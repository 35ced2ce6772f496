/// The product of `factors`; nil if one is negative or the product is beyond `Int`.
///
/// It is beyond `Int` also if it would be without the factors that are 0: every partial product of
/// the extents of a shape can be formed.
func checkedProduct(_ factors: [Int]) -> Int? {
  var product = 1
  for factor in factors where factor != 0 {
    let (next, overflow) = product.multipliedReportingOverflow(by: factor)
    if overflow || factor < 0 { return nil }
    product = next
  }
  return factors.contains(0) ? 0 : product
}
