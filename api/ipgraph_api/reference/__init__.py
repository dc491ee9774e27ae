"""The ontology as a reference for people and programs: its terms, its page with a diagram, its serialisations."""
