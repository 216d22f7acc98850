import quick from "./jest.quick.config.js";

/**
 * What the quick suites reach of src in their own process; what only the built program runs does not
 * count. scripts/coverage.js adds the files that no suite loads, and has the threshold.
 */
export default {
  ...quick,
  collectCoverage: true,
  coverageProvider: "v8",
  coverageReporters: ["text-summary", "json-summary", "html"],
  collectCoverageFrom: ["src/**/*.ts", "!src/**/*.d.ts", "!src/**/*.generated.ts"],
};
