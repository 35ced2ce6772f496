/// A drawn change of brightness: a factor, an offset, their order and the colour space.
public struct BrightnessChange: Sendable, Hashable {
  /// Which channel counts as brightness; the other channels of its colour space keep their values.
  public enum Channel: String, Sendable, CaseIterable {
    /// Y of YCrCb and YUV (BT.601): every sample moves by the same number.
    case luma
    /// V of HSV, the largest sample.
    case value = "HSV value"
    /// L of HLS, the mean of the largest and the smallest sample.
    case lightness = "HLS lightness"
    /// L* of CIE L*a*b* (sRGB, D65).
    case lab = "Lab lightness"
    /// L* of CIE L*u*v* (sRGB, D65).
    case luv = "Luv lightness"
  }

  /// Which channel counts as brightness.
  public var channel: Channel
  /// What the channel is multiplied by.
  public var factor: Float
  /// What is added to the channel, whose full range is 255 units.
  public var offset: Float
  /// Whether the offset comes before the factor; the channel is clamped after each of the two.
  public var addsFirst: Bool

  /// Makes a change of brightness.
  public init(channel: Channel, factor: Float = 1, offset: Float = 0, addsFirst: Bool = false) {
    self.channel = channel
    self.factor = factor
    self.offset = offset
    self.addsFirst = addsFirst
  }
}

extension BrightnessChange: CustomStringConvertible {
  /// The numbers in the order in which they act, such as `luma × 1.1 then +20`.
  public var description: String {
    let product = "× \(rounded(factor))"
    let sum = signed(offset)
    let order = addsFirst ? "\(sum) then \(product)" : "\(product) then \(sum)"
    return "\(channel.rawValue) \(order)"
  }
}
