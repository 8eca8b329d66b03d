import type { Client, ClientConfig, Logger } from '@monhub/realtime-react/core'
import { useEffect, useRef } from 'react'
import { useConnectionWarnings } from './useConnectionWarnings'

type Config = Omit<ClientConfig, 'userId'> & { userId: unknown }

/** As often as props may open another connection for the same user before something is wrong. */
const CHANGES = 2

/** This copy of the module. */
const COPY = {}

interface Use {
  config: Config
  key: string | null
  /** How often another key came for the same user and url. */
  changes: number
}

/** Says what is wrong in how the provider is used, with the fix; called in development only. */
export function useMisuseWarnings(config: Config, key: string | null, client: Client | null): void {
  useConnectionWarnings(client)
  const last = useRef<Use>({ config, key, changes: 0 })
  useEffect(() => {
    last.current = warn(last.current, config, key)
    // The values in the configuration that matter are in the key.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [key, config.userId])
}

function warn(before: Use, config: Config, key: string | null): Use {
  const logger = config.logger ?? console
  const { userId, url } = config
  const now = { config, key, changes: before.changes }
  warnOfCopies(logger)
  if (typeof userId !== 'string' && userId !== null) {
    logger.warn(
      `[realtime] userId is of type ${typeof userId}, which counts as signed out; give SocketProvider a string or null, as in userId={user?.id ?? null}, and loading={true} while it is looked up`,
    )
  }
  if (before.key === key || !key || !before.key || before.config.userId !== userId) return now
  if (before.config.url !== url) {
    const name = (address: string | undefined) => address ?? "the page's origin"
    logger.warn(
      `[realtime] the url of SocketProvider changed from ${name(before.config.url)} to ${name(url)}, which opens another connection; give it once, from a constant`,
    )
  } else if (++now.changes === CHANGES) {
    logger.warn(
      '[realtime] the options of SocketProvider have other values in every render, which opens another connection each time; keep what changes, such as a token, in auth, which is asked anew and may be written inline',
    )
  }
  return now
}

function warnOfCopies(logger: Pick<Logger, 'warn'>) {
  const known = Symbol.for('@monhub/realtime-react/copy')
  const scope = globalThis as { [symbol: symbol]: object | undefined }
  const first = (scope[known] ??= COPY)
  if (first === COPY) return
  scope[known] = COPY
  logger.warn(
    '[realtime] this page loads @monhub/realtime-react twice: in two versions, or as ESM and as CommonJS. They share their connection, but differ in code; see `npm ls @monhub/realtime-react`, and dedupe it in the bundler (Vite: resolve.dedupe)',
  )
}
