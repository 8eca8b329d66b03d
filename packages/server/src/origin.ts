import type { IncomingMessage } from 'node:http'

/** Decides whether a browser page may talk to this server; holds for sockets and for HTTP writes. */
export interface OriginPolicy {
  /** `null` when the request may pass, otherwise what came, what was expected and the fix. */
  refusal: (request: IncomingMessage) => string | null
}

export interface OriginOptions {
  /** Exact origins that may connect, such as `https://monhubimmo.fr`. @default the server's own host */
  origins?: readonly string[]
  /**
   * How many proxies in front of this server are yours. With 1 or more, `X-Forwarded-Host` names
   * the host. Once it is set, 0 included, `addressLimits` hold. @default 0
   */
  trustProxy?: number
}

/**
 * Exact list if one is given, else same host (the scheme is ignored, since TLS ends at proxies);
 * a page on a loopback address may reach a server on one. A missing Origin passes, since
 * same-origin polling and native apps send none, unless the browser says `cross-site`.
 */
export function createOriginPolicy({ origins, trustProxy = 0 }: OriginOptions): OriginPolicy {
  if (origins !== undefined && !Array.isArray(origins)) {
    throw new TypeError(
      "createSocketServer: `origins` must be a list, such as ['https://example.com'].",
    )
  }
  const allowed = origins && new Set(origins.map(normalOrigin))
  return {
    refusal: (request) => {
      const { origin } = request.headers
      if (origin === undefined) {
        return request.headers['sec-fetch-site'] === 'cross-site'
          ? 'A cross-site request without an Origin was refused; add the page to `origins`.'
          : null
      }
      const url = parseUrl(origin)
      if (url && allowed?.has(written(url))) return null
      const host = hostOf(request, trustProxy)
      if (url && isLoopback(url.hostname) && isLoopback(parseUrl(`http://${host}`)?.hostname)) {
        return null
      }
      if (allowed) {
        return `Origin ${quote(origin)} is not in \`origins\` (${[...allowed].join(', ')}); add it to createSocketServer's options if it is yours.`
      }
      if (url && sameHost(url, host)) return null
      return `Origin ${quote(origin)} is not the host ${quote(host)} that was asked for; pass \`origins: [${quote(origin)}]\` to createSocketServer if it is yours, or \`trustProxy: 1\` behind a proxy that sets X-Forwarded-Host.`
    },
  }
}

function normalOrigin(origin: string): string {
  const url = parseUrl(origin)
  if (!url || (url.pathname !== '/' && url.pathname !== '') || origin.includes('*')) {
    throw new TypeError(
      `createSocketServer: ${quote(origin)} in \`origins\` is not an origin; write it as https://example.com, without a path or wildcard.`,
    )
  }
  return written(url)
}

/** An app's own scheme, such as `capacitor://localhost`, has no origin to the URL parser. */
const written = (url: URL) => (url.origin === 'null' ? `${url.protocol}//${url.host}` : url.origin)

function hostOf(request: IncomingMessage, trustProxy: number): string {
  const forwarded = trustProxy > 0 ? request.headers['x-forwarded-host'] : undefined
  const list = String(forwarded ?? '').split(',')
  return list[Math.max(0, list.length - trustProxy)]?.trim() || (request.headers.host ?? '')
}

/** Ports are compared as written: an omitted port is the default of either scheme. */
const sameHost = (origin: URL, host: string) =>
  parseUrl(`${origin.protocol}//${host}`)?.host === origin.host

const isLoopback = (hostname: string | undefined) =>
  hostname === 'localhost' ||
  hostname === '[::1]' ||
  /^127\.\d+\.\d+\.\d+$/.test(hostname ?? '') ||
  (hostname?.endsWith('.localhost') ?? false)

/** `null` and other opaque origins do not parse. */
function parseUrl(text: string): URL | undefined {
  try {
    return new URL(text)
  } catch {
    return undefined
  }
}

const quote = (text: string) => JSON.stringify(text.slice(0, 200))
