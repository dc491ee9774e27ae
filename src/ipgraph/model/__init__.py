"""What ipgraph knows about texts and statements: frozen dataclasses, standard library only."""
