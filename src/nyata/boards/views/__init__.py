"""Pages of the boards: who may see one, and what is asked of it."""
