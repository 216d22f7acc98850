import quick from "./jest.quick.config.js";

/**
 * What the quick suites reach in their own process, of all of src: a file that no test imports counts
 * as one without coverage. What only the built program runs does not count.
 */
export default {
  ...quick,
  collectCoverage: true,
  coverageProvider: "v8",
  coverageReporters: ["text-summary", "json-summary", "html"],
  collectCoverageFrom: ["src/**/*.ts", "!src/**/*.d.ts", "!src/**/*.generated.ts"],
  coverageThreshold: { global: { statements: 60, branches: 75, functions: 70, lines: 60 } },
};
