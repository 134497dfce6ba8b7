"""Measures clairbot: what a question, a one-shot call and a load cost, and how other engines do beside it.

Rule of this package: it needs nothing of clairbot but its public contract, and holds no questions and no
figures.
"""
