"""The embedded store: releases on disk, and everything that asks them questions.

Only this package knows an engine. The doors are `releases` (build and open), `derive` (shortcuts), `questions` (stored
queries) and `sparql` (foreign queries, with limits).
"""
