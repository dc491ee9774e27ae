"""From bytes to structure: what a document's text is, freed from noise; knows no IP policy."""
