import all from "./jest.config.js";

/**
 * What `npm test` runs: everything but lab hosts (test/e2e) and the suites that take longer than
 * some seconds each (*.long.test.ts). `bash scripts/test.sh --all` runs those, too.
 */
export default {
  ...all,
  testPathIgnorePatterns: ["/node_modules/", "<rootDir>/test/e2e/", "\\.long\\.test\\.ts$"],
};
