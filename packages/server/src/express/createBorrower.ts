import { EventEmitter } from 'node:events'
import { ServerResponse, type IncomingMessage } from 'node:http'
import type { Handshake } from '@monhub/realtime-server'
import express from 'express'

interface Borrowed<Req> {
  /** Reads as the host's request; what is written to it stays here. */
  request: Req
  /** May be written to; nobody gets it. */
  response: ServerResponse
  /** Resolves when somebody answers the request. */
  answered: Promise<true>
}

/** Makes stand-ins of a handshake's request, on which middlewares of Express may run. */
export function createBorrower<Req extends IncomingMessage>() {
  const app = express()
  const methods = Object.getOwnPropertyDescriptors(express.request)

  return ({ request: original, headers, query }: Handshake): Borrowed<Req> => {
    const request = Object.create(original, methods) as Req
    // What it inherits would be changed in place: listeners here, headers below.
    EventEmitter.call(request)
    const response = new ServerResponse(request)
    Object.setPrototypeOf(response, app.response as object)
    own(request, { app, res: response, query, headers: { ...headers } })
    own(request, { originalUrl: original.url, baseUrl: '' })
    own(response, { req: request, locals: {} })

    const answered = new Promise<true>((resolve) => {
      const end = () => {
        resolve(true)
        return response
      }
      // Not to be wrapped: express-session would write a session for everybody who is refused.
      Object.defineProperty(response, 'end', { get: () => end, set: () => undefined })
    })
    return { request, response, answered }
  }
}

/** Defines rather than assigns, since what stands in the way may be a getter. */
function own(target: object, fields: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(fields)) {
    Object.defineProperty(target, name, {
      value,
      writable: true,
      enumerable: true,
      configurable: true,
    })
  }
}
