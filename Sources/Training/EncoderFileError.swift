/// Why a file of weights is no encoder.
public enum EncoderFileError: Error, Equatable, CustomStringConvertible {
  /// The metadata does not say that it is one.
  case otherFormat
  /// The metadata lacks an entry.
  case missing(String)
  /// An entry of the metadata makes no sense.
  case invalid(String, String)
  /// A weight has an element that is infinite or not a number.
  case notFinite(String)
  /// A weight has elements of a type that is not read.
  case notNumbers(String, String)
  /// A weight has an element that half precision cannot hold.
  case beyondHalfPrecision(String)

  /// One line for the user.
  public var description: String {
    switch self {
    case .otherFormat: "this is no encoder written by 'augnet train' or 'augnet import'"
    case .missing(let name): "the metadata has no '\(name)'"
    case .invalid(let name, let text): "the metadata's '\(name)' is '\(text)', which makes no sense"
    case .notFinite(let name):
      "the weight '\(name)' has elements that are no finite numbers; train the encoder anew"
    case .notNumbers(let name, let type):
      "the weight '\(name)' is stored as \(type), which is not read; save it in single precision"
    case .beyondHalfPrecision(let name):
      "the weight '\(name)' has elements beyond the 65504 of half precision; use fp32"
    }
  }
}
