import type { NextConfig } from 'next'

const config: NextConfig = {
  // `tsconfig.json` is for the checks of this repository, and leads to the sources of the packages.
  typescript: { tsconfigPath: 'tsconfig.next.json' },
}

export default config
