// The registry of reporters: one line each, sorted by id. Only the doors import this file.
export { cyclonedx } from './cyclonedx.ts'
export { json } from './json.ts'
export { sarif } from './sarif.ts'
export { table } from './table/table.ts'
