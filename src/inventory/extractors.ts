// The registry of extractors: one line each, sorted by id. Only the engine imports this file.
export {}
