"""The store: facts, and what a query over them denotes."""
