// Placeholder until the first suite moves in.
