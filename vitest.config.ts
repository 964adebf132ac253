import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    testTimeout: 60_000,
    // Two projects are not needed: tests that start a process or a service share the run with the small ones.
    pool: 'forks',
  },
})
