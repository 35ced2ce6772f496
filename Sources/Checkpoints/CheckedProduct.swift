/// The product of `factors`; nil if one is negative or the product is beyond `Int`.
///
/// Like the count of a shape, it is multiplied from the left, so that an overflow is one even when
/// a later factor is 0.
func checkedProduct(_ factors: [Int]) -> Int? {
  var product = 1
  for factor in factors {
    let (next, overflow) = product.multipliedReportingOverflow(by: factor)
    if overflow || factor < 0 { return nil }
    product = next
  }
  return product
}
