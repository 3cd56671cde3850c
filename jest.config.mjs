// One configuration, four projects: `jest --selectProjects unit` runs one of them. Sibling packages resolve to
// their TypeScript sources through the private export condition, so no test waits for a build.
const shared = {
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['plimsoll-source', 'node', 'node-addons'] },
  transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: '<rootDir>/tsconfig.jest.json' }] },
  // Sources import './sample.js' as Node wants it; here the file is still sample.ts.
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  modulePathIgnorePatterns: ['/dist/', '<rootDir>/node_modules/.cache/'],
  cacheDirectory: '<rootDir>/node_modules/.cache/jest',
  setupFiles: ['<rootDir>/test/support/property-seed.ts'],
  restoreMocks: true,
}

const project = (name, ...testMatch) => ({ ...shared, displayName: name, testMatch })

export default {
  projects: [
    project('unit', '<rootDir>/packages/*/test/**/*.test.ts'),
    project('contract', '<rootDir>/test/contract/**/*.test.ts'),
    project('integration', '<rootDir>/test/integration/**/*.test.ts'),
    project('architecture', '<rootDir>/test/architecture/**/*.test.ts'),
  ],
}
