"""The cleaning steps, one family of noise a module; each finds what to replace, and none knows another."""
