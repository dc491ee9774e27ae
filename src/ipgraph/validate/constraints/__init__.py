"""The constraints of SHACL, a module a family: `parse` and `queries` make them from what a shape states."""
