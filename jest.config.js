// Debian's nix-bin names a group of builders that it does not create, and warns; evaluation needs none.
process.env.NIX_CONFIG ??= "build-users-group =";

/** Tests run on the TypeScript sources; NODE_OPTIONS=--experimental-vm-modules is set by the npm scripts. */
export default {
  testEnvironment: "node",
  // They wait for the programs that they start more than they work themselves.
  maxWorkers: "100%",
  // Modules of a suite stay in memory when it has ended (nodejs/node#33439): a worker that has grown is replaced.
  workerIdleMemoryLimit: "600MB",
  // The one limit of all tests, against those that hang: most start programs, on machines that do
  // other work too. What is to be fast is measured by the processor (test/support/processor-time.ts).
  testTimeout: 300_000 * Number(process.env.NIXPAWN_RUNS ?? 1),
  roots: ["<rootDir>/test"],
  testMatch: ["**/*.test.ts"],
  extensionsToTreatAsEsm: [".ts"],
  moduleNameMapper: { "^(\\.{1,2}/.*)\\.js$": "$1" },
  transform: {
    "^.+\\.ts$": [
      "@swc/jest",
      {
        jsc: {
          target: "es2022",
          parser: { syntax: "typescript" },
          experimental: { keepImportAttributes: true },
        },
        module: { type: "es6" },
      },
    ],
  },
  transformIgnorePatterns: ["/node_modules/", "\\.m?js$"],
  modulePathIgnorePatterns: ["<rootDir>/dist/"],
};
