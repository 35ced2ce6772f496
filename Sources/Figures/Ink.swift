/// The colours of the figures.
enum Ink {
  static let text = Canvas.Color(red: 33, green: 37, blue: 48)
  static let secondaryText = Canvas.Color(red: 104, green: 110, blue: 124)
  static let axis = Canvas.Color(red: 120, green: 126, blue: 140)
  static let faintLine = Canvas.Color(red: 226, green: 229, blue: 235)
  static let cell = Canvas.Color(red: 242, green: 243, blue: 246)
  static let accent = Canvas.Color(red: 214, green: 84, blue: 46)

  /// The colours of the lines of a chart, told apart by colour-blind readers too.
  ///
  /// Source: Okabe and Ito, "Color Universal Design" (2008).
  static let series = [
    Canvas.Color(red: 0, green: 114, blue: 178), Canvas.Color(red: 213, green: 94, blue: 0),
    Canvas.Color(red: 0, green: 158, blue: 115), Canvas.Color(red: 204, green: 121, blue: 167),
    Canvas.Color(red: 230, green: 159, blue: 0), Canvas.Color(red: 86, green: 180, blue: 233),
  ]
}
