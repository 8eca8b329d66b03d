import { transformAsync } from '@babel/core'
import reactCompiler from 'babel-plugin-react-compiler'

/**
 * A plugin of Vite that puts `*.compiled.tsx` through the React Compiler, as the bundler of an app
 * would; what cannot be compiled is an error.
 *
 * @returns {import('vite').Plugin}
 */
export const compileComponents = () => ({
  name: 'compile-components',
  enforce: 'pre',
  async transform(code, id) {
    if (!id.endsWith('.compiled.tsx')) return
    const compiled = await transformAsync(code, {
      filename: id,
      configFile: false,
      babelrc: false,
      parserOpts: { plugins: ['typescript', 'jsx'] },
      plugins: [[reactCompiler, { panicThreshold: 'all_errors' }]],
    })
    return compiled?.code ?? undefined
  },
})
