import JSON

extension AugmentationRecipe {
  /// Reads a recipe from its JSON text.
  ///
  ///     {"name": "mine", "style": "as-meant", "operations": [
  ///       {"operation": "crop", "side": [0.2, 1]}, {"operation": "flip", "probability": 0.5}]}
  ///
  /// A range is two numbers or one. `style` is `as-meant` where it is not given.
  ///
  /// - Throws: ``AugmentationRecipeError``, whose text names the field.
  public init(json text: [UInt8]) throws(AugmentationRecipeError) {
    let value: JSONValue
    do throws(JSONError) {
      value = try JSONValue(parsing: text)
    } catch {
      throw .malformed("\(error)")
    }
    guard let object = value.objectValue else {
      throw .malformed("a recipe is an object with \"name\" and \"operations\"")
    }
    try Self.check(object.names, among: ["name", "style", "operations"], in: "the recipe")
    guard let name = object["name"]?.stringValue, !name.isEmpty else {
      throw .malformed("\"name\" must be a text that is not empty")
    }
    let styles = Style.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: " or ")
    var style = Style.asMeant
    if let given = object["style"] {
      guard let known = given.stringValue.flatMap(Style.init(rawValue:)) else {
        throw .malformed("\"style\" must be \(styles)")
      }
      style = known
    }
    guard let list = object["operations"]?.arrayValue else {
      throw .malformed("\"operations\" must be a list")
    }
    var operations: [AugmentationOperation] = []
    for (number, element) in list.enumerated() {
      operations.append(try Self.operation(element, "operations[\(number)]"))
    }
    try self.init(name: name, operations: operations, style: style)
  }

  /// The recipe as a JSON text that ``init(json:)`` reads as the same recipe.
  public var json: String { jsonValue.text(.pretty) + "\n" }

  /// The recipe as a JSON value.
  package var jsonValue: JSONValue {
    let operations = operations.map { operation -> JSONValue in
      var object = JSONObject()
      object["operation"] = .string(operation.name)
      for (parameter, range) in zip(operation.form.parameters, operation.ranges) {
        let low = JSONValue(range.lowerBound)
        object[parameter.name] =
          parameter.isProbability || range.lowerBound == range.upperBound
          ? low : .array([low, JSONValue(range.upperBound)])
      }
      return .object(object)
    }
    return [
      "name": .string(name), "style": .string(style.rawValue), "operations": .array(operations),
    ]
  }

  private static func operation(
    _ value: JSONValue, _ place: String
  ) throws(AugmentationRecipeError) -> AugmentationOperation {
    guard let object = value.objectValue, let name = object["operation"]?.stringValue else {
      throw .malformed("\(place) must be an object with \"operation\", the name of one")
    }
    guard let form = OperationForm.all.first(where: { $0.name == name }) else {
      let names = OperationForm.all.map(\.name).joined(separator: ", ")
      throw .malformed("\(place): there is no operation \"\(name)\"; there are \(names)")
    }
    try check(object.names, among: ["operation"] + form.parameters.map(\.name), in: place)
    var ranges: [ClosedRange<Float>] = []
    for parameter in form.parameters {
      ranges.append(try range(object[parameter.name], of: parameter, "\(place).\(parameter.name)"))
    }
    return form.make(ranges)
  }

  private static func range(
    _ value: JSONValue?, of parameter: OperationForm.Parameter, _ place: String
  ) throws(AugmentationRecipeError) -> ClosedRange<Float> {
    guard let value else {
      guard let usual = parameter.usual else { throw .malformed("\(place) is missing") }
      return usual
    }
    let elements = value.arrayValue ?? [value]
    let numbers = elements.compactMap { $0.doubleValue.map { Float($0) } }
    let isRange = numbers.count == 2 && !parameter.isProbability && value.arrayValue != nil
    let isNumber = numbers.count == 1 && value.arrayValue == nil
    guard isRange || isNumber, let first = numbers.first, let last = numbers.last,
      numbers.count == elements.count
    else {
      throw .malformed(
        "\(place) must be a number"
          + (parameter.isProbability ? "" : " or a pair [lowest, highest]"))
    }
    guard first <= last else {
      throw .malformed("\(place) must be [lowest, highest], got [\(first), \(last)]")
    }
    guard parameter.limits.contains(first), parameter.limits.contains(last) else {
      throw .malformed("\(place) must be \(parameter.expectation), got \(first) … \(last)")
    }
    return first...last
  }

  private static func check(
    _ names: [String], among known: [String], in place: String
  ) throws(AugmentationRecipeError) {
    for name in names where !known.contains(name) {
      throw .malformed(
        "\(place) has no field \"\(name)\"; its fields are \(known.joined(separator: ", "))")
    }
  }
}
