/**
 * Who may import whom, as docs/architecture.md draws it. `zones` speak of files of this
 * repository (`import-x/no-restricted-paths`), `names` of what is imported by name or by a
 * relative path that steps around a public name (`no-restricted-imports`). Each row is planted
 * and must be reported in scripts/test/boundaries.test.ts.
 */

const server = 'packages/server/src'
const react = 'packages/react/src'
/** What a model can play in virtual time. */
const purePresenceFiles = [
  'clock',
  'gossip',
  'liveness',
  'origin',
  'replica',
  'replicas',
  'table',
].map((name) => `${server}/presence/${name}.ts`)
const purePresence = [`${server}/createSocketManager.ts`, ...purePresenceFiles]
const publicEntries = [
  'server/src/index.ts',
  'server/src/stores/sqlite/index.ts',
  'server/src/stores/mongodb/index.ts',
  'server/src/adapters/redis/index.ts',
  'server/src/adapters/cluster/index.ts',
  'server/src/express/index.ts',
  'server/src/jwt/index.ts',
  'server/src/testing/index.ts',
  'react/src/index.ts',
  'react/src/core/index.ts',
  'react/src/swr/index.ts',
  'react/src/react-query/index.ts',
  'react/src/testing/index.ts',
]

export const zones = [
  {
    target: 'packages/protocol',
    from: ['packages', 'examples', 'scripts'],
    except: ['protocol'],
    message: 'The protocol imports nothing of ours.',
  },
  {
    target: 'packages/protocol/src/*.ts',
    from: 'packages/protocol/src/parse',
    message: 'Only the parse entry carries the validation library.',
  },
  {
    target: 'packages/server',
    from: 'packages/react',
    message: 'Server and react never import each other.',
  },
  {
    target: 'packages/react',
    from: 'packages/server',
    except: ['src/testing'],
    message: 'Server and react never import each other (tests may use server/testing).',
  },
  {
    target: react,
    from: 'packages/protocol/src/parse',
    message: 'Parsers stay out of the browser.',
  },
  {
    target: `${react}/core`,
    from: react,
    except: ['core'],
    message: 'The core knows nothing of hooks.',
  },
  {
    target: `${server}/stores/types.ts`,
    from: server,
    message: 'The seam speaks in types of the protocol only.',
  },
  ...['memory', 'sqlite', 'mongodb'].map((store) => ({
    target: `${server}/stores/${store}`,
    from: server,
    except: ['stores/types.ts', `stores/${store}`],
    message: 'A store knows the seam (stores/types) and the protocol only.',
  })),
  {
    target: `${server}/adapters`,
    from: server,
    except: ['adapters', 'logger.ts'],
    message: 'Several entries carry the adapters, so these import only what keeps no state.',
  },
  {
    target: purePresence,
    from: server,
    except: purePresenceFiles.map((file) => file.replace(`${server}/`, '')),
    message: 'Pure presence files import the protocol and each other only.',
  },
  {
    target: [`${server}/!(index|createSocketService).ts`, `${server}/!(testing)/**`],
    from: `${server}/createSocketService.ts`,
    message: 'Only the index and testing know the composition root.',
  },
  {
    target: ['examples', 'reliability', 'benchmarks', 'docs'],
    from: 'packages',
    except: publicEntries,
    message: 'Examples, reliability, benchmarks and docs use public names only.',
  },
]

/**
 * Every import that is neither relative nor one of `allowed`.
 * @param {string[]} allowed
 */
const allBut = (...allowed) => `^(?!\\.{1,2}(?:/|$)|(?:${allowed.join('|')})$)`

/** A file takes the last row whose `files` match it; so each row is complete in itself. */
export const names = [
  {
    files: ['packages/protocol/src/**'],
    regex: allBut(),
    message: 'The protocol imports nothing (its parse folder: valibot).',
  },
  {
    files: ['packages/protocol/src/parse/**'],
    regex: allBut('valibot'),
    message: 'The parsers import valibot and nothing else.',
  },
  {
    files: ['packages/server/**'],
    regex: '^(?:react|react-dom|@monhub/realtime-react)(?:/|$)',
    message: 'Server and react never import each other.',
  },
  {
    files: [`${server}/{express,jwt,testing}/**`],
    regex: '^\\.\\./|^(?:react|react-dom|@monhub/realtime-react)(?:/|$)',
    message: 'An entry reaches its siblings by public name: a relative import would copy them.',
    allowTypeImports: true,
  },
  {
    files: [`${server}/stores/**`],
    regex: '^(?:socket\\.io.*|express|react.*|@monhub/realtime-(?:server|react).*)$',
    message: 'A store knows the seam, the protocol and its driver only.',
  },
  {
    files: purePresence,
    regex: allBut('@monhub/realtime-protocol'),
    message: 'Pure presence files import the protocol and each other only.',
  },
  {
    files: ['packages/react/test/**'],
    regex: '^@monhub/realtime-server(?!/testing$)',
    message: 'Of the server, tests of react see its testing entry only.',
  },
  {
    files: [`${react}/**`],
    regex: `${allBut('@monhub/realtime-protocol', '@monhub/realtime-react/core', 'react')}|^\\.{1,2}/(?:.*/)?core(?:/|$)`,
    message: 'Hooks import react, the protocol, and the core by its public name.',
  },
  {
    files: [`${react}/swr/**`],
    regex: allBut('@monhub/realtime-react(?:/core)?', 'react', 'swr'),
    message: 'An entry imports its cache library, react, and the package by its public names.',
  },
  {
    files: [`${react}/react-query/**`],
    regex: allBut('@monhub/realtime-react(?:/core)?', 'react', '@tanstack/react-query'),
    message: 'An entry imports its cache library, react, and the package by its public names.',
  },
  {
    files: [`${react}/testing/**`],
    regex: allBut(
      '@monhub/realtime-react(?:/core)?',
      '@monhub/realtime-server(?:/testing)?',
      'react',
    ),
    message: 'The test kit imports react and the packages by their public names.',
  },
  {
    files: [`${react}/core/**`],
    regex: allBut('@monhub/realtime-protocol', 'socket\\.io-client', 'idb-keyval'),
    message: 'The core is framework-free: the protocol, socket.io-client and idb-keyval only.',
  },
  {
    files: ['examples/**', 'reliability/**', 'benchmarks/**', 'docs/**'],
    regex: '^\\.{1,2}/.*packages/|^@monhub/realtime-protocol(?:/|$)',
    message: 'Examples, reliability, benchmarks and docs use public names only.',
  },
]
