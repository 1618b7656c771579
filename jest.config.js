// Tests read what commands print; on CI, colours would be switched on.
process.env.NO_COLOR = "1";
delete process.env.FORCE_COLOR;

const BINDINGS = "(@cdktf|cdktf)/";

/** @type {import("jest").Config} */
module.exports = {
  testEnvironment: "node",
  roots: ["<rootDir>/__tests__"],
  testMatch: ["**/*.test.ts"],
  // They download tools: `npm run test:conformance`.
  testPathIgnorePatterns: ["/node_modules/", "<rootDir>/__tests__/conformance/"],
  transform: {
    "^.+\\.ts$": "@swc/jest",
    [`/node_modules/${BINDINGS}.+\\.js$`]: "<rootDir>/__tests__/jest/without-source-map.js",
  },
  transformIgnorePatterns: [`/node_modules/(?!${BINDINGS})`],
  setupFiles: ["<rootDir>/__tests__/jest/stack-traces-of-errors.js"],
  // Two cores on the smallest machine we promise: more workers only wait for each other.
  maxWorkers: 2,
  testTimeout: 60_000,
};
