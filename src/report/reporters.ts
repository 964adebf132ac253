// The registry of reporters: one line each, sorted by id. Only the doors import this file.
export {}
