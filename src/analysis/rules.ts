// The registry of rules: one line each, sorted by id. Only the engine imports this file.
export {}
