"""Figures: numbers with their unit, the name of what is counted, and which total they are parts of."""
