"""What the log says, read and checked."""
