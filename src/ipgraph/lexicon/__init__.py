"""What ipgraph knows before it reads: the authority files and the forms to look for; it knows no document."""
