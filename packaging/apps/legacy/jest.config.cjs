module.exports = {
  testEnvironment: './jest/realtime.environment.cjs',
  testMatch: ['**/jest/*.test.cjs'],
}
