"""`python -m ipgraph` is `ipgraph`."""

from ipgraph.cli import main

if __name__ == "__main__":
    main()
