"""From statements to quads: terms, identifiers and graphs; knows no regular expression of any text and no engine."""
